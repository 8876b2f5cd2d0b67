import { useRef, useState } from 'preact/hooks';
import { alert } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { draftOf, keepDraft } from '../session/drafts.ts';
import { t } from '../text.ts';
import { ownEnd } from './ui.ts';

// A reply that was being written when somebody else ended the chat: it stays where it is, under the
// caret, until the agent says what becomes of it. Nothing is sent and no key makes a note of it.
export function useUnsentReply(c: string, ended: boolean) {
  const found = useRef(false);
  const [settled, setSettled] = useState(false);
  const [replyId, noteId] = [`${c}.reply`, `${c}.note`];
  if (ended && !found.current) found.current = (draftOf(replyId) ?? '').trim() !== '';
  const drop = () => {
    keepDraft(replyId, '');
    setSettled(true);
  };
  const toNote = () => {
    const words = [draftOf(noteId) ?? '', draftOf(replyId) ?? ''].filter((one) => one !== '');
    keepDraft(noteId, words.join('\n'));
    drop();
  };
  return { stays: ended && found.current && !settled && ownEnd.value !== c, drop, toNote };
}

export function UnsentReply(props: { onNote: () => void; onDrop: () => void }) {
  return (
    <p class="fault warn unsent" id="composer-unsent">
      <Icon of={alert} size={14} />
      <span>{t('composer.unsent')}</span>
      <button type="button" onClick={props.onNote}>
        {t('composer.unsentNote')}
      </button>
      <button type="button" onClick={props.onDrop}>
        {t('composer.unsentDrop')}
      </button>
    </p>
  );
}
