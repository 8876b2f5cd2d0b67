import { HANDSHAKE, type ToFrame, type ToLoader, type Wishes } from '../bridge.ts';
import { css } from './style.ts';
import { wordsFor } from './words.ts';

/**
 * The only script a shop's page runs. Draws the launcher in a closed shadow root, makes the frame on
 * the first open, and passes the shop's wishes on. Stores nothing before the first open and makes no
 * request of its own before it.
 */

type Listener = (...detail: unknown[]) => void;
type Queue = { q?: unknown[][] };

const BRAND =
  'M10 2.6 16.2 6.7a1.8 1.8 0 0 1 .7 1.3v5.2a1.8 1.8 0 0 1-1.8 1.8H9.6l-3.8 2.8V15h-.9a1.8 1.8 0 0 1-1.8-1.8V8a1.8 1.8 0 0 1 .7-1.3zM7 10.2h6';
const SVG = 'http://www.w3.org/2000/svg';
const DOWN = 'm5.5 8 4.5 4.5 4.5-4.5';

const script = document.currentScript as HTMLScriptElement | null;
const w = window as unknown as Record<string, unknown>;

if (script?.dataset.site && !(w.kefu as { booted?: boolean } | undefined)?.booted) install(script);

function install(from: HTMLScriptElement): void {
  const origin = new URL(from.src).origin;
  const options = from.dataset;
  const site = options.site;
  const doc = document;
  const marker = `kefu:${site}`;
  const wishes: Wishes = {
    t: 'wishes',
    open: false,
    provider: 0,
    reset: false,
    locale: doc.documentElement.lang,
  };
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
  const listeners: [name: string, run: Listener][] = [];

  const phone = matchMedia('(width<=480px)');
  const view = visualViewport as VisualViewport;
  const host = element('div');
  const root = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${css}:host{color-scheme:${options.theme ?? 'light dark'}!important}`);
  root.adoptedStyleSheets = [sheet];
  const box = element('div');
  const launcher = element('button', 'l') as HTMLButtonElement;
  const badge = element('span', 'n');
  const svg = doc.createElementNS(SVG, 'svg');
  const path = doc.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.append(path);
  launcher.append(svg, badge);
  box.append(launcher);
  root.append(box);
  const toggle = () => turn(!wishes.open);
  launcher.onclick = toggle;
  // No value: `false` would take Enter and Space from the launcher.
  host.onkeydown = (e) => {
    if (e.key === 'Escape') close();
  };
  phone.onchange = view.onresize = view.onscroll = draw;
  addEventListener('popstate', () => {
    if (phone.matches && !history.state?.kefu) close();
  });

  function element(name: string, cls = ''): HTMLElement {
    return Object.assign(doc.createElement(name), { className: cls });
  }

  function draw(): void {
    const words = wordsFor(wishes.locale, ...navigator.languages);
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
      sessionStorage[marker] = [
        wishes.reset ? 'reset' : wishes.open ? 'open' : on,
        wishes.kept,
      ].join('|');
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
    const made = element('iframe', 'p') as HTMLIFrameElement;
    made.onload = () => {
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = ({ data }: MessageEvent<ToLoader>) => {
        up = true;
        answers[data.t]?.(data as never);
        draw();
      };
      made.contentWindow?.postMessage(HANDSHAKE, origin, [channel.port2]);
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
  /** To what the frame says. */
  const answers: { [T in ToLoader['t']]?: (m: Extract<ToLoader, { t: T }>) => void } = {
    // Not before: who is focused into a frame on its way may lose every key (Chromium 156, even
    // after a click in it).
    here: () => keys && frame?.focus(),
    close,
    open,
    peek: (m) => {
      peek = m.height;
    },
    live: (m) => {
      live = m.on;
      remember();
    },
    keep: (m) => {
      wishes.kept = m.token;
      remember();
    },
    need_token: async ({ id }) => {
      // The shop's function may throw, reject, or answer nothing: the frame hears "no token".
      const ask = async () => provider?.() as string | undefined;
      post({ t: 'token', id, token: await ask().catch(() => undefined) });
    },
    event: (m) => emit(m.name, m.detail),
    paint: (m) => {
      // What the page itself asked for outranks the storefront's colour.
      host.style.cssText ||= `--a:${m.fill};--o:${m.text}`;
    },
    reset_done: () => {
      wishes.reset = false;
      remember();
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
    update: (given: { position?: string; color?: string; ink?: string } & Partial<Wishes>) => {
      if (given.position) options.position = given.position;
      if (given.color) host.style.cssText = `--a:${given.color};--o:${given.ink ?? '#fff'}`;
      wish(given);
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

  const queued = (w.kefu as Queue | undefined)?.q ?? [];
  call.booted = true;
  w.kefu = call;

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
    // What the snippet says; a call of the page outranks it.
    api.update(options);
    for (const args of queued) call(...(args as [string]));
    if (was === 'open' && !phone.matches && !wishes.reset) {
      open();
      keys = false;
    } else if (was || live) ensureFrame();
    draw();
  }

  // Safari has no idle callback: there it is the next turn (a delay that is no number counts as 0).
  const later = (w.requestIdleCallback ?? setTimeout) as typeof requestIdleCallback;
  const idle = () => later(boot, { timeout: 3000 });
  if (doc.readyState === 'complete') idle();
  else addEventListener('load', idle);
}
