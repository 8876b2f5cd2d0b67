import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatTime } from '#i18n';
import { close } from '#ui/glyphs.ts';
import { useCell } from './cells.ts';
import { Icon } from './icon.tsx';
import { Seal } from './seal.tsx';
import { page, view } from './state.ts';
import { locale, t } from './words.ts';

const HEIGHT_PX_MAX = 96;
let shownOnce = false;

/**
 * The newest unread message beside the launcher, once per visit. It is drawn here, inside the frame,
 * so that the shop's page never holds what was said.
 */
export function Peek() {
  const put = useCell(shownOnce);
  const talk = view.value.talk;
  const last = talk?.lastUnread;
  const shown = !put.value && last !== undefined;

  const said = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const el = said.current;
    if (!el) return;
    shownOnce = true;
    // A frame put away has no layout: as high as the longest first, then as what is in it.
    page.tell({ t: 'peek', height: HEIGHT_PX_MAX });
    const fits = new ResizeObserver(() => {
      if (el.offsetHeight) page.tell({ t: 'peek', height: el.offsetHeight });
    });
    fits.observe(el);
    return () => {
      fits.disconnect();
      page.tell({ t: 'peek', height: 0 });
    };
  }, [shown]);

  if (!shown || !last) return null;
  const name = last.name ?? talk?.agent ?? t('chat.agent');
  return (
    <div class="peek">
      <button type="button" class="said" ref={said} onClick={() => page.tell({ t: 'open' })}>
        <Seal name={name} />
        <span>
          <span class="words">{last.text}</span>
          <small>
            {name} · {formatTime(locale(), last.at)}
          </small>
        </span>
      </button>
      <button
        type="button"
        class="ib"
        aria-label={t('close')}
        onClick={() => {
          put.value = true;
        }}
      >
        <Icon of={close} size={16} />
      </button>
    </div>
  );
}
