import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatClock, formatTime } from '#i18n';
import { axisWidthOf, bandPath, countMax, type Frame, linePath, stack } from '#ui/plot.ts';
import { now } from '../../session/clock.ts';
import { waitLimits } from '../../session/store.ts';
import {
  type Layer,
  layersOf,
  longestWait,
  minuteMarks,
  type Sample,
  type WallState,
} from '../../state/wall.ts';
import { locale, t } from '../../text.ts';
import { elapsed, skillLabel } from '../labels.ts';
import { ChartSheet } from './chart_sheet.tsx';

// The server keeps no history for the wall: these are drawn from what this window has been told
// since it was opened, and say so.

const height = 136;
const labelHeight = 16; // of the words at the axis
const narrowest = 160;

// The picture is as wide as its sheet lets it be, in true pixels, so that its words keep their size.
function Plot(props: {
  label: string;
  marks: readonly Mark[];
  children: (frame: Frame) => ComponentChildren;
}) {
  const axisWidth = axisWidthOf(props.marks.map((mark) => mark.label));
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(420);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = () => setWidth(Math.max(narrowest, element.clientWidth - axisWidth - 16));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [axisWidth]);
  return (
    <div ref={box} class="plot">
      <svg
        class="ch"
        width={width + axisWidth + 8}
        height={height + 32}
        viewBox={`${-axisWidth} -10 ${width + axisWidth + 8} ${height + 32}`}
        role="img"
        aria-label={props.label}
      >
        {props.children({ width, height })}
      </svg>
    </div>
  );
}

interface Mark {
  readonly at: number;
  readonly label: string;
}

interface ChartProps {
  readonly wall: WallState;
  readonly history: readonly Sample[];
}

// Within one minute both ends would read the same: then only the later one is named.
function Axis(props: { frame: Frame; history: readonly Sample[]; marks: readonly Mark[] }) {
  const { frame } = props;
  const time = (sample: Sample | undefined) => formatTime(locale.value, sample?.at ?? 0);
  const [first, last] = [time(props.history[0]), time(props.history.at(-1))];
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
      {first === last ? null : (
        <text x="0" y="154">
          {first}
        </text>
      )}
      <text x={frame.width} y="154" text-anchor="end">
        {last}
      </text>
    </>
  );
}

// How many waited in each queue, one upon the other.
export function DepthChart({ wall, history }: ChartProps) {
  const layers = layersOf(wall.queues, history);
  const sums = stack(layers.map((layer) => layer.waiting));
  const max = countMax(Math.max(0, ...(sums.at(-1) ?? [])), 4);
  const marks = [0, 0.5, 1].map((at) => ({ at, label: String(at * max) }));
  const nameOf = (layer: Layer) =>
    layer.skill === undefined ? t('chart.others') : skillLabel(layer.skill);
  return (
    <ChartSheet
      title={t('chart.depth')}
      history={history}
      columns={layers.map(nameOf)}
      cells={(sample) => layersOf(wall.queues, [sample]).map((layer) => layer.waiting[0] ?? 0)}
      picture={() => (
        <div class="chart-b">
          <Plot label={t('chart.depth')} marks={marks}>
            {(frame) => (
              <>
                <Axis frame={frame} history={history} marks={marks} />
                {layers.map((layer, i) => (
                  <path
                    key={layer.skill}
                    class={`band s${i + 1}`}
                    d={bandPath(sums[i] ?? [], sums[i + 1] ?? [], frame, max)}
                  />
                ))}
              </>
            )}
          </Plot>
          <ul class="legend">
            {layers
              .map((layer, i) => (
                <li key={layer.skill}>
                  <i class={`s${i + 1}`} />
                  <span class="one">{nameOf(layer)}</span>
                  <b>{layer.now}</b>
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
export function LongestChart({ wall, history }: ChartProps) {
  const limit = waitLimits.value.breachMs;
  const values = history.map((sample) => sample.tiles.longest_wait_ms ?? 0);
  const top = Math.max(limit * 1.4, ...values) * 1.05;
  const marks = minuteMarks(top, limit, labelHeight / height).map((ms) => ({
    at: ms / top,
    label: formatClock(ms),
  }));
  const limitY = height * (1 - limit / top);
  return (
    <ChartSheet
      title={t('chart.longest')}
      history={history}
      columns={[t('chart.longest')]}
      cells={(sample) => [elapsed(sample.tiles.longest_wait_ms ?? 0)]}
      picture={() => (
        <div class="chart-b">
          <Plot
            label={t('chart.longest')}
            marks={[...marks, { at: limit / top, label: formatClock(limit) }]}
          >
            {(frame) => (
              <>
                <Axis frame={frame} history={history} marks={marks} />
                <path class="lim" d={`M0 ${limitY}H${frame.width}`} />
                <text class="lim" x="-8" y={limitY + 4} text-anchor="end">
                  {formatClock(limit)}
                </text>
                <path class="ln" d={linePath(values, frame, top)} />
              </>
            )}
          </Plot>
          <ul class="legend">
            <li>
              <i class="s1" />
              <span class="one">{t('chart.longest')}</span>
              <b>{elapsed(longestWait(wall, now.value))}</b>
            </li>
          </ul>
        </div>
      )}
    />
  );
}
