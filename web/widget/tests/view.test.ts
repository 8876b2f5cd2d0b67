import { expect, it } from 'vitest';
import type { Ev } from '#protocol';
import { buildRows } from '../app/view.ts';

/** The log's lines after these events, each with the name it tells. */
function lines(...kinds: [k: Ev['k'], name?: string][]): string[] {
  const events = kinds.map(([k, name = ''], i) => ({
    id: `e${i}`,
    q: i + 1,
    k,
    at: i,
    by: { role: 'system' },
    b: { name },
  })) as unknown as Ev[];
  return buildRows(events, [], { delivered: 0, read: 0 }).map((row) =>
    row.kind === 'system' ? `${row.word} ${row.name}`.trim() : row.kind,
  );
}

it('What is under way is said until it is known who took over', () => {
  expect(lines(['accepted', 'Jing'], ['transferred', 'Wei'], ['message'])).toEqual([
    'accepted Jing',
    'transferred Wei',
    'message',
  ]);
  expect(lines(['accepted', 'Jing'], ['transferred', 'Wei'], ['accepted', 'Wei'])).toEqual([
    'accepted Jing',
    'accepted Wei',
  ]);
  expect(lines(['transferred', 'Wei'], ['requeued'])).toEqual(['requeued']);
  expect(lines(['transferred', 'Wei'], ['requeued'], ['accepted', 'Bo'])).toEqual(['accepted Bo']);
});

it('A chat that ended is not said to be passed on still', () => {
  expect(lines(['transferred', 'Wei'], ['ended'], ['rated'], ['rated'])).toEqual([
    'ended',
    'rated',
  ]);
});
