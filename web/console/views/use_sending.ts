import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OutboxEntry } from '#protocol';
import { announce } from '#ui/announce.ts';
import { draftOf, keepDraft } from '../session/drafts.ts';
import { addNote, discard, say, talkOf } from '../session/store.ts';
import { failureWords, refusalWords } from '../session/words.ts';
import { draftId, type Writing } from '../state/drafts.ts';
import { unfilledIn } from '../state/phrases.ts';
import { t } from '../text.ts';
import type { ComposedText } from './use_composed_text.ts';

// Sends what stands in the text, or says why not. `dead`: why it cannot be sent at all any more.
export function useSending(c: string, kind: Writing, text: ComposedText, dead: string | undefined) {
  const [busy, setBusy] = useState(false);
  const shown = useRef(kind);
  shown.current = kind;
  const reply = (area: HTMLTextAreaElement, words: string) => {
    const unfilled = unfilledIn(area.value);
    const first = unfilled[0];
    if (first) {
      text.setFault({ words: t('phrase.unfilled', { n: unfilled.length }), tone: 'warn' });
      area.setSelectionRange(first.from, first.to);
    } else if (say(c, words)) text.put('');
    else text.setFault({ words: t('composer.full'), tone: 'bad' });
  };
  const note = async (words: string) => {
    setBusy(true);
    const refused = refusalWords(await addNote(c, words));
    setBusy(false);
    if (refused === undefined) added(words);
    else text.setFault({ words: refused, tone: 'bad' });
  };
  // Meanwhile another text may have come on the screen, or more have been written.
  const added = (words: string) => {
    const draft = draftId(c, 'note');
    if ((draftOf(draft) ?? '').trim() !== words) return;
    keepDraft(draft, '');
    if (shown.current === 'note') text.put('');
  };
  const submit = () => {
    const area = text.field.current;
    const words = area?.value.trim() ?? '';
    if (!area || words === '' || busy || text.over > 0) return;
    if (dead !== undefined) announce(dead);
    else if (kind === 'note') void note(words);
    else reply(area, words);
  };
  return { busy, submit };
}

// A failed message that the agent wants to change.
const wanted = signal<Pick<OutboxEntry, 'key' | 'c' | 'text'> | undefined>(undefined);
export function editInComposer(entry: OutboxEntry): void {
  wanted.value = entry;
}

// It becomes a reply to the same customer again, never a note, before what is being typed. Where no reply
// can be written any more it stays where it is.
export function useWanted(
  c: string,
  kinds: readonly Writing[],
  kind: Writing,
  toReply: () => void,
  text: ComposedText,
): void {
  useEffect(() => {
    const entry = wanted.value;
    if (!entry) return;
    const here = entry.c === c && kinds.includes('reply');
    if (here && kind !== 'reply') return toReply();
    wanted.value = undefined;
    if (!here) return;
    discard(entry.key);
    const typed = text.field.current?.value ?? '';
    text.put(typed === '' ? entry.text : `${entry.text}\n${typed}`, entry.text.length);
  }, [wanted.value, kind]);
}

// A message refused for a forbidden word comes back into the empty composer with the word marked. One
// that the manual only warns of stays in the ledger, where it can be sent all the same. It never comes
// back as a note.
export function useRefused(c: string, kind: Writing, text: ComposedText): void {
  const refused = talkOf(c).pending.find(
    ({ state, error }) => state === 'failed' && error?.code === 'forbidden_word' && !error.confirm,
  );
  useEffect(() => {
    if (kind !== 'reply' || !refused || text.field.current?.value !== '') return;
    const word = refused.error?.text ?? '';
    const at = word === '' ? -1 : refused.text.indexOf(word);
    discard(refused.key);
    if (at >= 0) text.put(refused.text, at, at + word.length);
    else text.put(refused.text);
    text.setFault({ words: failureWords(refused.error), tone: 'bad' });
  }, [kind, refused?.key, refused?.state]);
}
