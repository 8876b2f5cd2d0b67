import { describe, expect, it } from 'vitest';
import { initialOf } from '../app/seal.tsx';

describe('The mark of an agent', () => {
  it('is the surname of a Han name, as on the console', () => {
    expect(initialOf('林靜宜')).toBe('林');
    expect(initialOf('周雅')).toBe('周');
    expect(initialOf('𠮷田')).toBe('𠮷');
  });

  it('is the first letter of any other name, and nothing without one', () => {
    expect(initialOf(' jing Lin')).toBe('J');
    expect(initialOf(' ')).toBe('');
  });
});
