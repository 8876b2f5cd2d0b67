import { linePath } from './plot.ts';

// The trend beside a number. Drawn only when there are at least two points.
export function Spark(props: { values: readonly number[]; width?: number }) {
  const width = props.width ?? 72;
  if (props.values.length < 2) return null;
  const max = Math.max(1, ...props.values);
  const last = props.values.at(-1) ?? 0;
  const d = linePath(props.values, { width: width - 6, height: 18 }, max);
  return (
    <svg class="sp" width={width} height={24} viewBox={`-1 -3 ${width} 24`} aria-hidden="true">
      <path d={d} />
      <circle cx={width - 6} cy={18 - (last / max) * 18} r={2} />
    </svg>
  );
}
