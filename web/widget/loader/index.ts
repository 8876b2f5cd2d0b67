import { HANDSHAKE, type ToFrame, type ToLoader, type Wishes } from '../bridge.ts';
import { css } from './style.ts';
import { wordsFor } from './words.ts';

/**
 * The only script a shop's page runs. Draws the launcher in a closed shadow root, makes the frame on
 * the first open, and passes the shop's wishes on. Stores nothing before the first open and makes no
 * request of its own before it.
 */

type Listener = (detail?: unknown) => void;
type Queue = { q?: unknown[][] };

const BRAND =
  'M10 2.6 16.2 6.7a1.6 1.6 0 0 1 .7 1.3v5.2a1.8 1.8 0 0 1-1.8 1.8H9.6l-3.8 2.8V15h-.9a1.8 1.8 0 0 1-1.8-1.8V8a1.6 1.6 0 0 1 .7-1.3zM7 10.2h6';
const SVG = 'http://www.w3.org/2000/svg';
const DOWN = 'm5.5 8 4.5 4.5L14.5 8';

const script = document.currentScript as HTMLScriptElement | null;
const w = window as unknown as Record<string, unknown>;

if (script?.dataset.site && !(w.kefu as { booted?: boolean } | undefined)?.booted)
  install(script, script.dataset.site);

function install(from: HTMLScriptElement, site: string): void {
  const origin = new URL(from.src).origin;
  const options = from.dataset;
  const doc = document;
  const marker = `kefu:${site}`;
  const wishes: Wishes = {
    t: 'wishes',
    open: false,
    provider: 0,
    reset: false,
    locale: options.locale ?? doc.documentElement.lang,
  };
  let provider: (() => unknown) | undefined;
  let frame: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  let unread = 0;
  /** Height of the one message shown beside the launcher while the panel is closed; 0 = none. */
  let peek = 0;
  let locked = false;
  let live = false;
  const listeners: Record<string, Listener[]> = {};

  const night = matchMedia('(prefers-color-scheme:dark)');
  const phone = matchMedia('(max-width:480px)');
  const view = visualViewport;
  const host = element('div');
  const root = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
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
  launcher.onclick = () => turn(!wishes.open);
  host.onkeydown = (e) => {
    if (e.key === 'Escape') close();
  };
  phone.onchange = night.onchange = layout;
  if (view) view.onresize = view.onscroll = layout;
  addEventListener('popstate', () => {
    if (phone.matches && !history.state?.kefu) close();
  });

  function element(name: string, cls = ''): HTMLElement {
    const e = doc.createElement(name);
    e.className = cls;
    return e;
  }

  function draw(): void {
    const words = wordsFor(wishes.locale, navigator.language);
    path.setAttribute('d', wishes.open ? DOWN : BRAND);
    badge.hidden = wishes.open || !unread;
    badge.textContent = unread > 99 ? '99+' : `${unread}`;
    launcher.setAttribute(
      'aria-label',
      words[wishes.open ? 2 : 1] +
        words[0] +
        (badge.hidden ? '' : words[3].replace('#', `${unread}`)),
    );
    if (frame) frame.title = words[0];
    layout();
  }

  /** Phones: the whole screen, as high as what the keyboard leaves of it. */
  function layout(): void {
    const full = wishes.open && phone.matches;
    box.className = `${wishes.open ? 'on ' : ''}${options.position === 'left' ? 'left ' : ''}${phone.matches ? 'phone' : ''}`;
    host.toggleAttribute('dark', options.theme ? options.theme === 'dark' : night.matches);
    if (frame) {
      frame.hidden = !wishes.open && !peek;
      frame.style.cssText =
        full && view
          ? `height:${view.height}px;top:${view.offsetTop}px;bottom:auto`
          : wishes.open
            ? ''
            : `height:${peek}px`;
    }
    if (full !== locked) doc.documentElement.style.overflow = full ? 'hidden' : '';
    locked = full;
  }

  /** Storage may be refused: then the next page starts closed. */
  function remember(value?: 'open' | 'live' | 'reset' | ''): string | null | undefined {
    try {
      if (value !== undefined) sessionStorage.setItem(marker, `${value}|${wishes.kept ?? ''}`);
      return sessionStorage.getItem(marker);
    } catch {
      return undefined;
    }
  }

  /** What the next page starts with. */
  function mark(on: boolean): void {
    live = on;
    remember(wishes.open ? 'open' : live ? 'live' : '');
  }

  function emit(name: string, detail?: unknown): void {
    for (const run of listeners[name] ?? []) run(detail);
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

  function ensureFrame(): HTMLIFrameElement {
    if (frame) return frame;
    const made = element('iframe', 'p') as HTMLIFrameElement;
    const query = new URLSearchParams({
      key: site,
      locale: wishes.locale ?? '',
      theme: options.theme ?? '',
    });
    made.hidden = true;
    made.onload = () => {
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = (e: MessageEvent<ToLoader>) => heard(e.data);
      made.contentWindow?.postMessage(HANDSHAKE, origin, [channel.port2]);
      post(wishes);
    };
    made.src = `${origin}/w/frame?${query}`;
    box.append(made);
    frame = made;
    return made;
  }

  /** The shop's function may throw, reject, or answer nothing: the frame hears "no token". */
  async function giveToken(id: number): Promise<void> {
    let token: string | undefined;
    try {
      token = (await provider?.()) as typeof token;
    } catch {
      // Refused by the shop: the chat goes on without a token.
    }
    post({ t: 'token', id, token });
  }

  function heard(m: ToLoader): void {
    if (m.t === 'close') close();
    else if (m.t === 'open') open();
    else if (m.t === 'peek') {
      peek = m.height;
      layout();
    } else if (m.t === 'live') mark(m.on);
    else if (m.t === 'keep') {
      wishes.kept = m.token;
      mark(live);
    } else if (m.t === 'need_token') void giveToken(m.id);
    else if (m.t === 'event') emit(m.name, m.detail);
    // What the page itself asked for outranks the storefront's colour.
    else if (m.t === 'paint') host.style.cssText ||= `--a:${m.fill};--o:${m.text}`;
    else if (m.t === 'reset_done') {
      wishes.reset = false;
      remember('');
      if (!wishes.open) dropFrame();
    } else if (m.t === 'unread') {
      unread = m.n;
      emit('unread', { count: unread });
      draw();
    }
  }

  function dropFrame(): void {
    port?.close();
    port = undefined;
    frame?.remove();
    frame = undefined;
  }

  function turn(on: boolean): void {
    if (wishes.open === on) return;
    if (on) {
      host.hidden = false;
      peek = 0;
      ensureFrame();
      if (phone.matches) history.pushState({ ...history.state, kefu: 1 }, '');
    } else if (history.state?.kefu) history.back();
    wish({ open: on });
    mark(live);
    (on ? frame : launcher)?.focus();
    emit(on ? 'opened' : 'closed');
  }

  const open = () => turn(true);
  const close = () => turn(false);

  const api = {
    open,
    close,
    toggle: () => launcher.click(),
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
    update: (given: { position?: string; color?: string } & Partial<Wishes>) => {
      const { position, color, ...rest } = given;
      if (position) options.position = position;
      if (color) host.style.cssText = `--a:${color}`;
      wish(rest);
    },
    reset: () => {
      close();
      wishes.kept = '';
      // Kept over a reload: what was asked to be forgotten is forgotten.
      remember('reset');
      unread = 0;
      provider = undefined;
      ensureFrame();
      wish({ reset: true, token: undefined, order: undefined, orders: undefined });
    },
    on: (name: string, run: Listener) => {
      listeners[name] = [...(listeners[name] ?? []), run];
    },
  };

  function call(name: string, ...args: unknown[]): void {
    if (Object.hasOwn(api, name))
      (api[name as keyof typeof api] as (...args: unknown[]) => void)(...args);
  }

  const queued = (w.kefu as Queue | undefined)?.q ?? [];
  w.kefu = Object.assign(call, { booted: true });

  function boot(): void {
    doc.body.append(host);
    draw();
    for (const args of queued) call(...(Array.from(args as ArrayLike<unknown>) as [string]));
    const [was, kept] = (remember() ?? '').split('|');
    wishes.kept = kept;
    wishes.reset = was === 'reset';
    if (was === 'open' && !phone.matches) open();
    else if (was) ensureFrame();
  }

  // Safari has no idle callback: there it is the next turn (a delay that is no number counts as 0).
  const later = (window.requestIdleCallback ?? setTimeout) as typeof requestIdleCallback;
  const idle = () => later(boot, { timeout: 3000 });
  if (doc.readyState === 'complete') idle();
  else addEventListener('load', idle, { once: true });
}
