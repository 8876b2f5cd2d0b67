import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { desk, take } from '../session/store.ts';
import { ask } from '../views/ask.tsx';
import { takeAsked } from '../views/taking_over.ts';
import { card } from './factory.ts';

vi.mock('../views/ask.tsx', () => ({ ask: vi.fn() }));
vi.mock('../session/store.ts', async (original) => ({
  ...(await original<typeof import('../session/store.ts')>()),
  take: vi.fn(),
}));

const before = desk.value;
const watched = (gen: number) => {
  desk.value = {
    ...before,
    staff: { id: 'me', name: 'me', role: 'supervisor', locale: 'en' } as never,
    cards: new Map([['c1', card({ c: 'c1', gen, state: 'active', assignee: 'ann' })]]),
  } as never;
};
beforeEach(() => watched(3));
afterEach(() => {
  desk.value = before;
  vi.clearAllMocks();
});

it('takes over from whom it was asked about, not from whoever has it by the answer', async () => {
  vi.mocked(ask).mockImplementation(async () => {
    watched(4);
    return true;
  });
  await takeAsked('c1');
  expect(take).toHaveBeenCalledWith('c1', 3);
});

it('takes nothing over without a yes', async () => {
  vi.mocked(ask).mockResolvedValue(false);
  await takeAsked('c1');
  expect(take).not.toHaveBeenCalled();
});
