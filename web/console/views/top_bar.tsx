import { useLayoutEffect, useRef } from 'preact/hooks';
import { LOCALES } from '#i18n';
import type { Me } from '#protocol';
import {
  bell,
  book,
  brand,
  clock,
  coffee,
  down,
  globe,
  keyboard,
  leave,
  lock,
  search,
  theme as themeGlyph,
  users,
} from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Menu, type MenuItem } from '#ui/menu.tsx';
import { Seal } from '#ui/seal.tsx';
import { hashOf, type Route, route } from '../route.ts';
import { now } from '../session/clock.ts';
import type { Account } from '../session/rest.ts';
import { desk, lostAt, setPresence, sop } from '../session/store.ts';
import { chooseLocale, chooseTheme, type Theme } from '../settings.ts';
import { takesWork } from '../state/desk.ts';
import { locale, pick, t } from '../text.ts';
import { useAct } from './keys.ts';
import { awayLabel, elapsed } from './labels.ts';
import { goOffline, signOutAsked } from './leaving.ts';
import { isLost } from './link_notice.tsx';
import { deskRoute } from './open_chat.ts';
import { PasswordDialog } from './password_dialog.tsx';
import { PresenceDot } from './presence_dot.tsx';
import { languageNames, themeItems } from './settings_menus.tsx';
import { keysOpen, paletteOpen, passwordOpen } from './ui.ts';

export function TopBar({ who }: { who: Account }) {
  return (
    <header class="bar">
      <span class="mark">
        <Icon of={brand} size={18} />
      </span>
      <Pages who={who} />
      {takesWork(desk.value) ? (
        <>
          <span class="sep" />
          <StatusMenu />
          <Load />
        </>
      ) : null}
      <div class="end">
        <button
          type="button"
          class="find"
          onClick={() => {
            paletteOpen.value = true;
          }}
        >
          <Icon of={search} size={16} />
          <span>{t('palette.find')}</span> <span class="kbd">Ctrl K</span>
        </button>
        <PersonMenu who={who} />
      </div>
      {passwordOpen.value ? <PasswordDialog /> : null}
    </header>
  );
}

function Pages({ who }: { who: Account }) {
  const pages: { to: Route; label: string }[] = [];
  if (who.role !== 'agent') pages.push({ to: { page: 'wall' }, label: t('page.wall') });
  pages.push({ to: deskRoute(), label: t('page.desk') });
  pages.push({ to: { page: 'records' }, label: t('page.records') });
  if (who.role !== 'agent') {
    pages.push({ to: { page: 'admin', part: 'staff' }, label: t('page.admin') });
  }
  const nav = useRef<HTMLElement>(null);
  // On a phone they may not all fit: the one that is shown is in view.
  useLayoutEffect(() => {
    nav.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [route.value.page]);
  return (
    <nav ref={nav} class="pages" aria-label={t('page.nav')}>
      {pages.map(({ to, label }) => (
        <a
          key={to.page}
          href={hashOf(to)}
          {...(route.value.page === to.page ? { 'aria-current': 'page' as const } : {})}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}

const awayGlyphs = {
  break: coffee,
  rest: coffee,
  meal: clock,
  meeting: users,
  training: book,
} as Record<string, typeof coffee>;

// Customers who would be left behind.
const ownedNow = () =>
  [...desk.value.cards.values()].filter(
    (card) => card.assignee === desk.value.staff?.id && card.state === 'active',
  ).length;

function StatusMenu() {
  const me = desk.value.me;
  const shortcut = useRef<(() => void) | null>(null);
  useAct('status', () => {
    shortcut.current?.();
    return true;
  });
  if (!me) return null;
  const time = elapsed(now.value - me.since);
  const owned = ownedNow();
  const reasons = sop.value?.away_reasons ?? [];
  const items: MenuItem[] = [
    {
      id: 'online',
      label: t('presence.online'),
      icon: <span class="dot on" />,
      checked: me.presence === 'online',
      ...(me.presence === 'online' ? { hint: time } : {}),
    },
    ...reasons.map((reason, i) => ({
      id: `away:${reason.key}`,
      label: pick(reason.label, reason.key),
      icon: <Icon of={awayGlyphs[reason.key] ?? clock} size={18} />,
      checked: me.presence === 'away' && me.reason === reason.key,
      ...(i === 0 ? { heading: t('presence.step'), divided: true } : {}),
      ...(me.presence === 'away' && me.reason === reason.key ? { hint: time } : {}),
    })),
    {
      id: 'offline',
      label: t('presence.offline'),
      icon: <span class="dot off" />,
      checked: me.presence === 'offline',
      divided: true,
      ...(owned > 0 ? { hint: t('presence.owned', { n: owned }) } : {}),
    },
  ];
  return (
    <Menu
      label={t('presence.menu')}
      triggerClass="state"
      shortcut={shortcut}
      trigger={
        <>
          <OwnState me={me} />
          <Icon of={down} size={16} />
        </>
      }
      items={items}
      onPick={(id) => {
        if (id === 'online') void setPresence(id);
        else if (id === 'offline') void goOffline();
        else void setPresence('away', id.slice('away:'.length));
      }}
    />
  );
}

// While the line is down nobody is reached, whatever they chose to be.
function OwnState({ me }: { me: Me }) {
  const state = isLost.value ? 'lost' : me.presence;
  const since = isLost.value ? (lostAt.value ?? me.since) : me.since;
  return (
    <>
      <PresenceDot of={state} />
      <span>{state === 'away' ? awayLabel(me.reason) : t(`presence.${state}`)}</span>
      <time>{elapsed(now.value - since)}</time>
    </>
  );
}

function Load() {
  const me = desk.value.me;
  if (!me) return null;
  const pips = Array.from({ length: Math.min(12, me.capacity) }, (_, i) => i < me.load);
  return (
    <span class="load" title={t('load.title')}>
      <span aria-hidden="true">
        {pips.map((used, i) => (
          <i key={i} class={used ? 'u' : ''} />
        ))}
      </span>
      <span class="vh">{t('load.title')}</span>
      {me.load}/{me.capacity}
    </span>
  );
}

// A block of choices of which one holds: its icon and its heading stand at the first.
function choices(
  of: readonly { id: string; label: string; checked: boolean }[],
  icon: typeof globe,
  first: Partial<MenuItem>,
): MenuItem[] {
  return of.map((item, i) => ({
    ...item,
    icon: i === 0 ? <Icon of={icon} size={18} /> : <span class="i i18" />,
    ...(i === 0 ? first : {}),
  }));
}

function personItems(): MenuItem[] {
  const owned = ownedNow();
  const canAsk = 'Notification' in window && Notification.permission === 'default';
  const languages = LOCALES.map((id) => ({
    id: `locale:${id}`,
    label: languageNames[id],
    checked: id === locale.value,
  }));
  const themes = themeItems().map((item) => ({ ...item, id: `theme:${item.id}` }));
  return [
    ...choices(languages, globe, { heading: t('menu.language') }),
    ...choices(themes, themeGlyph, { heading: t('menu.theme'), divided: true }),
    ...(canAsk
      ? [
          {
            id: 'notify',
            label: t('menu.notify'),
            icon: <Icon of={bell} size={18} />,
            divided: true,
          },
        ]
      : []),
    {
      id: 'keys',
      label: t('keys.title'),
      icon: <Icon of={keyboard} size={18} />,
      hint: <span class="kbd">Ctrl /</span>,
      divided: !canAsk,
    },
    { id: 'password', label: t('door.change'), icon: <Icon of={lock} size={18} /> },
    {
      id: 'leave',
      label: t('menu.leave'),
      icon: <Icon of={leave} size={18} />,
      divided: true,
      ...(owned > 0 ? { hint: t('presence.owned', { n: owned }) } : {}),
    },
  ];
}

function PersonMenu({ who }: { who: Account }) {
  const pickItem = (id: string) => {
    const [kind, value] = id.split(':');
    if (kind === 'locale') void chooseLocale(value as (typeof LOCALES)[number]);
    else if (kind === 'theme') chooseTheme(value as Theme);
    else if (kind === 'keys') keysOpen.value = true;
    else if (kind === 'notify') void Notification.requestPermission();
    else if (kind === 'password') passwordOpen.value = true;
    else if (kind === 'leave') void signOutAsked();
  };
  return (
    <Menu
      label={who.name}
      align="end"
      triggerClass="ib"
      triggerLabel={t('menu.person', { name: who.name })}
      trigger={<Seal name={who.name} size={28} />}
      head={
        <>
          <b class="one">{who.name}</b>
          <span class="m">{t(`role.${who.role}`)}</span>
        </>
      }
      items={personItems()}
      onPick={pickItem}
    />
  );
}
