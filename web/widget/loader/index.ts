import { HANDSHAKE, type ToFrame, type ToLoader, type Wishes } from '../bridge.ts';
import {
  BRAND,
  badge,
  box,
  DOWN,
  doc,
  dye,
  element,
  host,
  launcher,
  options,
  origin,
  path,
} from './launcher.ts';
import { wordsFor } from './words.ts';

/**
 * The only script a shop's page runs. Draws the launcher in a closed shadow root, makes the frame on
 * the first open, and passes the shop's wishes on. Stores nothing before the first open and makes no
 * request of its own before it.
 */

type Listener = (...detail: unknown[]) => void;
type Kefu = { q?: unknown[][]; booted?: boolean };
type Look = { position?: string; color?: string; ink?: string };

const w = window as unknown as Record<string, unknown>;
const { site } = options;
const marker = `kefu:${site}`;
const phone = matchMedia('(width<=480px)');
const view = visualViewport as VisualViewport;
const listeners: [name: string, run: Listener][] = [];
const wishes = {
  t: 'wishes',
  open: false,
  provider: 0,
  // What is no language of ours, or not there, leaves it to the next.
  locale: [options.locale, doc.documentElement.lang].join(),
} as Wishes;
let provider: (() => unknown) | undefined;
let frame: HTMLIFrameElement | undefined;
let port: MessagePort | undefined;
let unread = 0;
/** Height of the one message shown beside the launcher while the panel is closed; 0 = none. */
let peek = 0;
let locked = false;
let live = false;
/** The frame has spoken: until then it may hold the browser's own words about an error. */
let up = false;
/** A person opened the panel: the keyboard goes there. Not by itself, on the next page. */
let keys = false;
/** The page has named a colour; what the storefront says counts no more. */
let dyed = false;

function draw(): void {
  const words = wordsFor([wishes.locale, navigator.languages]);
  path.setAttribute('d', wishes.open ? DOWN : BRAND);
  // Empty, it is the quiet mark of a conversation that goes on.
  badge.textContent = unread > 99 ? '99+' : ((unread || '') as string);
  badge.hidden = wishes.open || !(unread || live);
  launcher.ariaLabel =
    words[wishes.open ? 2 : 1] +
    words[0] +
    (badge.hidden ? '' : words[unread ? 3 : 4].replace('#', unread as never));
  // Phones: the whole screen, as high as what the keyboard leaves of it.
  const full = wishes.open && phone.matches && up;
  box.className = [
    wishes.open && 'on',
    up && 'up',
    phone.matches && 'phone',
    options.position,
  ].join(' ');
  if (frame) {
    frame.title = words[0];
    frame.hidden = !wishes.open && !peek;
    frame.style.cssText = full
      ? `height:${view.height}px;top:${view.offsetTop}px`
      : wishes.open
        ? ''
        : `height:${peek}px`;
  }
  if (full !== locked) doc.documentElement.style.overflow = full ? 'hidden' : '';
  locked = full;
}

/** What the next page starts with, and that a chat goes on for the other tabs. */
function remember(): void {
  try {
    const on = live ? 'live' : '';
    localStorage[marker] = on;
    sessionStorage[marker] = [wishes.reset ? 'reset' : wishes.open ? 'open' : on, wishes.kept].join(
      '|',
    );
  } catch {
    // Storage may be refused: then the next page starts closed.
  }
}

function emit(name: string, detail?: unknown): void {
  for (const [on, run] of listeners) if (on === name) run(detail);
}

function post(message: ToFrame): void {
  port?.postMessage(message);
}

/** The frame hears the whole of it; before there is one, the handshake will say it. */
function wish(change: Partial<Wishes>): void {
  Object.assign(wishes, change);
  post(wishes);
  draw();
}

function ensureFrame(): void {
  if (frame) return;
  const made = element('iframe');
  made.onload = () => {
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port.onmessage = ({ data }: MessageEvent<ToLoader>) => {
      up = true;
      answers[data.t]?.(data as never);
      remember();
      draw();
    };
    made.contentWindow?.postMessage(HANDSHAKE, origin, [port2]);
    post(wishes);
    // Its first word is there before it asks for anything.
    setTimeout(() => frame === made && !up && refused(), 2_000);
  };
  // The page's own words: a strange one makes a strange address, and no storefront has that.
  made.src = `${origin}/w/frame?key=${site}&locale=${wishes.locale}&theme=${options.theme}`;
  box.append(made);
  frame = made;
}

/**
 * The frame is not ours: this page may not hold it, the key is unknown, or the gateway is away. Who
 * is in no chat sees no button that leads nowhere; who is in one may try again.
 */
function refused(): void {
  // biome-ignore lint/suspicious/noConsole: it is the shop's developer who can mend it
  console.error(`kefu: add ${location.origin} to storefront "${site}" in ${origin}/console/`);
  close();
  host.hidden = !live;
  dropFrame();
  emit('error', { code: 'refused' });
}

const open = () => turn(true);
const close = () => turn(false);
const toggle = () => turn(!wishes.open);
/** To what the frame says. */
const answers: { [T in ToLoader['t']]?: (m: Extract<ToLoader, { t: T }>) => void } = {
  // Not before: who is focused into a frame on its way may lose every key (Chromium 156, even
  // after a click in it).
  here: () => keys && frame?.focus(),
  close,
  open,
  peek: (m) => (peek = m.height),
  live: (m) => (live = m.on),
  keep: (m) => (wishes.kept = m.token),
  need_token: async ({ id }) => {
    let token: unknown;
    try {
      token = await provider?.();
    } catch {
      // The shop's function may throw, reject, or answer nothing: the frame hears "no token".
    }
    post({ t: 'token', id, token: token as string });
  },
  event: (m) => emit(m.name, m.detail),
  paint: (m) => dyed || dye(m.fill, m.text),
  reset_done: () => {
    wishes.reset = false;
    if (!wishes.open) dropFrame();
  },
  unread: (m) => {
    unread = m.n;
    emit('unread', { count: unread });
  },
};

function dropFrame(): void {
  port?.close();
  frame?.remove();
  port = frame = undefined;
  up = false;
}

function turn(on: boolean): void {
  if (wishes.open === on) return;
  keys = on;
  // Whoever is elsewhere on the page stays there when it closes.
  const held = on ? up : doc.activeElement === host;
  if (on) {
    host.hidden = false;
    peek = 0;
    ensureFrame();
    if (phone.matches) history.pushState({ ...history.state, kefu: 1 }, '');
  } else if (history.state?.kefu) history.back();
  wish({ open: on });
  remember();
  if (held) (on ? frame : launcher)?.focus();
  emit(on ? 'opened' : 'closed');
}

const api = {
  open,
  close,
  toggle,
  show: () => {
    host.hidden = false;
  },
  hide: () => {
    close();
    host.hidden = true;
  },
  destroy: () => {
    close();
    host.remove();
  },
  identify: (given: { token: string }) => wish({ token: given.token }),
  tokenProvider: (run: () => unknown) => {
    provider = run;
    wish({ provider: wishes.provider + 1 });
  },
  order: (order: Wishes['order']) => wish({ order }),
  update: ({
    position,
    color,
    ink,
    locale = wishes.locale,
    orders = wishes.orders,
  }: Look & Pick<Wishes, 'locale' | 'orders'>) => {
    if (position) options.position = position;
    if (color) {
      dyed = true;
      dye(color, ink);
    }
    wish({ locale, orders });
  },
  reset: () => {
    close();
    wishes.kept = '';
    unread = 0;
    live = false;
    provider = undefined;
    ensureFrame();
    wish({ reset: true, token: undefined, order: undefined, orders: undefined });
    // Kept over a reload: what was asked to be forgotten is forgotten.
    remember();
  },
  on: (...one: [name: string, run: Listener]) => {
    listeners.push(one);
  },
};

function call(name: string, ...args: unknown[]): void {
  (api[name as keyof typeof api] as Listener | undefined)?.(...args);
}

function boot(): void {
  let was = '';
  try {
    live = !!localStorage[marker];
    [was, wishes.kept] = (sessionStorage[marker] ?? '').split('|');
  } catch {
    // Nothing is kept here.
  }
  wishes.reset = was === 'reset';
  doc.body.append(host);
  for (const args of queued) call(...(args as [string]));
  if (was === 'open' && !phone.matches && !wishes.reset) {
    open();
    keys = false;
  } else if (was || live) ensureFrame();
  draw();
}

const { q: queued = [], booted } = (w.kefu ?? {}) as Kefu;

if (site && !booted) {
  call.booted = true;
  w.kefu = call;
  dye(options.color, options.ink);
  launcher.onclick = toggle;
  // No value: `false` would take Enter and Space from the launcher.
  host.onkeydown = (e) => {
    if (e.key === 'Escape') close();
  };
  phone.onchange = view.onresize = view.onscroll = draw;
  addEventListener('popstate', () => {
    if (phone.matches && !history.state?.kefu) close();
  });
  // Safari has no idle callback: there it is the next turn (a delay that is no number counts as 0).
  const idle = () =>
    ((w.requestIdleCallback ?? setTimeout) as typeof requestIdleCallback)(boot, { timeout: 3000 });
  if (doc.readyState === 'complete') idle();
  else addEventListener('load', idle);
}
