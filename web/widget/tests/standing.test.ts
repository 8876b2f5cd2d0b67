import { describe, expect, it } from 'vitest';
import { outlook, standing } from '../app/standing.ts';

// Before a language is spoken each word is its own key.
const place = { position: 1, waiting: 1, staffed: true };

describe('Who waits', () => {
  it('reads that an agent is asked while it rings there, whatever was true before', () => {
    expect(standing({ ...place, staffed: false })).toBe('waiting.nobody');
    expect(standing({ ...place, ringing: true })).toBe('waiting.asking');
    expect(outlook({ ...place, ringing: true })).toBe('');
  });

  it('reads the place again once nobody is asked any more', () => {
    expect(standing(place)).toBe('waiting.next');
    expect(standing({ ...place, position: 3 })).toBe('waiting.status');
    expect(outlook(place)).toBe('waiting.no_range');
  });

  it('reads that nobody is there, and what becomes of the line then', () => {
    expect(outlook({ ...place, staffed: false })).toBe('waiting.nobody_why');
  });
});
