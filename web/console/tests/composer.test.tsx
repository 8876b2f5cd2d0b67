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
import { card } from './factory.ts';

let box: HTMLElement;
const show = (kinds: readonly ComposerKind[]) =>
  act(() => render(<Composer card={card({ c: 'a' })} kinds={kinds} />, box));
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
    write('half a reply');
    show(['note']);
    expect(kind()).toBe('note');
    expect(area().placeholder).toBe('composer.noteHint');
    // What was written to the customer does not turn into a note by itself.
    expect(area().value).toBe('');
    write('call back');
    await enter();
    expect(store.say).not.toHaveBeenCalled();
    expect(store.addNote).toHaveBeenCalledWith('a', 'call back');
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
