// @vitest-environment happy-dom
import { render } from 'preact';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutboxEntry } from '#protocol';

const acts = vi.hoisted(() => ({
  sayAgain: vi.fn(),
  discard: vi.fn(),
  link: { value: { is: 'ready' } },
  desk: { value: {} as unknown },
}));
vi.mock('../session/store.ts', () => acts);
vi.mock('../views/use_sending.ts', () => ({ editInComposer: vi.fn() }));

import { emptyDesk } from '../state/desk.ts';
import { PendingLine } from '../views/pending_line.tsx';
import { card } from './factory.ts';

const refused = (error: OutboxEntry['error']): OutboxEntry => ({
  key: 'k1',
  c: 'c1',
  text: 'a promise',
  at: 0,
  state: 'failed',
  attempts: 1,
  ...(error && { error }),
});

const box = document.createElement('div');
const buttons = () => [...box.querySelectorAll('button')];
const held = (state: 'mine' | 'left') => {
  const cards = new Map(state === 'mine' ? [['c1', card({ c: 'c1' })]] : []);
  acts.desk.value = { ...emptyDesk, staff: { id: card({ c: 'c1' }).assignee }, cards };
};
beforeEach(() => {
  acts.sayAgain.mockClear();
  held('mine');
});

describe('A message that was not sent', () => {
  it('is sent all the same by one press where its word is only warned of', () => {
    const error = { code: 'forbidden_word', text: '100%', confirm: true };
    render(<PendingLine entry={refused(error)} />, box);
    expect(buttons().map((b) => b.textContent)).toContain('thread.sendAnyway');
    buttons()[0]?.click();
    expect(acts.sayAgain).toHaveBeenCalledWith('k1', 'c1', true);
  });

  it('is never confirmed where its word is blocked', () => {
    render(<PendingLine entry={refused({ code: 'forbidden_word', text: 'fool' })} />, box);
    expect(buttons().map((b) => b.textContent)).not.toContain('thread.sendAnyway');
    for (const button of buttons()) button.click();
    for (const call of acts.sayAgain.mock.calls) expect(call[2]).toBeFalsy();
  });
});

describe("A message that was refused because its chat is somebody else's now", () => {
  it('can be copied or deleted, as nothing can be said there any more', async () => {
    held('left');
    const copy = vi.fn(async () => undefined);
    vi.stubGlobal('navigator', { clipboard: { writeText: copy } });
    render(<PendingLine entry={refused({ code: 'stale_assignment', text: '' })} />, box);
    expect(buttons().map((b) => b.textContent)).toEqual(['copy', 'delete']);
    buttons()[0]?.click();
    expect(copy).toHaveBeenCalledWith('a promise');
    vi.unstubAllGlobals();
  });
});

describe('A message without a line', () => {
  const waiting = (part: Partial<OutboxEntry>, is: string) => {
    acts.link.value = { is };
    render(<PendingLine entry={{ ...refused(undefined), state: 'queued', ...part }} />, box);
    return [box.querySelector('.meta span')?.textContent, buttons().map((b) => b.textContent)];
  };

  it('says that it waits for one, and can be deleted while it surely was not stored', () => {
    expect(waiting({ attempts: 0 }, 'waiting')).toEqual(['mark.queued', ['delete']]);
    expect(waiting({ attempts: 1 }, 'waiting')).toEqual(['mark.queued', []]);
  });

  it('is told from one that is on its way', () => {
    expect(waiting({ state: 'sending', attempts: 1 }, 'ready')).toEqual(['mark.sending', []]);
    expect(waiting({ attempts: 1 }, 'ready')).toEqual(['mark.sending', []]);
  });
});
