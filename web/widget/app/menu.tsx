import { useEffect, useRef } from 'preact/hooks';
import { more } from '#ui/glyphs.ts';
import { useCell } from './cells.ts';
import { Icon } from './icon.tsx';
import { talkScreens } from './state.ts';
import type { Talk } from './view.ts';
import { t } from './words.ts';

/** The button; what it opens comes with the talk screens. */
export function Menu({ talk }: { talk: Talk | undefined }) {
  const shown = useCell(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const Panel = talkScreens.value?.MenuPanel;

  useEffect(() => {
    const away = (e: Event) => {
      if (!box.current?.contains(e.target as Node)) shown.value = false;
    };
    addEventListener('pointerdown', away);
    return () => removeEventListener('pointerdown', away);
  }, []);

  const put = () => {
    shown.value = false;
    button.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc anywhere inside closes it
    <div
      class="menu-at"
      ref={box}
      onKeyDown={(e) => {
        if (e.key !== 'Escape' || !shown.value) return;
        e.preventDefault();
        put();
      }}
    >
      <button
        ref={button}
        type="button"
        class="ib"
        aria-label={t('more')}
        aria-expanded={shown.value}
        onClick={() => {
          shown.value = !shown.value;
        }}
      >
        <Icon of={more} />
      </button>
      {Panel ? <Panel talk={talk} shown={shown.value} put={put} /> : null}
    </div>
  );
}
