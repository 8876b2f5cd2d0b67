import type { WallTiles as Tiles } from '#protocol';
import { Spark } from '#ui/spark.tsx';
import { now } from '../../session/clock.ts';
import { waitLimits } from '../../session/store.ts';
import { longestWait, type Sample, type WallState } from '../../state/wall.ts';
import { t } from '../../text.ts';
import { elapsed } from '../labels.ts';

interface Tile {
  readonly id: string;
  readonly label: string;
  readonly number: string;
  readonly unit?: string;
  readonly foot: string;
  readonly how?: string; // how the number is come by, where its name does not say it
  readonly phase?: 1 | 3;
  readonly chip?: string;
  readonly share?: number; // 0–1 of the meter
  readonly limit?: number; // 0–1: the tick at the threshold
  readonly trend: readonly number[];
}

const targetLevel = 0.8;

// Six figures that lead to an act, each with its distance to the threshold where it has one. Only
// what the server says is shown; the trend is what this window has seen.
export function WallTiles(props: {
  wall: WallState;
  history: readonly Sample[];
  onLate: () => void;
}) {
  const { wall, history } = props;
  const trend = (name: keyof Tiles) => history.map((sample) => sample.tiles[name] ?? 0);
  const tiles = tilesOf(wall.tiles, longestWait(wall, now.value), trend);
  return (
    <section class="tiles" aria-label={t('wall.now')}>
      {tiles.map((tile) => (
        <article key={tile.id} class="sheet tile" data-p={tile.phase} title={tile.how}>
          <h2>
            {tile.id === 'late' ? (
              <button type="button" class="whole" onClick={props.onLate}>
                {tile.label}
              </button>
            ) : (
              tile.label
            )}
            {tile.chip ? (
              <span class="timer" data-p={tile.phase}>
                {tile.chip}
              </span>
            ) : null}
          </h2>
          <p class="big">
            <b>{tile.number}</b>
            {tile.unit ? <small>{tile.unit}</small> : null}
            <Spark values={tile.trend} />
          </p>
          <p class="tg">
            {tile.foot}
            {tile.share === undefined ? null : (
              <span class="meter">
                <i style={{ width: `${Math.round(100 * Math.min(1, tile.share))}%` }} />
                {tile.limit === undefined ? null : (
                  <u style={{ left: `${Math.round(100 * tile.limit)}%` }} />
                )}
              </span>
            )}
          </p>
        </article>
      ))}
    </section>
  );
}

function tilesOf(
  tiles: Partial<Tiles>,
  longest: number,
  trend: (name: keyof Tiles) => number[],
): Tile[] {
  return [
    { ...waitingTile(tiles), trend: trend('waiting') },
    { ...longestTile(longest), trend: trend('longest_wait_ms') },
    {
      ...levelTile(tiles.service_level),
      trend: tiles.service_level === undefined ? [] : trend('service_level'),
    },
    { ...agentsTile(tiles), trend: trend('agents_ready') },
    { ...closedTile(tiles), trend: trend('closed_today') },
    { ...lateTile(tiles.late ?? 0), trend: trend('late') },
  ];
}

type Figure = Omit<Tile, 'trend'>;

function waitingTile(tiles: Partial<Tiles>): Figure {
  const ringing = tiles.ringing ?? 0;
  return {
    id: 'waiting',
    label: t('tile.waiting'),
    number: String(tiles.waiting ?? 0),
    unit: t('tile.people'),
    foot: t(ringing > 0 ? 'tile.ringing' : 'tile.active', { n: tiles.active ?? 0, ringing }),
  };
}

function longestTile(longest: number): Figure {
  const { breachMs } = waitLimits.value;
  return {
    id: 'longest',
    label: t('tile.longest'),
    number: elapsed(longest),
    foot: t('tile.limit', { time: elapsed(breachMs) }),
    share: longest / (breachMs * 1.5),
    limit: 1 / 1.5,
    ...(longest >= breachMs ? { phase: 3 as const, chip: t('tile.over') } : {}),
  };
}

function levelTile(level: number | undefined): Figure {
  const its = { id: 'level', label: t('tile.level'), how: t('tile.levelHow') };
  if (level === undefined) return { ...its, number: '—', foot: t('tile.noData') };
  const { warnMs } = waitLimits.value;
  return {
    ...its,
    number: String(Math.round(level * 100)),
    unit: '%',
    foot: t('tile.levelOf', { time: elapsed(warnMs), target: Math.round(targetLevel * 100) }),
    share: level,
    limit: targetLevel,
    ...(level < targetLevel ? { phase: 1 as const, chip: t('tile.under') } : {}),
  };
}

function agentsTile(tiles: Partial<Tiles>): Figure {
  const online = tiles.agents_online ?? 0;
  const ready = tiles.agents_ready ?? 0;
  return {
    id: 'agents',
    label: t('tile.agents'),
    number: String(ready),
    unit: t('tile.ofOnline', { n: online }),
    foot: t('tile.free', { n: tiles.capacity_free ?? 0 }),
    ...(online > 0 ? { share: ready / online } : {}),
  };
}

function closedTile(tiles: Partial<Tiles>): Figure {
  return {
    id: 'closed',
    label: t('tile.closed'),
    number: String(tiles.closed_today ?? 0),
    foot: t('tile.abandoned', { n: tiles.abandoned_today ?? 0 }),
  };
}

function lateTile(late: number): Figure {
  return {
    id: 'late',
    label: t('tile.late'),
    number: String(late),
    unit: t('tile.conversations'),
    foot: t('tile.lateOf', { time: elapsed(waitLimits.value.lateMs) }),
    ...(late > 0 ? { phase: 3 as const, chip: t('tile.over') } : {}),
  };
}
