import { alert } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { draftOf, draftsTurn, keepDraft, unsentIn } from '../session/drafts.ts';
import { talkOf } from '../session/store.ts';
import { draftId, type Writing } from '../state/drafts.ts';
import { t } from '../text.ts';
import { BackButton } from './back_button.tsx';
import { copyLine, PendingLine } from './pending_line.tsx';

// Words to somebody who was gone before this page was loaded: nothing is known here of who it was, so that
// the words are all there is. They can be carried elsewhere or given up.
export function GoneWords({ c }: { c: string }) {
  draftsTurn.value;
  const refused = talkOf(c).pending.filter(({ state }) => state === 'failed');
  const name = t('customer.gone');
  return (
    <section class="thread" aria-label={t('thread.with', { name })}>
      <header class="th">
        <BackButton />
        <div class="t">
          <h2>
            <span class="one">{name}</span>
          </h2>
        </div>
      </header>
      <div class="ledger">
        {refused.map((entry) => (
          <PendingLine key={entry.key} entry={entry} />
        ))}
        {unsentIn(c).map((kind) => (
          <DraftLine key={kind} c={c} kind={kind} />
        ))}
      </div>
    </section>
  );
}

function DraftLine({ c, kind }: { c: string; kind: Writing }) {
  const id = draftId(c, kind);
  const words = draftOf(id) ?? '';
  return (
    <div class="e us last">
      <time />
      <span class="n" />
      <div class="right">
        <p class="bub">{words}</p>
        <p class="meta bad">
          <Icon of={alert} size={16} />
          <span>
            {t(kind === 'note' ? 'note.label' : 'composer.reply')}
            {t('list.colon')}
            {t('composer.unsentGone')}
          </span>
          <button type="button" onClick={(event) => copyLine(words, event.currentTarget)}>
            {t('copy')}
          </button>
          <button type="button" onClick={() => keepDraft(id, '')}>
            {t('composer.unsentDrop')}
          </button>
        </p>
      </div>
    </div>
  );
}
