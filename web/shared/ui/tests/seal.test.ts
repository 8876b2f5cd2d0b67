import { describe, expect, it } from 'vitest';
import { initialOf } from '../seal.tsx';

describe('The mark of a person', () => {
  it('is the surname of a Han name', () => {
    expect(initialOf('林靜宜')).toBe('林');
    expect(initialOf('周雅')).toBe('周');
    expect(initialOf('𠮷田')).toBe('𠮷');
  });

  it('is the first letter of any other name, and a question mark without one', () => {
    expect(initialOf(' jing Lin')).toBe('J');
    expect(initialOf(' ')).toBe('?');
  });
});
