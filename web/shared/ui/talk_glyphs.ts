import type { Glyph } from './glyphs.ts';

// The glyphs of a running conversation: a file of their own, because a chunk ships whole files.

export const send: Glyph = { d: 'M4 10h11M10.5 5 15.5 10l-5 5' };
export const check: Glyph = { d: 'M4.5 10.5l3.7 3.7 7.3-8' };
export const read: Glyph = { d: 'M2 10.8l3.2 3.2 6.3-7.2M9.2 13l1.1 1 6.5-7.4' };
export const clock: Glyph = {
  d: 'M3.3 10a6.7 6.7 0 1 0 13.4 0a6.7 6.7 0 1 0 -13.4 0zM10 6.2V10l2.6 1.8',
};
export const bell: Glyph = { d: 'M5.2 13.5V9a4.8 4.8 0 0 1 9.6 0v4.5l1.2 1.3H4zM8.4 17h3.2' };
export const alert: Glyph = { d: 'M10 3.3 17.5 16h-15zM10 8.3v3.5M10 13.9v.1' };
export const down: Glyph = { d: 'M5.5 8l4.5 4.5L14.5 8' };
export const info: Glyph = {
  d: 'M3.3 10a6.7 6.7 0 1 0 13.4 0a6.7 6.7 0 1 0 -13.4 0zM10 9.3v4M10 6.6v.1',
};
export const offline: Glyph = {
  d: 'M3 3l14 14M2.5 8.3a11 11 0 0 1 3-1.9M9 5.2a11 11 0 0 1 8.5 3.1M5.3 11.2a7 7 0 0 1 3-1.7M12.6 9.9a7 7 0 0 1 2.1 1.3M8 14a3 3 0 0 1 4 0',
};
