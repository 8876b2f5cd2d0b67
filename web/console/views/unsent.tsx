import { useRef, useState } from 'preact/hooks';
import { announce } from '#ui/announce.ts';
import { alert } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { draftOf, keepDraft, unsentIn } from '../session/drafts.ts';
import { draftId, type Writing } from '../state/drafts.ts';
import { t } from '../text.ts';
import { ending } from './ui.ts';

export interface Unsent {
  readonly kinds: readonly Writing[]; // cannot be sent any more and are not given up yet
  readonly words: string; // why not
  readonly toNote: (() => void) | undefined; // where a note can still be added
  drop(kind: Writing): void;
}

// What was being written when somebody else ended the chat or took it over: it stays where it is, under
// the caret, until the agent says what becomes of it. Nothing is sent and no key makes a note of it.
export function useUnsent(c: string, may: readonly Writing[], words: string): Unsent {
  const found = useRef(new Set<Writing>());
  const [, again] = useState(0);
  for (const kind of may) found.current.delete(kind);
  if (ending.value !== c) {
    for (const kind of unsentIn(c)) if (!may.includes(kind)) found.current.add(kind);
  }
  const drop = (kind: Writing) => {
    keepDraft(draftId(c, kind), '');
    found.current.delete(kind);
    again((turn) => turn + 1);
  };
  const toNote = () => {
    const [reply, note] = [draftId(c, 'reply'), draftId(c, 'note')];
    const words = [draftOf(note) ?? '', draftOf(reply) ?? ''].filter((one) => one !== '');
    keepDraft(note, words.join('\n'));
    drop('reply');
  };
  return {
    kinds: [...found.current],
    words,
    toNote: may.includes('note') ? toNote : undefined,
    drop,
  };
}

export function UnsentBar(props: {
  readonly kind: Writing;
  readonly unsent: Unsent;
  readonly field: { readonly current: HTMLTextAreaElement | null };
}) {
  const { unsent, kind } = props;
  return (
    <p class="fault warn unsent" id="composer-unsent">
      <Icon of={alert} size={14} />
      <span>{unsent.words}</span>
      {unsent.toNote ? (
        <button type="button" onClick={unsent.toNote}>
          {t('composer.unsentNote')}
        </button>
      ) : (
        <button type="button" onClick={() => copyFrom(props.field.current)}>
          {t('copy')}
        </button>
      )}
      <button type="button" onClick={() => unsent.drop(kind)}>
        {t('composer.unsentDrop')}
      </button>
    </p>
  );
}

function copyFrom(area: HTMLTextAreaElement | null): void {
  if (area)
    void copied(area.value, () => {
      area.focus();
      area.select();
    });
}

// Without the permission they are selected, to be copied by hand.
export async function copied(words: string, select: () => void): Promise<void> {
  try {
    await navigator.clipboard.writeText(words);
    announce(t('copied'));
  } catch {
    select();
  }
}
