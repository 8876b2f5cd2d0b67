import { isShort } from './left.ts';
import { t } from './words.ts';

/** Beside a field, once its room gets short. One on a screen. */
export function LeftNote({ left }: { left: number }) {
  if (!isShort(left)) return null;
  return (
    <p class={left < 0 ? 'wrong' : 'hint'} id="left" role="status">
      {left < 0 ? t('chat.over', { n: -left }) : t('chat.left', { n: left })}
    </p>
  );
}
