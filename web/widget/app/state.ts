import { detectLocale, type Locale } from '#i18n';
import { isCustomerFrame, pageKey, pageSocket, pageTimers } from '#protocol';
import { brandOf } from '#ui/brand.ts';
import { cell, onChange } from './cells.ts';
import { type Config, loadConfig } from './config.ts';
import { asked, saying } from './drafts.ts';
import { Fetching } from './fetching.ts';
import type { Intent } from './intent.ts';
import { borrow, keep, own } from './keep.ts';
import { parse } from './memory.ts';
import { ChatModel } from './model.ts';
import { Page } from './page.ts';
import { query, site } from './site.ts';
import { pageTabs, Tabs } from './tabs.ts';
import { isOver } from './talk_of.ts';
import { type ChatView, EMPTY } from './view.ts';
import { alsoSpeak, change, locale, speak } from './words.ts';

/** What the page holds: the one place where the parts are joined. */

export const view = cell<ChatView>(EMPTY);
export const config = cell<Config | undefined>(undefined);
/** Something that a screen needs has failed to come, and is not here yet. */
export const lacking = cell(false);
export const open = cell(window.parent === window);
export const order = cell<{ no: string; title?: string; status?: string } | undefined>(undefined);
export const orders = cell<{ no: string; title?: string; status?: string }[]>([]);
export const sound = cell(false);
export const seconds = cell(Date.now());
export const talkScreens = cell<typeof import('./talk.tsx') | undefined>(undefined);
export const spoken = cell('');

const preferences = own('prefs', 'localStorage');

/** Where neither customer nor page has named a language: until the storefront has. The first hello names it. */
let languageOf: Promise<unknown> | undefined;

/** Rises when the customer signed out: every screen begins anew. */
export const forgets = cell(0);

let greeted = false;
export const page = new Page((now, before) => {
  const first = !greeted;
  greeted = true;
  if (first) borrow(now.kept, (token) => page.tell({ t: 'keep', token }));
  open.value = now.open;
  const reset = now.reset && !before.reset;
  // First, because what the page says beside it is already of whoever comes next.
  if (reset) {
    intend({ do: 'forget' });
    if (!tabs.leads) page.tell({ t: 'reset_done' });
  }
  if (now.order && now.order.no !== before.order?.no) order.value = { ...now.order };
  if (now.orders) orders.value = now.orders;
  // The first wish came in the frame's address already; what the customer chose outranks them all.
  const wish = !first && !chosen.locale && detectLocale([now.locale], null);
  if (wish && now.locale !== before.locale)
    void change(wish).then((went) => {
      if (!went) page.event('error', { code: 'locale' });
    });
  if (reset) return;
  if (now.token && now.token !== before.token) intend({ do: 'identify', token: now.token });
  // The first hello of the tab that leads asks by itself.
  else if (now.provider > before.provider && !(first && tabs.leads)) void introduce();
});

async function introduce(): Promise<void> {
  const token = await page.askToken();
  if (token) intend({ do: 'identify', token });
}

/** In every tab: what it holds of the customer, on the screen and kept. */
function forget(): void {
  asked();
  saying.text = spoken.value = '';
  order.value = undefined;
  orders.value = [];
  // The page that asks for it has let go of what it knew, and may already know somebody else.
  if (!page.wishes.reset) page.forget();
  // A tab that is still to lead begins with nothing.
  if (!tabs.leads) for (const name of ['token', 'outbox', 'memory']) keep(name).save('');
  forgets.value += 1;
}

const tabs: Tabs = new Tabs(
  site,
  pageTabs,
  (alone) => {
    const made = makeModel(alone);
    void page.connected.then(() => languageOf).then(() => made.start());
    return { view: () => made.view, intend: (i, key) => made.intend(i, key) };
  },
  (mirrored) => {
    view.value = mirrored;
  },
  forget,
);

export function intend(intent: Intent, done?: (taken: boolean) => void): void {
  tabs.intend(intent, done);
}

/** `alone`: other tabs may lead, too, and each keeps its own unsent messages. */
function makeModel(alone: boolean): ChatModel {
  return new ChatModel(
    {
      open: pageSocket(location),
      timers: pageTimers,
      random: Math.random,
      newKey: pageKey,
      guard: isCustomerFrame,
      wallNow: Date.now,
      outbox: own('outbox', alone ? 'sessionStorage' : 'localStorage'),
      token: keep('token'),
      memory: keep('memory'),
      site,
      locale,
      identity: async () => (await page.askToken()) ?? page.wishes.token,
      forgotten: () => page.tell({ t: 'reset_done' }),
      event: (name, detail) => {
        page.event(name, detail);
        if (name === 'message' && sound.value && !(open.value && document.hasFocus()))
          talkScreens.value?.chime();
      },
    },
    (now) => {
      view.value = now;
      tabs.publish();
    },
    view.value.talk,
  );
}

export const visitorToken = () => keep('token').load();

/** By the customer. Answers whether nothing is to be told: the words of a language may fail to come. */
export async function choose(next: Locale): Promise<boolean> {
  const went = await change(next);
  if (went && locale() === next) savePreferences({ locale: next });
  return went;
}

/** What was chosen here, and nothing that was not. */
let chosen: { locale?: string; sound?: unknown } = {};
function savePreferences(more: typeof chosen): void {
  chosen = { ...chosen, ...more };
  preferences.save(JSON.stringify(chosen));
}

export function setSound(on: boolean): void {
  sound.value = on;
  savePreferences({ sound: on });
  if (on) talkScreens.value?.chime();
}

/** With it the colour of the panel's filled things, and of the launcher on the shop's page. */
async function fetchConfig(): Promise<void> {
  config.value = await loadConfig(site);
  const brand = brandOf(config.value.accent);
  const { fill, text, ring } = brand ?? {};
  if (brand)
    document.documentElement.style.cssText = `--brand:${fill};--on-brand:${text};--k-focus:${ring}`;
  // A launcher in a colour of before learns that there is none now, too.
  void page.connected.then(() => page.tell({ t: 'paint', fill, text }));
}

const CONFIG_MS = 10_000;
let askedAt = Date.now();

/** Who is there, as long as it is on the screen; until it is known anew, as it was. */
function refreshConfig(): void {
  const state = view.value.talk?.state;
  if (!config.value || !open.value || (state && state !== 'waiting')) return;
  if (seconds.value - askedAt < CONFIG_MS) return;
  askedAt = seconds.value;
  loadConfig(site).then(
    (now) => {
      config.value = now;
    },
    () => undefined,
  );
}

async function fetchScreens(): Promise<void> {
  const screens = await import('./talk.tsx');
  await alsoSpeak(screens.words);
  talkScreens.value = screens;
}

/** Chosen before, of the page, or of the storefront; what was chosen since outranks it. */
let firstLocale: Locale | undefined;
function fetchWords(): Promise<void> {
  const wish = firstLocale ?? locale();
  firstLocale = undefined;
  return speak(wish);
}

const needed = [fetchWords, fetchConfig, fetchScreens].map(
  (fetch) =>
    new Fetching(fetch, {
      timers: pageTimers,
      random: Math.random,
      changed: () => {
        lacking.value = needed.some((one) => one.isLacking);
      },
    }),
);

/** What is still lacking, at once. */
export async function tryAgain(): Promise<void> {
  const [, , screensCame] = await Promise.all(needed.map((one) => one.now()));
  if (screensCame || !(await loadConfig(site).catch(() => undefined))) return;
  // The gateway is there and has no such file: a newer one, whose page names its own. Some browsers
  // also keep a script's failure for as long as the page lives.
  location.reload();
}

/** Until the first screen's parts are here, or have failed once. */
export async function prepare(): Promise<void> {
  chosen = parse(preferences.load());
  sound.value = chosen.sound === true;
  const theme = query.get('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const [words, ofStorefront, screens] = needed;
  const storefront = ofStorefront?.now();
  const wishes = [chosen.locale, query.get('locale')];
  if (!detectLocale(wishes, null)) {
    languageOf = storefront;
    await storefront;
  }
  firstLocale = detectLocale([...wishes, config.value?.locale, ...navigator.languages]);
  void screens?.now();
  await Promise.all([words?.now(), storefront]);
}

export function watch(): void {
  setInterval(() => {
    seconds.value = Date.now();
    refreshConfig();
  }, 1000);
  for (const of of ['online', 'offline'])
    addEventListener(of, () => {
      intend({ do: 'net', online: of === 'online' });
      if (of === 'online') for (const one of needed) void one.now();
    });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) intend({ do: 'wake' });
  });
  let live: boolean | undefined;
  let unread = 0;
  onChange(() => {
    const { talk, net } = view.value;
    // Signed out and looked at again: a new visitor.
    if (open.value && net.is === 'stopped' && net.why === 'left') intend({ do: 'again' });
    const isLive = !!talk && !isOver(talk);
    // Until the gateway has said so, what the page knew of an earlier chat holds.
    if (isLive !== live && (talk || net.is === 'ready' || net.is === 'stopped')) {
      page.tell({ t: 'live', on: isLive });
      live = isLive;
    }
    const count = talk?.unread ?? 0;
    if (count !== unread) page.tell({ t: 'unread', n: count });
    unread = count;
  });
}
