import { pageStorage } from '#protocol';
import { draftsFrom, withDraft } from '../state/drafts.ts';

// Unsent words, kept in this browser until they are sent or the person signs out. Read again before
// each change, because a second window may have written.
const store = pageStorage(() => localStorage, 'kefu.drafts');

export function draftOf(id: string): string | undefined {
  return draftsFrom(store.load())[id];
}

export function keepDraft(id: string, text: string): void {
  store.save(JSON.stringify(withDraft(draftsFrom(store.load()), id, text)));
}

export function unsentDrafts(): number {
  return Object.keys(draftsFrom(store.load())).length;
}

export function forgetDrafts(): void {
  store.save('{}');
}
