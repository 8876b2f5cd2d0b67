import { signal } from '@preact/signals';
import { type Id, pageStorage } from '#protocol';
import {
  type Drafts,
  draftId,
  draftsFrom,
  unsentOf,
  type Writing,
  withDraft,
  writings,
} from '../state/drafts.ts';

// Unsent words, kept in this browser until they are sent or the person signs out: of each person by
// themselves, because the next one at this desk may be somebody else. Read again before each change,
// because a second window may have written.
let store = pageStorage(() => localStorage, 'kefu.drafts');
export function openDraftsOf(who: Id): void {
  store = pageStorage(() => localStorage, `kefu.drafts.${who}`);
  draftsTurn.value = draftsTurn.peek() + 1;
}
const held = (): Drafts => draftsFrom(store.load());
export const draftsTurn = signal(0); // rises with every change: who lists drafts reads it

function keep(drafts: Drafts): void {
  store.save(JSON.stringify(drafts));
  draftsTurn.value = draftsTurn.peek() + 1;
}

export function draftOf(id: string): string | undefined {
  return held()[id];
}

export function keepDraft(id: string, text: string): void {
  keep(withDraft(held(), id, text));
}

export const unsentIn = (c: Id): Writing[] => unsentOf(held(), c);

export function dropUnsent(c: Id): void {
  keep(writings.reduce((drafts, kind) => withDraft(drafts, draftId(c, kind), ''), held()));
}

export function unsentDrafts(): number {
  return Object.keys(held()).length;
}

export function forgetDrafts(): void {
  keep({});
}
