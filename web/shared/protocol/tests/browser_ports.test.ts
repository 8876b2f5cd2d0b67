import { afterEach, describe, expect, it, vi } from 'vitest';
import { pageKey } from '../browser_ports.ts';

const chance = globalThis.crypto;

afterEach(() => vi.unstubAllGlobals());

describe('a key made on a page without randomUUID', () => {
  it('has the form that the gateway takes, and is another each time', () => {
    vi.stubGlobal('crypto', {
      getRandomValues: (into: Uint8Array<ArrayBuffer>) => chance.getRandomValues(into),
    });
    const keys = Array.from({ length: 200 }, () => pageKey());
    for (const key of keys)
      expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(keys).size).toBe(200);
    expect(new Set(keys.map((key) => key[19])).size).toBe(4);
    expect(new Set(keys.map((key) => key[35])).size).toBe(16);
  });
});
