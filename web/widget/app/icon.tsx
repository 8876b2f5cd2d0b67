import type { Glyph } from '#ui/glyphs.ts';

/** A stroke icon as the widget has them: decorative, never dashed. */
export function Icon({ of, size }: { of: Glyph; size?: 16 | 18 }) {
  return (
    <svg class={size ? `i i${size}` : 'i'} viewBox="0 0 20 20" aria-hidden="true">
      <path d={of.d} />
      {of.bold ? <path d={of.bold} stroke-width="2.2" /> : null}
    </svg>
  );
}
