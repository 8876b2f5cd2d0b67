import { linePath } from './plot.ts';

// The trend beside a number, between its own lowest and highest value. Drawn from two points on.
export function Spark(props: { values: readonly number[]; width?: number }) {
  const width = props.width ?? 72;
  if (props.values.length < 2) return null;
  const low = Math.min(...props.values);
  const span = Math.max(...props.values) - low;
  const scaled = props.values.map((value) => (span === 0 ? 0.5 : (value - low) / span));
  const last = scaled.at(-1) ?? 0;
  return (
    <svg class="sp" width={width} height={24} viewBox={`-1 -3 ${width} 24`} aria-hidden="true">
      <path d={linePath(scaled, { width: width - 6, height: 18 }, 1)} />
      <circle cx={width - 6} cy={18 - last * 18} r={2} />
    </svg>
  );
}
