import { eye } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { t } from '../../text.ts';

// A customer's name, as the way into watching their chat.
export function WatchLink({ name, onLook }: { name: string; onLook: () => void }) {
  return (
    <button type="button" class="link look" aria-label={t('queue.look', { name })} onClick={onLook}>
      <span class="one">{name}</span>
      <Icon of={eye} size={16} />
    </button>
  );
}
