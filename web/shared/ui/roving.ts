// Where the arrow keys lead in a list of choices (WAI-ARIA APG: menu, tabs, listbox). Pure.

export type Axis = 'vertical' | 'horizontal';

const step: Record<Axis, Record<string, number>> = {
  vertical: { ArrowDown: 1, ArrowUp: -1 },
  horizontal: { ArrowRight: 1, ArrowLeft: -1 },
};

// The next index, wrapping at both ends, or undefined when the key does not move.
export function nextIndex(key: string, at: number, count: number, axis: Axis): number | undefined {
  if (count === 0) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const by = step[axis][key];
  if (by === undefined) return undefined;
  return (at + by + count) % count;
}

// Type-ahead: the first choice after `at` whose words begin with the letter.
export function indexByLetter(
  key: string,
  at: number,
  words: readonly string[],
): number | undefined {
  if ([...key].length !== 1 || key === ' ') return undefined;
  const wanted = key.toLocaleLowerCase();
  for (let i = 1; i <= words.length; i += 1) {
    const index = (at + i) % words.length;
    if (words[index]?.toLocaleLowerCase().startsWith(wanted)) return index;
  }
  return undefined;
}
