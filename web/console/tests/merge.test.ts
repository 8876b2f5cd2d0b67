import { describe, expect, it } from 'vitest';
import { changedIn, merged } from '../state/merge.ts';

interface Row {
  readonly name: string;
  readonly note?: string | null;
  readonly skills: readonly { readonly id: string; readonly level: number }[];
}

const base: Row = { name: 'Ann', note: null, skills: [{ id: 'a', level: 1 }] };

describe('A form over a row that has changed', () => {
  it('keeps what was changed here and takes the rest from the newest', () => {
    const theirs: Row = { ...base, note: 'theirs', skills: [{ id: 'b', level: 2 }] };
    expect(merged(base, { name: 'Eve', note: '', skills: base.skills }, theirs)).toEqual({
      row: { name: 'Eve', note: 'theirs', skills: [{ id: 'b', level: 2 }] },
      clashes: [],
    });
  });

  it('names what both sides have changed, unless to the same', () => {
    const theirs: Row = { ...base, name: 'Bob', note: 'both' };
    const { row, clashes } = merged(base, { name: 'Eve', note: 'both' }, theirs);
    expect([row.name, row.note, clashes]).toEqual(['Eve', 'both', ['name']]);
  });

  it('takes the order of a list and of fields for no change', () => {
    const skills = [
      { id: 'a', level: 1 },
      { id: 'b', level: 2 },
    ];
    const turned = [
      { level: 2, id: 'b' },
      { level: 1, id: 'a' },
    ];
    expect(changedIn({ ...base, skills }, { ...base, skills: turned }, ['skills'])).toEqual([]);
    expect(changedIn(base, { ...base, skills }, ['name', 'note', 'skills'])).toEqual(['skills']);
  });
});
