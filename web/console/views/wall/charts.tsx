import { formatClock, formatTime } from '#i18n';
import { bandPath, linePath, niceMax, stack } from '#ui/plot.ts';
import { waitLimits } from '../../session/store.ts';
import type { Sample, WallState } from '../../state/wall.ts';
import { locale, t } from '../../text.ts';
import { elapsed } from '../labels.ts';
import { ChartSheet } from './chart_sheet.tsx';

// The server keeps no history for the wall: these are drawn from what this window has been told
// since it was opened, and say so.

const frame = { width: 420, height: 136 };

interface ChartProps {
  readonly wall: WallState;
  readonly history: readonly Sample[];
}

function Axis(props: {
  history: readonly Sample[];
  marks: readonly { at: number; label: string }[];
}) {
  const first = props.history[0]?.at ?? 0;
  const last = props.history.at(-1)?.at ?? 0;
  return (
    <>
      {props.marks.map((mark) => {
        const y = frame.height * (1 - mark.at);
        return (
          <g key={mark.label}>
            <path class="g" d={`M0 ${y}H${frame.width}`} />
            <text x="-8" y={y + 4} text-anchor="end">
              {mark.label}
            </text>
          </g>
        );
      })}
      <text x="0" y="154">
        {formatTime(locale.value, first)}
      </text>
      <text x={frame.width} y="154" text-anchor="end">
        {formatTime(locale.value, last)}
      </text>
    </>
  );
}

// How many waited in each queue, one upon the other.
export function DepthChart({ wall, history }: ChartProps) {
  const queues = wall.queues.slice(0, 5);
  const layers = queues.map((queue) => history.map((sample) => sample.waiting[queue.skill] ?? 0));
  const sums = stack(layers);
  const max = niceMax(Math.max(0, ...(sums.at(-1) ?? [])), 4);
  const marks = [0, 0.5, 1].map((at) => ({ at, label: String(at * max) }));
  return (
    <ChartSheet
      title={t('chart.depth')}
      history={history}
      columns={queues.map((queue) => queue.name)}
      cells={(sample) => queues.map((queue) => sample.waiting[queue.skill] ?? 0)}
      picture={() => (
        <div class="chart-b">
          <svg class="ch" viewBox="-34 -8 462 166" role="img" aria-label={t('chart.depth')}>
            <Axis history={history} marks={marks} />
            {queues.map((queue, i) => (
              <path
                key={queue.skill}
                class={`band s${i + 1}`}
                d={bandPath(sums[i] ?? [], sums[i + 1] ?? [], frame, max)}
              />
            ))}
          </svg>
          <ul class="legend">
            {queues
              .map((queue, i) => (
                <li key={queue.skill}>
                  <i class={`s${i + 1}`} />
                  <span class="one">{queue.name}</span>
                  <b>{queue.waiting}</b>
                </li>
              ))
              .reverse()}
          </ul>
        </div>
      )}
    />
  );
}

// The longest wait against its limit.
export function LongestChart({ history }: ChartProps) {
  const limit = waitLimits.value.breachMs;
  const values = history.map((sample) => sample.tiles.longest_wait_ms ?? 0);
  const top = Math.max(limit * 1.4, ...values) * 1.05;
  const minute = Math.max(1, Math.ceil(top / 60_000 / 5)) * 60_000;
  const marks: { at: number; label: string }[] = [];
  for (let ms = 0; ms <= top; ms += minute) {
    if (ms !== limit) marks.push({ at: ms / top, label: formatClock(ms) });
  }
  const limitY = frame.height * (1 - limit / top);
  return (
    <ChartSheet
      title={t('chart.longest')}
      history={history}
      columns={[t('chart.longest')]}
      cells={(sample) => [elapsed(sample.tiles.longest_wait_ms ?? 0)]}
      picture={() => (
        <div class="chart-b">
          <svg class="ch" viewBox="-34 -8 462 166" role="img" aria-label={t('chart.longest')}>
            <Axis history={history} marks={marks} />
            <path class="lim" d={`M0 ${limitY}H${frame.width}`} />
            <text class="lim" x="-8" y={limitY + 4} text-anchor="end">
              {formatClock(limit)}
            </text>
            <path class="ln" d={linePath(values, frame, top)} />
          </svg>
          <ul class="legend">
            <li>
              <i class="s1" />
              <span class="one">{t('chart.longest')}</span>
              <b>{elapsed(values.at(-1) ?? 0)}</b>
            </li>
          </ul>
        </div>
      )}
    />
  );
}
