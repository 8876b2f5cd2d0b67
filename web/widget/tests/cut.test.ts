import { afterEach, expect, it, vi } from 'vitest';
import { cut } from '../app/cut.ts';

afterEach(() => vi.unstubAllGlobals());

it('A text that fits stays as it is, counted in code points', () => {
  expect(cut('𠮷野家', 3)).toBe('𠮷野家');
});

it('A longer one is cut between characters, never inside one', () => {
  expect(cut('ab𠮷野', 3)).toBe('ab𠮷');
  expect(cut('ab👩‍👩‍👧c', 4)).toBe('ab');
  expect(cut('ab👩‍👩‍👧c', 7)).toBe('ab👩‍👩‍👧');
  expect(cut('e\u0301e\u0301', 3)).toBe('e\u0301');
});

it('A single character beyond the limit is cut between code points', () => {
  expect(cut('👩‍👩‍👧', 2)).toBe('👩‍');
});

it('Without a segmenter, code points stay whole', () => {
  vi.stubGlobal('Intl', {});
  expect(cut('ab𠮷野', 3)).toBe('ab𠮷');
});
