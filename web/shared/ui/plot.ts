// Arithmetic of small charts: points in, SVG path out. Pure.

export interface Frame {
  readonly width: number;
  readonly height: number;
}

const round = (n: number) => Math.round(n * 10) / 10;

// A line through `values`, evenly spaced, 0 at the bottom. Two values are needed for a line.
export function linePath(values: readonly number[], frame: Frame, max: number): string {
  if (values.length < 2) return '';
  const dx = frame.width / (values.length - 1);
  const dy = max > 0 ? frame.height / max : 0;
  return values
    .map((value, i) => `${i === 0 ? 'M' : 'L'}${round(i * dx)} ${round(frame.height - value * dy)}`)
    .join('');
}

// The area between two lines of equal length.
export function bandPath(
  low: readonly number[],
  high: readonly number[],
  frame: Frame,
  max: number,
): string {
  if (low.length < 2 || low.length !== high.length) return '';
  const back = linePath(low, frame, max).slice(1).split('L').reverse().join('L');
  return `${linePath(high, frame, max)}L${back}Z`;
}

// How many pixels the words of an axis need beside the picture, in figures of one width.
export function axisWidthOf(labels: readonly string[]): number {
  const figure = 7;
  return Math.max(34, 10 + figure * Math.max(0, ...labels.map((label) => label.length)));
}

// Layers put on top of each other: layer i runs from result[i] to result[i + 1].
export function stack(layers: readonly (readonly number[])[]): number[][] {
  const length = Math.max(0, ...layers.map((layer) => layer.length));
  const out: number[][] = [new Array<number>(length).fill(0)];
  for (const layer of layers) {
    const below = out.at(-1) ?? [];
    out.push(below.map((value, i) => value + (layer[i] ?? 0)));
  }
  return out;
}

// As `niceMax` for counts: its half is a whole number, too.
export function countMax(value: number, least: number): number {
  const half = Math.ceil(Math.max(value, least, 2) / 2);
  return 2 * niceMax(half, 1);
}

// A round top of the axis: 1, 2 or 5 times a power of ten, never below `least`.
export function niceMax(value: number, least: number): number {
  const wanted = Math.max(value, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  for (const step of [1, 2, 5, 10]) {
    if (step * power >= wanted) return step * power;
  }
  return wanted;
}
