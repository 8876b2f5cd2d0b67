import { left } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { open } from '../session/store.ts';
import { t } from '../text.ts';

// On a phone the thread covers the inbox.
export function BackButton() {
  return (
    <button
      type="button"
      class="ib only-phone"
      aria-label={t('thread.back')}
      onClick={() => open(undefined)}
    >
      <Icon of={left} />
    </button>
  );
}
