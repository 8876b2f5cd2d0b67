import { useState } from 'preact/hooks';
import { formatTime } from '#i18n';
import { bandPath, niceMax, stack } from '#ui/plot.ts';
import type { Sample, WallState } from '../../state/wall.ts';
import { locale, t } from '../../text.ts';

const frame = { width: 420, height: 136 };

// How many waited in each queue since this window was opened. The server keeps no history for the
// wall, so the chart says where its data begin.
export function QueueDepthChart({
  wall,
  history,
}: {
  wall: WallState;
  history: readonly Sample[];
}) {
  const [table, setTable] = useState(false);
  const first = history[0];
  const last = history.at(-1);
  const queues = wall.queues.slice(0, 5);
  const drawn = first !== undefined && last !== undefined && history.length > 1;
  return (
    <article class="sheet chart" aria-labelledby="depth-title">
      <header class="hd">
        <h2 id="depth-title">{t('chart.depth')}</h2>
        <small>{first ? t('chart.since', { time: formatTime(locale.value, first.at) }) : ''}</small>
        <span class="end">
          <button
            type="button"
            class="btn s quiet"
            aria-pressed={table}
            disabled={!drawn}
            onClick={() => setTable(!table)}
          >
            {table ? t('chart.picture') : t('chart.table')}
          </button>
        </span>
      </header>
      {!drawn ? (
        <p class="none">{t('chart.none')}</p>
      ) : table ? (
        <DepthTable history={history} queues={queues} />
      ) : (
        <Picture history={history} queues={queues} first={first} last={last} />
      )}
    </article>
  );
}

type Queues = readonly { skill: string; name: string; waiting: number }[];

function Picture(props: {
  history: readonly Sample[];
  queues: Queues;
  first: Sample;
  last: Sample;
}) {
  const { queues } = props;
  const layers = queues.map((queue) =>
    props.history.map((sample) => sample.waiting[queue.skill] ?? 0),
  );
  const sums = stack(layers);
  const max = niceMax(Math.max(...(sums.at(-1) ?? [0])), 5);
  const lines = [0, max / 2, max];
  return (
    <div class="chart-b">
      <svg class="ch" viewBox="-34 -8 462 166" role="img" aria-label={t('chart.depth')}>
        {lines.map((value) => (
          <g key={value}>
            <path
              class="g"
              d={`M0 ${frame.height - (value / max) * frame.height}H${frame.width}`}
            />
            <text x="-8" y={frame.height - (value / max) * frame.height + 4} text-anchor="end">
              {value}
            </text>
          </g>
        ))}
        {layers.map((_, i) => (
          <path
            key={queues[i]?.skill}
            d={bandPath(sums[i] ?? [], sums[i + 1] ?? [], frame, max)}
            fill={`var(--k-series-${i + 1})`}
            opacity=".88"
          />
        ))}
        <text x="0" y="154">
          {formatTime(locale.value, props.first.at)}
        </text>
        <text x={frame.width} y="154" text-anchor="end">
          {formatTime(locale.value, props.last.at)}
        </text>
      </svg>
      <ul class="legend">
        {queues
          .map((queue, i) => (
            <li key={queue.skill}>
              <i style={{ background: `var(--k-series-${i + 1})` }} />
              <span class="one">{queue.name}</span>
              <b>{queue.waiting}</b>
            </li>
          ))
          .reverse()}
      </ul>
    </div>
  );
}

function DepthTable({ history, queues }: { history: readonly Sample[]; queues: Queues }) {
  const step = Math.max(1, Math.floor(history.length / 12));
  const rows = history.filter((_, i) => i % step === 0 || i === history.length - 1);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t('chart.table')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {queues.map((queue) => (
              <th key={queue.skill} scope="col" class="r">
                {queue.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((sample) => (
            <tr key={sample.at}>
              <th scope="row">{formatTime(locale.value, sample.at)}</th>
              {queues.map((queue) => (
                <td key={queue.skill} class="r">
                  {sample.waiting[queue.skill] ?? 0}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
