// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutboxEntry } from '#protocol';

const store = vi.hoisted(() => ({
  desk: { value: { maxText: 4000 } },
  pending: [] as OutboxEntry[],
  say: vi.fn(() => true),
  addNote: vi.fn(async () => ({ t: 'ok', ref: 1 })),
  discard: vi.fn(),
  typed: vi.fn(),
}));
vi.mock('../session/store.ts', () => ({
  ...store,
  talkOf: () => ({ pending: store.pending }),
}));
vi.mock('../views/labels.ts', () => ({ customerName: () => '王*明' }));
vi.mock('../views/phrase_picker.tsx', () => ({ PhrasePicker: () => null }));
vi.mock('../views/phrase_values.ts', () => ({ phraseValues: () => ({}) }));
vi.mock('../session/words.ts', () => ({
  failureWords: () => 'refused',
  refusalWords: () => undefined,
}));

import { Composer, type ComposerKind } from '../views/composer.tsx';
import { ownEnd } from '../views/ui.ts';
import { card } from './factory.ts';

let box: HTMLElement;
const show = (kinds: readonly ComposerKind[], ended = false) =>
  act(() => render(<Composer card={card({ c: 'a' })} kinds={kinds} ended={ended} />, box));
const kind = () => box.querySelector('.comp')?.getAttribute('data-kind');
const area = () => box.querySelector('textarea') as HTMLTextAreaElement;
const write = (text: string) =>
  act(() => {
    area().value = text;
    area().dispatchEvent(new Event('input', { bubbles: true }));
  });
const enter = () =>
  act(async () => {
    area().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  });

beforeEach(() => {
  localStorage.clear();
  store.pending = [];
  store.say.mockClear();
  store.addNote.mockClear();
  store.discard.mockClear();
  box = document.createElement('div');
  document.body.append(box);
});
afterEach(() => {
  act(() => render(null, box));
  document.body.replaceChildren();
});

describe('The composer', () => {
  it('takes notes only once the chat has ended, and sends no reply any more', async () => {
    show(['reply', 'note']);
    expect(kind()).toBe('reply');
    show(['note'], true);
    expect(kind()).toBe('note');
    expect(area().placeholder).toBe('composer.noteHint');
    write('call back');
    await enter();
    expect(store.say).not.toHaveBeenCalled();
    expect(store.addNote).toHaveBeenCalledWith('a', 'call back');
  });

  it('keeps the words and the caret of a reply under which the chat ended, and sends them nowhere', async () => {
    show(['reply', 'note']);
    write('half a reply');
    act(() => area().focus());
    act(() => area().setSelectionRange(4, 4));
    store.typed.mockClear();
    show(['note'], true);
    expect([kind(), area().value, area().selectionStart]).toEqual(['reply', 'half a reply', 4]);
    expect(document.activeElement).toBe(area());
    expect(box.querySelector('[role=alert]')?.textContent).toContain('composer.unsent');
    write('half a reply 1');
    await enter();
    expect(store.say).not.toHaveBeenCalled();
    expect(store.addNote).not.toHaveBeenCalled();
    expect(store.typed).not.toHaveBeenCalled();
    expect(area().value).toBe('half a reply 1');
    // Emptied, the box does not turn into a note under the hands.
    write('');
    expect(kind()).toBe('reply');
  });

  it('makes a note of such a reply, or drops it, when the agent says so', () => {
    localStorage.clear();
    show(['reply', 'note']);
    write('half a reply');
    show(['note'], true);
    act(() => box.querySelectorAll<HTMLButtonElement>('.unsent button')[0]?.click());
    expect([kind(), area().value]).toEqual(['note', 'half a reply']);
    expect(box.querySelector('.unsent')).toBeNull();
    act(() => render(null, box));
    show(['reply', 'note']);
    write('another');
    show(['note'], true);
    act(() => box.querySelectorAll<HTMLButtonElement>('.unsent button')[1]?.click());
    expect([kind(), area().value]).toEqual(['note', 'half a reply']);
  });

  it('does not keep what the agent left behind by ending the chat', () => {
    show(['reply', 'note']);
    write('half a reply');
    ownEnd.value = 'a';
    show(['note'], true);
    expect([kind(), area().value]).toEqual(['note', '']);
    ownEnd.value = undefined;
  });

  it('never brings a refused reply back as a note', () => {
    store.pending = [
      {
        key: 'k',
        c: 'a',
        text: 'a bad word',
        at: 0,
        state: 'failed',
        attempts: 1,
        error: { code: 'forbidden_word', text: 'bad' },
      },
    ];
    show(['note']);
    expect([area().value, store.discard.mock.calls.length]).toEqual(['', 0]);
    show(['reply', 'note']);
    expect(area().value).toBe('a bad word');
    expect(store.discard).toHaveBeenCalledWith('k');
  });
});
