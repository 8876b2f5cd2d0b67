import { draftOf, unsentIn } from '../session/drafts.ts';
import { talkOf } from '../session/store.ts';
import { draftId } from '../state/drafts.ts';

// What a customer was to read and never will from here: what is being written, and what was refused.
export function unsentWords(c: string): string[] {
  const refused = talkOf(c).pending.filter(({ state }) => state === 'failed');
  const drafts = unsentIn(c).map((kind) => draftOf(draftId(c, kind)) ?? '');
  return [...refused.map(({ text }) => text), ...drafts];
}
