// @vitest-environment happy-dom
import { render } from 'preact';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutboxEntry } from '#protocol';

const acts = vi.hoisted(() => ({
  sayAgain: vi.fn(),
  discard: vi.fn(),
  link: { value: { is: 'ready' } },
}));
vi.mock('../session/store.ts', () => acts);
vi.mock('../views/use_sending.ts', () => ({ editInComposer: vi.fn() }));

import { PendingLine } from '../views/pending_line.tsx';

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
beforeEach(() => acts.sayAgain.mockClear());

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
