import { computed } from '@preact/signals';
import { offline } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { now } from '../session/clock.ts';
import { link, lostAt, noNetwork, wake } from '../session/store.ts';
import { limits } from '../state/limits.ts';
import { t } from '../text.ts';
import { elapsed } from './labels.ts';

// True once the figures on the screen may be old.
export const isStale = computed(
  () => lostAt.value !== undefined && now.value - lostAt.value > limits.staleMs,
);

// The bar that says that the connection is gone: after two seconds of it, or at once where the browser
// knows that there is no network.
export function LinkNotice() {
  const since = lostAt.value;
  const shown = since !== undefined && (noNetwork.value || now.value - since >= limits.noticeMs);
  const refused = link.value.is === 'stopped' && link.value.why === 'refused';
  return (
    <div role="status">
      {shown ? (
        <p class="notice">
          <Icon of={offline} size={18} />
          <span>
            {t(refused ? 'link.refused' : noNetwork.value ? 'link.offline' : 'link.lost')}{' '}
            <span class="num" aria-hidden="true">
              {t('link.since', { time: elapsed(now.value - (since ?? 0)) })}
            </span>
          </span>
          <button type="button" class="btn s" onClick={refused ? () => location.reload() : wake}>
            {refused ? t('page.reload') : t('link.now')}
          </button>
        </p>
      ) : null}
    </div>
  );
}
