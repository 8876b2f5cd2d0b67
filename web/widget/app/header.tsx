import { brand, close } from '#ui/glyphs.ts';
import type { Config } from './config.ts';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';
import { page, talkScreens } from './state.ts';
import type { Talk } from './view.ts';
import { t } from './words.ts';

function statusOf(talk: Talk | undefined, config: Config | undefined) {
  if (!config) return null;
  if (talk) return talkScreens.value?.statusOf(talk, config);
  return (
    <>
      <span class={config.online ? 'dot on' : 'dot off'} />
      {t(config.online ? 'online' : 'offline')}
    </>
  );
}

export function Header({ talk, config }: { talk: Talk | undefined; config: Config | undefined }) {
  const agent = talk && talk.state !== 'waiting' ? talk.agent : undefined;
  const Seal = talkScreens.value?.Seal;
  return (
    <header class="w-top">
      {agent && Seal ? (
        <Seal name={agent} size={36} />
      ) : (
        <span class="mark">
          <Icon of={brand} />
        </span>
      )}
      <div class="who">
        <h1 class="one">{agent ?? config?.name ?? t('title')}</h1>
        <span class="one">{statusOf(talk, config)}</span>
      </div>
      <div class="end">
        <Menu talk={talk} />
        {page.embedded ? (
          <button
            type="button"
            class="ib"
            aria-label={t('close')}
            onClick={() => page.tell({ t: 'close' })}
          >
            <Icon of={close} />
          </button>
        ) : null}
      </div>
    </header>
  );
}
