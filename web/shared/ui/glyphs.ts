// The icon set: 20-px grid, 1.5-px round strokes, colour is currentColor. One named export per glyph,
// so an application ships only those that it names. `d` is stroked, `dash` is stroked with gaps, `bold` is stroked thicker.
export * from './talk_glyphs.ts';

export interface Glyph {
  readonly d: string;
  readonly dash?: readonly (readonly [string, string])[];
  readonly bold?: string;
}

export const brand: Glyph = {
  d: 'M10 2.6 16.2 6.7a1.6 1.6 0 0 1 .7 1.3v5.2a1.8 1.8 0 0 1-1.8 1.8H9.6l-3.8 2.8V15h-.9a1.8 1.8 0 0 1-1.8-1.8V8a1.6 1.6 0 0 1 .7-1.3zM7 10.2h6',
};
export const chat: Glyph = {
  d: 'M3.5 6a2.5 2.5 0 0 1 2.5-2.5h8A2.5 2.5 0 0 1 16.5 6v5.5A2.5 2.5 0 0 1 14 14h-4l-4 3v-3a2.5 2.5 0 0 1-2.5-2.5z',
};
export const plus: Glyph = { d: 'M10 4v12M4 10h12' };
export const attach: Glyph = {
  d: 'M15.6 9.4l-5.7 5.7a3.4 3.4 0 0 1-4.8-4.8l6.2-6.2a2.3 2.3 0 0 1 3.2 3.2l-6.1 6.1a1.1 1.1 0 0 1-1.6-1.6l5.3-5.3',
};
export const image: Glyph = {
  d: 'M5 4h10a2 2 0 0 1 2 2v8a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-8a2 2 0 0 1 2 -2zM6 8.2a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0 -2.6 0zM3.5 14.5l4-3.5 3 2.5 3-3.5 3.2 3',
};
export const order: Glyph = {
  d: 'M10 2.8l6.5 3.4v7.6L10 17.2l-6.5-3.4V6.2zM3.7 6.3 10 9.6l6.3-3.3M10 9.6v7.3M6.8 4.6l6.3 3.3',
};
export const truck: Glyph = {
  d: 'M4.4 14H2.5V5h9v9H7.6M11.5 8h3.2l2.8 3v3h-1.9M12.4 14h-4.8M4.4 14.8a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0 -3.2 0zM12.4 14.8a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0 -3.2 0z',
};
export const returned: Glyph = { d: 'M6.5 4 3.5 7l3 3M3.7 7h8.3a4.5 4.5 0 0 1 0 9H6' };
export const complaint: Glyph = { d: 'M4.5 17V3.5M4.5 4h9.8l-2 3.5 2 3.5H4.5' };
export const product: Glyph = {
  d: 'M3.5 9.7V4.5a1 1 0 0 1 1-1h5.2l7 7a1.2 1.2 0 0 1 0 1.7l-4.5 4.5a1.2 1.2 0 0 1-1.7 0zM6 7a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z',
};
export const search: Glyph = { d: 'M4 9a5 5 0 1 0 10 0a5 5 0 1 0 -10 0zM12.8 12.8l3.7 3.7' };
export const promise: Glyph = {
  d: 'M5 17V4.5A1.5 1.5 0 0 1 6.5 3h7A1.5 1.5 0 0 1 15 4.5V17l-5-3.2zM10 5.8v2.9l1.9 1.2',
};
export const close: Glyph = { d: 'M5.5 5.5l9 9M14.5 5.5l-9 9' };
export const right: Glyph = { d: 'M8 5.5 12.5 10 8 14.5' };
export const more: Glyph = { d: '', bold: 'M5 10h.01M10 10h.01M15 10h.01' };
export const user: Glyph = {
  d: 'M6.8 7a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0zM3.8 16.5c.7-3 3.2-4.5 6.2-4.5s5.5 1.5 6.2 4.5',
};
export const users: Glyph = {
  d: 'M4.7 7.2a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0 -5.6 0zM2.3 16c.5-2.7 2.6-4.1 5.2-4.1s4.7 1.4 5.2 4.1M12.8 4.6a2.8 2.8 0 0 1 0 5.2M14.6 12.3c1.6.6 2.7 1.9 3.1 3.7',
};
export const verified: Glyph = {
  d: 'M10 2.6l2 1.5 2.5-.1.7 2.4 2 1.5-.9 2.3.9 2.3-2 1.5-.7 2.4-2.5-.1-2 1.5-2-1.5-2.5.1-.7-2.4-2-1.5.9-2.3-.9-2.3 2-1.5.7-2.4 2.5.1zM7.3 10.2l1.9 1.9 3.6-4',
};
export const eye: Glyph = {
  d: 'M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zM7.8 10a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0 -4.4 0z',
};
export const lock: Glyph = {
  d: 'M6.3 9h7.4a1.8 1.8 0 0 1 1.8 1.8v3.9a1.8 1.8 0 0 1 -1.8 1.8h-7.4a1.8 1.8 0 0 1 -1.8 -1.8v-3.9a1.8 1.8 0 0 1 1.8 -1.8zM7 9V6.5a3 3 0 0 1 6 0V9',
};
export const note: Glyph = { d: 'M12.8 3.8l3.4 3.4-8.9 8.9-4.1.7.7-4.1zM11 5.6 14.4 9' };
export const whisper: Glyph = {
  d: 'M4 8.5v3h2.8l4.2 3.2V5.3L6.8 8.5z',
  dash: [
    ['M13.8 8a2.8 2.8 0 0 1 0 4', '1.5 1.8'],
    ['M15.8 6a5.6 5.6 0 0 1 0 8', '1.5 2'],
  ],
};
export const join: Glyph = {
  d: 'M11.5 3.5H15A1.5 1.5 0 0 1 16.5 5v10a1.5 1.5 0 0 1-1.5 1.5h-3.5M3.5 10h8M8.5 6.8 11.7 10l-3.2 3.2',
};
export const takeover: Glyph = {
  d: 'M3.3 10a6.7 6.7 0 1 0 13.4 0a6.7 6.7 0 1 0 -13.4 0zM8.1 10.4a1.9 1.9 0 1 0 3.8 0a1.9 1.9 0 1 0 -3.8 0zM3.5 9.2c1.6-.5 3-.4 4.7.6M16.5 9.2c-1.6-.5-3-.4-4.7.6M10 12.3v4.3',
};
export const transfer: Glyph = {
  d: 'M3.5 6.5h12.3M12.6 3.3l3.2 3.2-3.2 3.2M16.5 13.5H4.2M7.4 10.3l-3.2 3.2 3.2 3.2',
};
export const help: Glyph = {
  d: 'M3.3 10a6.7 6.7 0 1 0 13.4 0a6.7 6.7 0 1 0 -13.4 0zM7.4 10a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0zM5.3 5.3l2.8 2.8M14.7 5.3l-2.8 2.8M5.3 14.7l2.8-2.8M14.7 14.7l-2.8-2.8',
};
export const phone: Glyph = {
  d: 'M4 3.8h3l1.3 3.5-1.8 1.3a8.8 8.8 0 0 0 4.9 4.9l1.3-1.8 3.5 1.3v3c-6.8.6-12.8-5.4-12.2-12.2z',
};
export const mail: Glyph = {
  d: 'M4.8 4.5h10.4a1.8 1.8 0 0 1 1.8 1.8v7.4a1.8 1.8 0 0 1 -1.8 1.8h-10.4a1.8 1.8 0 0 1 -1.8 -1.8v-7.4a1.8 1.8 0 0 1 1.8 -1.8zM3.5 6l6.5 5 6.5-5',
};
export const star: Glyph = {
  d: 'M10 2.9l2.2 4.5 4.9.7-3.6 3.5.9 4.9-4.4-2.3-4.4 2.3.9-4.9L2.9 8.1l4.9-.7z',
};
export const book: Glyph = {
  d: 'M10 5.2C8.5 4 6 3.5 3 3.7v11.6c3-.2 5.5.3 7 1.5 1.5-1.2 4-1.7 7-1.5V3.7c-3-.2-5.5.3-7 1.5zM10 5.2v11.6',
};
export const history: Glyph = { d: 'M3.5 4v3.5H7M3.9 7.3A6.7 6.7 0 1 1 3.3 10M10 6.4V10l2.5 1.7' };
export const smile: Glyph = {
  d: 'M3.3 10a6.7 6.7 0 1 0 13.4 0a6.7 6.7 0 1 0 -13.4 0zM7 11.8c.7 1.1 1.7 1.7 3 1.7s2.3-.6 3-1.7M7.7 8v.1M12.3 8v.1',
};
export const coffee: Glyph = {
  d: 'M4 7.5h9.5v5a3.5 3.5 0 0 1-3.5 3.5H7.5A3.5 3.5 0 0 1 4 12.5zM13.5 8.5h1a2 2 0 0 1 0 4h-1M7 2.8v2M10.3 2.8v2',
};
export const filter: Glyph = { d: 'M3.5 5.5h13M6 10h8M8.5 14.5h3' };
export const minus: Glyph = { d: 'M4.5 10h11' };
export const cart: Glyph = {
  d: 'M2.5 3.5h2.3l1.7 9.3h8.7l1.5-6.6H5.4M6.3 16a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0 -2.4 0zM12.8 16a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0 -2.4 0z',
};
export const place: Glyph = {
  d: 'M10 17.2c-3.5-2.8-5.8-5-5.8-8.2A5.8 5.8 0 0 1 10 3.2 5.8 5.8 0 0 1 15.8 9c0 3.2-2.3 5.4-5.8 8.2zM8 9a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z',
};
export const keyboard: Glyph = {
  d: 'M4.3 5h11.4A1.8 1.8 0 0 1 17.5 6.8v6.4a1.8 1.8 0 0 1-1.8 1.8H4.3a1.8 1.8 0 0 1-1.8-1.8V6.8A1.8 1.8 0 0 1 4.3 5zM7 12.2h6M5.5 8.2v.1M8.5 8.2v.1M11.5 8.2v.1M14.5 8.2v.1',
};
export const left: Glyph = { d: 'M12 5.5 7.5 10l4.5 4.5' };
export const up: Glyph = { d: 'm5.5 12 4.5-4.5 4.5 4.5' };
export const copy: Glyph = {
  d: 'M8.5 7h6A1.5 1.5 0 0 1 16 8.5v6a1.5 1.5 0 0 1-1.5 1.5h-6A1.5 1.5 0 0 1 7 14.5v-6A1.5 1.5 0 0 1 8.5 7zM4.5 12.5A1.5 1.5 0 0 1 4 11.3V5.5A1.5 1.5 0 0 1 5.5 4h5.8a1.5 1.5 0 0 1 1.2.6',
};
export const globe: Glyph = {
  d: 'M3.3 10a6.7 6.7 0 1 0 13.4 0a6.7 6.7 0 1 0 -13.4 0zM3.5 10h13M10 3.3c2.2 2 3 4.3 3 6.7s-.8 4.7-3 6.7c-2.2-2-3-4.3-3-6.7s.8-4.7 3-6.7z',
};
export const theme: Glyph = { d: 'M15.8 11.8A6.5 6.5 0 0 1 8.2 4.2a6.5 6.5 0 1 0 7.6 7.6z' };
export const leave: Glyph = {
  d: 'M8.5 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3.5M8 10h8.5M13.3 6.8l3.2 3.2-3.2 3.2',
};
export const board: Glyph = {
  d: 'M3.5 3.5h5.5v6H3.5zM11.5 3.5h5v3.5h-5zM11.5 9.5h5v7h-5zM3.5 12h5.5v4.5H3.5z',
};
