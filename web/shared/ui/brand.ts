/**
 * The storefront's own colour: on filled things (primary button, own bubble, what is chosen, mark,
 * launcher), and around what has the focus where it can be seen there. Words keep the design's
 * accent, whose contrast with every surface is known.
 */

export interface Brand {
  fill: string;
  text: string;
  /** The colour where it stands out from the surface, by day or by night; else that of words. */
  ring: string;
}

/** The design's accent: with it the tokens hold, which know day and night. */
const OURS = '#076077';
const READABLE = 4.5;
const INK = '#1b2126';
const WORDS = 'var(--k-text-1)';

/** Of `#rrggbb`: WCAG 2.2 relative luminance, and what its contrast adds to it. */
function lightOf(hex: string): number {
  const part = (at: number) => {
    const s = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) + 0.05;
}

/** Undefined when it is no colour, is the design's own, or no ink can be read on it. */
export function brandOf(accent: unknown): Brand | undefined {
  const fill = `${accent}`.toLowerCase();
  if (!/^#[0-9a-f]{6}$/.test(fill) || fill === OURS) return undefined;
  const light = lightOf(fill);
  // What carries white stands out from light surfaces, what carries dark ink from dark ones.
  if (1.05 / light >= READABLE)
    return { fill, text: '#ffffff', ring: `light-dark(${fill},${WORDS})` };
  if (light / lightOf(INK) >= READABLE)
    return { fill, text: INK, ring: `light-dark(${WORDS},${fill})` };
  return undefined;
}
