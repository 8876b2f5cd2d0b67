// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutboxEntry } from '#protocol';

const store = vi.hoisted(() => ({
  desk: { value: { maxText: 4000, staff: { role: 'agent' }, left: new Map() } },
  open: vi.fn(),
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

import { draftOf, keepDraft } from '../session/drafts.ts';
import type { Hold } from '../state/desk.ts';
import { Foot } from '../views/foot.tsx';
import { perform } from '../views/keys.ts';
import { ending, wrapWanted } from '../views/ui.ts';
import { editInComposer } from '../views/use_sending.ts';
import { card } from './factory.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
const show = (hold: Hold) => act(() => render(<Foot card={card({ c: 'a' })} hold={hold} />, box));
const kind = () => box.querySelector('.comp')?.getAttribute('data-kind');
const tabs = () => box.querySelectorAll('[role=tab]').length;
const area = () => box.querySelector('textarea') as HTMLTextAreaElement;
const switchKind = () => act(() => void perform('note'));
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
  ending.value = undefined;
  store.discard.mockClear();
});

describe('A failed message that is to be changed', () => {
  const failed = { key: 'k1', c: 'a', text: 'as promised', state: 'failed' } as OutboxEntry;

  it('comes before what is being typed, as a reply, whichever was shown', () => {
    show('mine');
    write('a new thought');
    switchKind();
    write('a note of mine');
    act(() => editInComposer(failed));
    expect(kind()).toBe('reply');
    expect(area().value).toBe('as promised\na new thought');
    expect(store.discard).toHaveBeenCalledWith('k1');
    switchKind();
    expect(area().value).toBe('a note of mine');
  });

  it('never comes into the words for another customer', () => {
    show('mine');
    write('a new thought');
    act(() => editInComposer({ ...failed, c: 'another' }));
    expect(area().value).toBe('a new thought');
    expect(store.discard).not.toHaveBeenCalled();
  });

  it('stays where it is once no reply can be written', () => {
    show('wrap_up');
    write('a note of mine');
    act(() => editInComposer(failed));
    expect(area().value).toBe('a note of mine');
    expect(store.discard).not.toHaveBeenCalled();
  });
});

describe('A blank in the words', () => {
  const selected = () => area().value.slice(area().selectionStart, area().selectionEnd);

  it('holds them back, however often Enter is pressed, and has the keys until it is written over', async () => {
    show('mine');
    write('原因是{……}，辦法是{…}，可以嗎？');
    for (let press = 0; press < 3; press += 1) {
      await enter();
      expect(store.say).not.toHaveBeenCalled();
      expect(selected()).toBe('{……}');
      expect(box.querySelector('[role=alert]')?.textContent).toBe('phrase.unfilled');
    }
    write(area().value.replace('{……}', '過了七天'));
    expect(box.querySelector('[role=alert]')?.textContent).toBe('');
    await enter();
    expect(store.say).not.toHaveBeenCalled();
    expect(selected()).toBe('{…}');
    write(area().value.replace('{…}', '換貨'));
    await enter();
    expect(store.say).toHaveBeenCalledWith('a', '原因是過了七天，辦法是換貨，可以嗎？');
  });

  it('is reached by Tab, one after the other', () => {
    show('mine');
    write('原因是{……}，辦法是{…}');
    act(() => area().setSelectionRange(0, 0));
    const tab = () => {
      const press = new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true });
      act(() => void area().dispatchEvent(press));
      return selected();
    };
    expect([tab(), tab(), tab()]).toEqual(['{……}', '{…}', '{……}']);
  });
});

describe('The composer', () => {
  it('holds a note to its own length, whatever the reply has grown to', () => {
    show('mine');
    write('x'.repeat(4001));
    switchKind();
    write('short');
    switchKind();
    expect(box.querySelector('.comp')?.textContent).toContain('composer.over');
    switchKind();
    expect(box.querySelector('.comp')?.textContent).not.toContain('composer.over');
  });

  it('takes notes only once the chat has ended, and sends no reply any more', async () => {
    show('mine');
    expect(kind()).toBe('reply');
    show('wrap_up');
    expect(kind()).toBe('note');
    expect(area().placeholder).toBe('composer.noteHint');
    write('call back');
    await enter();
    expect(store.say).not.toHaveBeenCalled();
    expect(store.addNote).toHaveBeenCalledWith('a', 'call back');
  });

  it('keeps the words and the caret of a reply under which the chat ended, and sends them nowhere', async () => {
    show('mine');
    write('half a reply');
    act(() => area().focus());
    act(() => area().setSelectionRange(4, 4));
    store.typed.mockClear();
    show('wrap_up');
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
    show('mine');
    write('half a reply');
    show('wrap_up');
    act(() => box.querySelectorAll<HTMLButtonElement>('.unsent button')[0]?.click());
    expect([kind(), area().value]).toEqual(['note', 'half a reply']);
    expect(box.querySelector('.unsent')).toBeNull();
    act(() => render(null, box));
    show('mine');
    write('another');
    show('wrap_up');
    act(() => box.querySelectorAll<HTMLButtonElement>('.unsent button')[1]?.click());
    expect([kind(), area().value]).toEqual(['note', 'half a reply']);
  });

  it('does not keep what the agent gives up by ending the chat, and keeps it when they could not', () => {
    show('mine');
    write('half a reply');
    act(() => {
      ending.value = 'a';
    });
    show('wrap_up');
    expect([kind(), area().value]).toEqual(['note', '']);
    // The gateway refused: somebody else had ended it before.
    act(() => {
      ending.value = undefined;
    });
    expect(tabs()).toBe(2);
    act(() => render(null, box));
    // It agreed, and the words went with it.
    keepDraft('a.reply', '');
    show('wrap_up');
    expect(tabs()).toBe(1);
  });

  it('shows a reply whose chat ended while another was on the screen, when it is opened', () => {
    keepDraft('a.reply', 'half a reply');
    wrapWanted.value = 'a'; // by a press on its row
    show('wrap_up');
    expect([kind(), area().value]).toEqual(['reply', 'half a reply']);
    expect(box.querySelector('[role=alert]')?.textContent).toContain('composer.unsent');
    wrapWanted.value = undefined;
  });

  it('stays with the words when the chat was taken away, sends none, and goes with them', async () => {
    show('mine');
    write('half a reply');
    act(() => area().setSelectionRange(4, 4));
    const before = area();
    show('left');
    expect(box.querySelector('.banner')?.textContent).toContain('left.gone');
    expect(area()).toBe(before);
    expect([kind(), area().value, area().selectionStart]).toEqual(['reply', 'half a reply', 4]);
    expect(box.querySelector('[role=alert]')?.textContent).toContain('composer.unsentGone');
    await enter();
    expect(store.say).not.toHaveBeenCalled();
    expect(draftOf('a.reply')).toBe('half a reply');
    const [copy, drop] = box.querySelectorAll<HTMLButtonElement>('.unsent button');
    expect(copy?.textContent).toBe('copy');
    act(() => drop?.click());
    expect([draftOf('a.reply'), box.querySelector('textarea')]).toEqual([undefined, null]);
    expect(box.querySelector('.banner')).not.toBeNull();
  });

  it('keeps a note under which the chat was taken away, and adds it nowhere', async () => {
    show('wrap_up');
    write('call back');
    show('left');
    expect([kind(), area().value]).toEqual(['note', 'call back']);
    await enter();
    expect(store.addNote).not.toHaveBeenCalled();
    show('mine');
    expect(box.querySelector('.unsent')).toBeNull();
  });

  it('is not there where nothing can be written and nothing was', () => {
    show('left');
    expect(box.querySelector('.comp')).toBeNull();
  });

  it('clears a note once it was added, wherever one is by then, and nothing else', async () => {
    let answer: (value: { t: string; ref: number }) => void = () => {};
    const later = () =>
      store.addNote.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    later();
    show('wrap_up');
    write('call back');
    await enter();
    act(() => render(null, box));
    await act(async () => answer({ t: 'ok', ref: 1 }));
    expect(draftOf('a.note')).toBeUndefined();

    keepDraft('a.reply', 'half a reply');
    later();
    show('mine');
    switchKind();
    write('call again');
    await enter();
    switchKind();
    expect(area().value).toBe('half a reply');
    await act(async () => answer({ t: 'ok', ref: 1 }));
    expect([area().value, draftOf('a.note')]).toEqual(['half a reply', undefined]);

    later();
    switchKind();
    write('call');
    await enter();
    write('call in the evening');
    await act(async () => answer({ t: 'ok', ref: 1 }));
    expect(area().value).toBe('call in the evening');
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
    show('wrap_up');
    expect([area().value, store.discard.mock.calls.length]).toEqual(['', 0]);
    show('mine');
    expect(area().value).toBe('a bad word');
    expect(store.discard).toHaveBeenCalledWith('k');
  });
});
