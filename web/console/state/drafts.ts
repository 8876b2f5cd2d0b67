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

// To whom something is written and not sent.
export function writtenTo(drafts: Drafts): Id[] {
  const all = Object.keys(drafts).map((id) => id.slice(0, id.lastIndexOf('.')));
  return [...new Set(all)].filter((c) => unsentOf(drafts, c).length > 0);
}

export function withDraft(drafts: Drafts, id: string, text: string): Drafts {
  const { [id]: _, ...rest } = drafts;
  if (text === '') return rest;
  const next: Record<string, string> = { ...rest, [id]: text };
  const ids = Object.keys(next);
  for (const old of ids.slice(0, Math.max(0, ids.length - limits.drafts))) delete next[old];
  return next;
}

// As kept, with the instant of the last change.
export const keptText = (drafts: Drafts, at: number): string => JSON.stringify({ at, drafts });

export function draftsFrom(text: string | undefined): Drafts {
  return textsIn(keptIn(text)?.drafts);
}

// Kept by a version that wrote the texts alone: with the instant from which on they have an age. Undefined: it
// was none of those.
export function datedText(text: string | undefined, now: number): string | undefined {
  const kept = keptIn(text);
  if (!kept || 'at' in kept || 'drafts' in kept) return undefined;
  const drafts = textsIn(kept);
  return Object.keys(drafts).length > 0 ? keptText(drafts, now) : undefined;
}

function textsIn(drafts: unknown): Drafts {
  if (typeof drafts !== 'object' || drafts === null || Array.isArray(drafts)) return {};
  return Object.fromEntries(
    Object.entries(drafts).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

// Words to customers are not left in a browser for ever, nor what cannot be read.
export function areStale(text: string | undefined, now: number): boolean {
  const at = keptIn(text)?.at;
  return typeof at !== 'number' || now - at > limits.draftsMsMax;
}

function keptIn(text: string | undefined): { at?: unknown; drafts?: unknown } | undefined {
  try {
    const kept: unknown = JSON.parse(text ?? '');
    return typeof kept === 'object' && kept !== null ? kept : undefined;
  } catch {
    return undefined;
  }
}
