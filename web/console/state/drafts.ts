import type { Id } from '#protocol';
import { limits } from './limits.ts';

// Unsent words, one text per conversation and kind of composing, kept over a reload. Latest last.
export type Drafts = Readonly<Record<string, string>>;

export type Writing = 'reply' | 'note';
export const writings: readonly Writing[] = ['reply', 'note'];
export const draftId = (c: Id, kind: Writing | 'wrap'): string => `${c}.${kind}`;

// What was written to others in a conversation and not sent.
export function unsentOf(drafts: Drafts, c: Id): Writing[] {
  return writings.filter((kind) => (drafts[draftId(c, kind)] ?? '').trim() !== '');
}

export function withDraft(drafts: Drafts, id: string, text: string): Drafts {
  const { [id]: _, ...rest } = drafts;
  if (text === '') return rest;
  const next: Record<string, string> = { ...rest, [id]: text };
  const ids = Object.keys(next);
  for (const old of ids.slice(0, Math.max(0, ids.length - limits.drafts))) delete next[old];
  return next;
}

export function draftsFrom(text: string | undefined): Drafts {
  if (text === undefined) return {};
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  } catch {
    return {};
  }
}
