import type { Card, Id } from '#protocol';
import { desk, open } from '../session/store.ts';
import { type Hold, mayWrite } from '../state/desk.ts';
import { writings } from '../state/drafts.ts';
import { t } from '../text.ts';
import { Composer } from './composer.tsx';
import { takenBy } from './labels.ts';
import { useUnsent } from './unsent.tsx';

// Below the ledger: the composer, a sentence why there is none, or both where words are unsent that
// cannot be sent any more. The composer stays the same one, so that they keep their caret.
export function Foot({ card, hold }: { card: Card; hold: Hold }) {
  const may = mayWrite(hold, desk.value.staff?.role);
  const why = t(hold === 'wrap_up' ? 'composer.unsent' : 'composer.unsentGone');
  const unsent = useUnsent(card.c, may, why);
  const kinds = writings.filter((kind) => may.includes(kind) || unsent.kinds.includes(kind));
  return (
    <>
      {may.length === 0 ? (
        <p class="banner" role="status">
          {hold === 'watched' ? t('watch.read') : leftWords(card.c)}
          <button type="button" class="btn s" onClick={() => open(undefined)}>
            {t('close')}
          </button>
        </p>
      ) : null}
      {kinds.length > 0 ? (
        <Composer key="composer" card={card} kinds={kinds} unsent={unsent} />
      ) : null}
    </>
  );
}

function leftWords(c: Id): string {
  const why = desk.value.left.get(c)?.why;
  const boss = why === 'taken' ? takenBy(c) : undefined;
  if (boss) return t('left.taken', { boss });
  if (why === 'transferred') return t('left.transferred');
  if (why === 'requeued') return t('left.requeued');
  if (why === 'closed') return t('left.closed');
  return t('left.gone');
}
