// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Ev } from '#protocol';

const store = vi.hoisted(() => ({
  desk: { value: {} },
  groups: { value: { waiting: [], active: [] } },
  sop: { value: undefined },
  open: vi.fn(),
  saveWrapUp: vi.fn(async () => ({ is: 'ok', ok: {} })),
  talkOf: vi.fn((): { events: Ev[]; floor: number } => ({ events: [], floor: 0 })),
}));
vi.mock('../session/store.ts', () => store);
vi.mock('../session/words.ts', () => ({ refusalWords: () => undefined }));
vi.mock('../views/labels.ts', () => ({
  customerName: () => '王*明',
  elapsed: (ms: number) => `${ms} ms`,
  fieldLabel: (key: string) => key,
  solvedLabel: (key: string) => key,
  staffLabel: (_: string, name: string) => name,
}));

import { draftOf, keepDraft } from '../session/drafts.ts';
import { speak } from '../text.ts';
import { AskDialog } from '../views/ask.tsx';
import { wrapWanted } from '../views/ui.ts';
import { WrapUpDrawer } from '../views/wrap_up_drawer.tsx';
import { byAgent, bySystem, card, ev } from './factory.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
const filled = { topic: 'return', needType: 'quality', solved: 'yes', solution: 'A new one.' };
const show = (form: Partial<typeof filled> = filled) => {
  keepDraft('a.wrap', JSON.stringify(form));
  const ended = card({ c: 'a', state: 'wrap_up', topic: '' });
  act(() =>
    render(
      <>
        <WrapUpDrawer card={ended} />
        <AskDialog />
      </>,
      box,
    ),
  );
};
const press = (selector: string) =>
  act(async () => {
    box.querySelector<HTMLButtonElement>(selector)?.click();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  });
const save = () => press('.df .primary');

beforeEach(async () => {
  await speak('en');
  localStorage.clear();
  store.saveWrapUp.mockClear();
  store.open.mockClear();
});

it('A wrap-up that is whole is saved at once where nothing is left in the composer', async () => {
  show();
  await save();
  expect(store.saveWrapUp).toHaveBeenCalledWith('a', {
    topic: 'return',
    need_type: 'quality',
    solved: 'yes',
    solution: 'A new one.',
  });
  expect([draftOf('a.wrap'), store.open.mock.calls.length]).toEqual([undefined, 1]);
});

it('Unsent words are asked about before the conversation is closed over them', async () => {
  keepDraft('a.reply', 'half a reply');
  keepDraft('a.note', 'half a note');
  show();
  await save();
  expect(box.querySelector('dialog.ask')?.textContent).toMatch(/reply.*internal note/s);
  await press('dialog .quiet');
  expect(store.saveWrapUp).not.toHaveBeenCalled();
  expect([draftOf('a.reply'), draftOf('a.note')]).toEqual(['half a reply', 'half a note']);
  await save();
  await press('dialog .primary');
  expect(store.saveWrapUp).toHaveBeenCalledTimes(1);
  expect([draftOf('a.reply'), draftOf('a.note')]).toEqual([undefined, undefined]);
});

it('What is missing is named, and its field has the focus', async () => {
  show({ ...filled, needType: '' });
  await save();
  expect(store.saveWrapUp).not.toHaveBeenCalled();
  expect(box.querySelector('.db [role=alert]')?.textContent).toContain('need_type');
  expect(document.activeElement).toBe(box.querySelector('[data-field=needType]'));
});

it('Whether it was solved is marked as wrong while it is missing, like the other fields', async () => {
  show({ ...filled, solved: '' });
  const marked = () => box.querySelector('[role=radiogroup]')?.getAttribute('aria-invalid');
  expect(marked()).toBe('false');
  await save();
  expect(marked()).toBe('true');
  expect(document.activeElement).toBe(box.querySelector('[data-field=solved]'));
  await press('[name=solved]');
  expect(marked()).toBe('false');
});

it('Whoever ended the chat goes on at the first field that is empty', () => {
  wrapWanted.value = 'a';
  show({ ...filled, needType: '' });
  expect((document.activeElement as HTMLElement).dataset.field).toBe('needType');
  act(() => render(null, box));
  show({ ...filled, solved: '' } as never);
  expect((document.activeElement as HTMLElement).dataset.field).toBe('solved');
  wrapWanted.value = undefined;
});

it('A draft is said to be kept once there is one', () => {
  show();
  expect(box.querySelector('.df .hint')?.textContent).toBe('Draft kept');
  act(() => render(null, box));
  localStorage.clear();
  const ended = card({ c: 'a', state: 'wrap_up', topic: '' });
  act(() => render(<WrapUpDrawer card={ended} />, box));
  expect(box.querySelector('.df .hint')?.textContent).toBe('');
});

it('The time served is that of the record: from the first acceptance on, without the wait before it', () => {
  const ended = card({ c: 'a', state: 'wrap_up', opened: 0, since: 411_000 });
  const accepted = [
    ev({ q: 3, k: 'accepted', at: 80_000 }),
    ev({ q: 9, k: 'accepted', at: 200_000 }),
  ];
  const said = (floor: number) => {
    store.talkOf.mockReturnValue({
      events: [ev({ q: 1, k: 'opened', at: 0 }), ...accepted],
      floor,
    });
    act(() => render(<WrapUpDrawer key={floor} card={ended} />, box));
    return box.querySelector('.dh p')?.textContent;
  };
  expect(said(0)).toBe('王*明, served for 331000 ms');
  expect(said(1)).toBe('王*明'); // the first acceptance may be in the part that is not held
  store.talkOf.mockReturnValue({ events: [], floor: 0 });
});

it('Who ended the chat is said, for the drawer may cover it', () => {
  const said = (...events: Ev[]) => {
    store.talkOf.mockReturnValue({ events, floor: 0 });
    act(() => render(null, box));
    act(() => render(<WrapUpDrawer card={card({ c: 'a', state: 'wrap_up' })} />, box));
    return [...box.querySelectorAll('.dh p')].map((line) => line.textContent).slice(1);
  };
  const ended = (q: number, by: Ev['by']) => ev({ q, k: 'ended', by, b: { by: by.role } });
  const byCustomer = ended(4, { role: 'customer' });
  expect(said(byCustomer)).toEqual(['Ended by the customer']);
  expect(said(byCustomer, ended(9, byAgent))).toEqual(['Ended by 林靜宜']);
  expect(said(ended(4, bySystem))).toEqual(['Ended by the system']);
  expect(said(ev({ q: 4, k: 'ended', by: bySystem, b: { by: 'customer' } }))).toEqual([
    'Ended by the customer',
  ]);
  expect(said()).toEqual([]); // not loaded yet
  store.talkOf.mockReturnValue({ events: [], floor: 0 });
});
