import { signal } from '@preact/signals';
import { type Id, pageStorage } from '#protocol';
import {
  areStale,
  type Drafts,
  datedText,
  draftId,
  draftsFrom,
  keptText,
  unsentOf,
  type Writing,
  withDraft,
  writings,
  writtenTo,
} from '../state/drafts.ts';

// Unsent words, kept in this browser until they are sent, the person signs out or a week has gone by: of
// each person by themselves, because the next one at this desk may be somebody else. Read again before each
// change, because a second window may have written.
const prefix = 'kefu.drafts';
const storeOf = (name: string) => pageStorage(() => localStorage, name);
let store = storeOf(prefix);
export function openDraftsOf(who: Id): void {
  dropStale();
  store = storeOf(`${prefix}.${who}`);
  draftsTurn.value = draftsTurn.peek() + 1;
}

function dropStale(): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(prefix)) continue;
      const one = storeOf(name);
      const dated = name === prefix ? undefined : datedText(one.load(), Date.now()); // else of nobody known
      if (dated !== undefined) one.save(dated);
      else if (areStale(one.load(), Date.now())) localStorage.removeItem(name);
    }
  } catch {
    // No storage: nothing was kept.
  }
}
let read: { readonly text: string | undefined; readonly drafts: Drafts } = {
  text: undefined,
  drafts: {},
};
function held(): Drafts {
  const text = store.load();
  if (text !== read.text) read = { text, drafts: draftsFrom(text) };
  return read.drafts;
}
export const draftsTurn = signal(0); // rises with every change: who lists drafts reads it

function keep(drafts: Drafts): void {
  store.save(keptText(drafts, Date.now()));
  draftsTurn.value = draftsTurn.peek() + 1;
}

export function draftOf(id: string): string | undefined {
  return held()[id];
}

export function keepDraft(id: string, text: string): void {
  keep(withDraft(held(), id, text));
}

export const unsentIn = (c: Id): Writing[] => unsentOf(held(), c);

export const allWrittenTo = (): Id[] => writtenTo(held());

export function dropUnsent(c: Id): void {
  keep(writings.reduce((drafts, kind) => withDraft(drafts, draftId(c, kind), ''), held()));
}

export function unsentDrafts(): number {
  return Object.keys(held()).length;
}

export function forgetDrafts(): void {
  keep({});
}
