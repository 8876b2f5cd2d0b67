// A form that was opened before somebody else saved the same row: what of it is whose. Pure.

export interface Merged<T> {
  readonly row: T; // the newest, with what was changed here
  readonly clashes: readonly (keyof T)[]; // changed on both sides, and not to the same
}

// `base` is what the form was opened with, `mine` what stands in it, `theirs` the newest.
export function merged<T extends object>(base: T, mine: Partial<T>, theirs: T): Merged<T> {
  const row = { ...theirs };
  const clashes: (keyof T)[] = [];
  for (const key of Object.keys(mine) as (keyof T)[]) {
    if (same(mine[key], base[key])) continue;
    row[key] = mine[key] as T[keyof T];
    if (!same(theirs[key], base[key]) && !same(theirs[key], mine[key])) clashes.push(key);
  }
  return { row, clashes };
}

// Which of `keys` somebody else has changed.
export function changedIn<T extends object, K extends keyof T>(
  base: T,
  theirs: T,
  keys: readonly K[],
): K[] {
  return keys.filter((key) => !same(base[key], theirs[key]));
}

// Lists are sets here: skills, origins, the days of a week. What is not said is nothing.
function same(a: unknown, b: unknown): boolean {
  return plain(a) === plain(b);
}

function plain(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (Array.isArray(value)) return `[${value.map(plain).sort().join()}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, of]) => `${key}:${plain(of)}`);
  return `{${fields.sort().join()}}`;
}
