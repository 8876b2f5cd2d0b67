import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { draftOf, keepDraft } from '../session/drafts.ts';
import { desk, typed } from '../session/store.ts';
import { draftId, type Writing } from '../state/drafts.ts';
import { slashQuery } from '../state/phrases.ts';

export interface ComposerFault {
  readonly words: string;
  readonly tone: 'bad' | 'warn';
}

export interface ComposedText {
  readonly field: { current: HTMLTextAreaElement | null };
  readonly over: number; // letters too many
  readonly slash: { readonly from: number; readonly query: string } | undefined; // asks for phrases
  readonly fault: ComposerFault | undefined; // until the text changes
  put(text: string, from?: number, to?: number): void;
  changed(): void;
  look(): void; // the caret may have moved
  closeSlash(): void;
  setFault(fault: ComposerFault): void;
}

const tooMany = (text: string) => Math.max(0, [...text].length - desk.value.maxText);

// The text of one kind in one conversation. It is the DOM's own (uncontrolled), so that input methods and
// fast typing are never disturbed, and is kept as a draft at every change.
export function useComposedText(c: string, kind: Writing, isLeft: boolean): ComposedText {
  const field = useRef<HTMLTextAreaElement>(null);
  const [slash, setSlash] = useState<ComposedText['slash']>();
  const [fault, setFault] = useState<ComposerFault>();
  const [over, setOver] = useState(0);
  const draft = draftId(c, kind);

  const look = () => {
    const area = field.current;
    const found =
      area && kind === 'reply' && area.selectionStart === area.selectionEnd
        ? slashQuery(area.value, area.selectionStart)
        : undefined;
    setSlash((before) =>
      before?.from === found?.from && before?.query === found?.query ? before : found,
    );
  };
  const changed = () => {
    const text = field.current?.value ?? '';
    keepDraft(draft, text);
    if (kind === 'reply' && !isLeft) typed(c, text.trim() !== '');
    setOver(tooMany(text));
    setFault(undefined);
    look();
  };
  const put = (text: string, from?: number, to?: number) => {
    const area = field.current;
    if (!area) return;
    area.value = text;
    area.focus();
    area.setSelectionRange(from ?? text.length, to ?? from ?? text.length);
    changed();
  };
  useLayoutEffect(() => {
    if (field.current) field.current.value = draftOf(draft) ?? '';
    setOver(tooMany(field.current?.value ?? ''));
    setFault(undefined);
    setSlash(undefined);
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, [draft]);
  const closeSlash = () => setSlash(undefined);
  return { field, over, slash, fault, put, changed, look, closeSlash, setFault };
}
