/** Small checks of untyped values, put together into the guards. */

export type Check = (value: unknown) => boolean;
export type Shape = Readonly<Record<string, Check>>;

export const text: Check = (v) => typeof v === 'string';
export const flag: Check = (v) => typeof v === 'boolean';
export const number: Check = (v) => typeof v === 'number' && Number.isFinite(v);
export const count: Check = (v) => Number.isSafeInteger(v) && (v as number) >= 0;
export const maybe =
  (check: Check): Check =>
  (v) =>
    v === undefined || check(v);
export const list =
  (check: Check): Check =>
  (v) =>
    Array.isArray(v) && v.every(check);
export const oneOf =
  (...words: string[]): Check =>
  (v) =>
    words.includes(v as string);

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const shape =
  (fields: Shape): Check =>
  (v) =>
    isObject(v) && Object.entries(fields).every(([name, check]) => check(v[name]));
