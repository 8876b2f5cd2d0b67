import { formatTime } from '#i18n';
import { brand, close } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { type Config, labelOf } from './config.ts';
import { Menu } from './menu.tsx';
import { page, talkScreens } from './state.ts';
import type { Talk } from './view.ts';
import { locale, t } from './words.ts';

function statusOf(talk: Talk | undefined, config: Config | undefined) {
  const here = locale();
  const topic = () => labelOf(config?.topics.find((x) => x.key === talk?.topic)?.label, here);
  if (!talk)
    return config ? (
      <>
        <span class={config.online ? 'dot on' : 'dot off'} />
        {t(config.online ? 'online' : 'offline')}
      </>
    ) : null;
  if (talk.state === 'ended' && talk.endedAt)
    return t('ended.at', { time: formatTime(here, talk.endedAt) });
  if (talk.state === 'active')
    return (
      <>
        <span class="dot on" />
        {[topic(), t('online')].filter(Boolean).join(' · ')}
      </>
    );
  return topic();
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
        <h1 class="one">{agent ?? config?.name ?? ''}</h1>
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
