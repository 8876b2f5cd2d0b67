import { bell } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { desk, dispatch, setPresence } from '../session/store.ts';
import type { Desk } from '../state/desk.ts';
import { t } from '../text.ts';
import { customerName, topicLabel } from './labels.ts';

// Who was missed, and what the agent's state is now.
export function missedWords({ missed, me }: Pick<Desk, 'missed' | 'me'>): string {
  const state = t(me?.presence === 'online' ? 'missed.online' : 'missed.off');
  const who = missed
    .map((card) => `${customerName(card)}${t('list.comma')}${topicLabel(card.topic)}`)
    .join(t('list.semicolon'));
  if (missed.length === 1) return t('missed.one', { who, state });
  return t('missed.many', { n: missed.length, who, state });
}

const seen = () => dispatch({ kind: 'missed-seen' });

// An offer that went by unanswered is gone from the screen while its agent looked elsewhere: who it was,
// and whether others will come, stands here until it has been seen.
export function MissedNotice() {
  const { missed, me } = desk.value;
  const online = me?.presence === 'online';
  return (
    <div role="status">
      {missed.length === 0 ? null : (
        <p class="notice">
          <Icon of={bell} size={18} />
          <span>{missedWords(desk.value)}</span>
          {online ? null : (
            <button
              type="button"
              class="btn s"
              onClick={() => {
                seen();
                void setPresence('online');
              }}
            >
              {t('missed.back')}
            </button>
          )}
          <button type="button" class="btn s" onClick={seen}>
            {t('missed.seen')}
          </button>
        </p>
      )}
    </div>
  );
}
