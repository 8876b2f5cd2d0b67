// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

/** A page loaded anew, in a frame whose browser refuses it storage. */
async function framed(kept: string | undefined) {
  vi.resetModules();
  for (const area of ['localStorage', 'sessionStorage'] as const)
    vi.spyOn(window, area, 'get').mockImplementation(() => {
      throw new DOMException('refused', 'SecurityError');
    });
  const { borrow, keep } = await import('../app/keep.ts');
  const drafts = await import('../app/drafts.ts');
  const { Memory } = await import('../app/memory.ts');
  const told: string[] = [];
  const memory = new Memory(keep('memory'));
  borrow(kept, (all) => told.push(all));
  return { keep, drafts, memory, told };
}

it('A frame without storage has the page keep what was read and what is not sent yet', async () => {
  const first = await framed(undefined);
  first.keep('token').save('v1.abc');
  first.memory.read('c1', 7);
  first.drafts.saying.text = 'half | written';
  const kept = first.told.at(-1);
  // The loader's own word stands before a bar.
  expect(kept).not.toContain('|');

  const next = await framed(kept);
  expect(next.keep('token').load()).toBe('v1.abc');
  expect(next.memory.readUpTo('c1')).toBe(7);
  expect(next.drafts.saying.text).toBe('half | written');
});

it('What a loader of the version before kept is the token', async () => {
  const { keep, memory } = await framed('v1.abc');
  expect(keep('token').load()).toBe('v1.abc');
  expect(memory.readUpTo('c1')).toBe(0);
});

it('Where the frame has storage the page is told of nothing', async () => {
  const { borrow, keep } = await import('../app/keep.ts');
  const told: string[] = [];
  borrow('v1.abc', (all) => told.push(all));
  keep('memory').save('{}');
  expect(told).toEqual([]);
  expect(keep('token').load()).toBeUndefined();
  expect(localStorage.getItem('kefu:memory:')).toBe('{}');
});
