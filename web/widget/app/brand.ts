/**
 * The storefront's own colour: on filled things only (primary button, own bubble, mark, launcher).
 * Thin edges and words keep the design's accent, whose contrast with every surface is known.
 */

export interface Brand {
  fill: string;
  text: string;
}

/** The design's accent: with it the tokens hold, which know day and night. */
const OURS = '#076077';
const READABLE = 4.5;
const INKS = ['#ffffff', '#1b2126'];

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const part = (at: number) => {
    const s = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

export function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Undefined when it is no colour, is the design's own, or no ink can be read on it. */
export function brandOf(accent: unknown): Brand | undefined {
  const fill = `${accent}`.toLowerCase();
  if (!/^#[0-9a-f]{6}$/.test(fill) || fill === OURS) return undefined;
  const text = INKS.find((ink) => contrast(fill, ink) >= READABLE);
  return text ? { fill, text } : undefined;
}
