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

// After two seconds without the line, or at once where the browser knows that there is no network.
export const isLost = computed(() => {
  const since = lostAt.value;
  return since !== undefined && (noNetwork.value || now.value - since >= limits.noticeMs);
});

// The bar that says so.
export function LinkNotice() {
  const refused = link.value.is === 'stopped' && link.value.why === 'refused';
  return (
    <div role="status">
      {isLost.value ? (
        <p class="notice">
          <Icon of={offline} size={18} />
          <span>{refused ? t('link.refused') : <LostFor />}</span>
          <button type="button" class="btn s" onClick={refused ? () => location.reload() : wake}>
            {refused ? t('page.reload') : t('link.now')}
          </button>
        </p>
      ) : null}
    </div>
  );
}

// The sentence is whole with its seconds and without them: who hears it is not told each of them.
function LostFor() {
  const cut = '\n';
  const said = t(noNetwork.value ? 'link.offline' : 'link.lost', { since: cut });
  const [before, after] = said.split(cut);
  return (
    <>
      {before}
      <span class="num" aria-hidden="true">
        {t('link.since', { time: elapsed(now.value - (lostAt.value ?? now.value)) })}
      </span>
      {after}
    </>
  );
}
