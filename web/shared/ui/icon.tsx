import type { Glyph } from './glyphs.ts';

// A stroke icon. Decorative unless `label` is given; then it is an image with that name.
export function Icon(props: { of: Glyph; size?: 14 | 16 | 18 | 24; label?: string }) {
  const { of, size, label } = props;
  const cls = size ? `i i${size}` : 'i';
  const name = label
    ? { role: 'img' as const, 'aria-label': label }
    : { 'aria-hidden': true as const };
  return (
    <svg class={cls} viewBox="0 0 20 20" {...name}>
      <path d={of.d} />
      {of.dash?.map(([d, gaps]) => (
        <path key={d} d={d} stroke-dasharray={gaps} />
      ))}
      {of.bold ? <path d={of.bold} stroke-width="2.2" /> : null}
    </svg>
  );
}
