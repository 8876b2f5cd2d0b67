import type { Page, WebSocketRoute } from 'playwright-core';
import type { Card, Ev } from '#protocol';
import type { Account } from '../session/rest.ts';
import * as desk from './mock_desk.ts';
import { customerFile, records } from './mock_files.ts';
import { colleagues, me, skills, staff, storefronts } from './mock_people.ts';
import { sop } from './mock_sop.ts';
import { wallFrames } from './mock_wall.ts';

// A test double of the gateway for screenshots and accessibility runs of the console: answers REST
// calls and speaks enough of `kefu.v1` in the page's own process. It is no server and proves
// nothing about one; the real gateway is driven by tests/browser.

type Command = Record<string, unknown> & { t: string; r?: number; c?: string };

export interface MockOptions {
  readonly role: 'agent' | 'supervisor' | 'admin';
  readonly cards?: boolean; // a full desk
  readonly offer?: boolean | 'handed';
  readonly signedIn?: boolean;
  readonly mustChange?: boolean;
  readonly locale?: string;
  readonly wall?: boolean;
  readonly longLog?: number; // events of the first conversation
}

export class MockGateway {
  readonly commands: Command[] = [];
  #socket: WebSocketRoute | undefined;
  #signedIn: boolean;
  #cards: Card[];
  readonly #logs: Map<string, Ev[]>;
  #watched: Card | undefined;
  #refuse: { text: string; confirm?: boolean } | undefined;
  #attempts = 0;

  constructor(readonly options: MockOptions) {
    this.#signedIn = options.signedIn ?? true;
    this.#cards = options.cards === false ? [] : desk.cards();
    this.#logs = desk.logs(this.#cards, options.longLog ?? 0);
  }

  get account(): Account {
    return {
      id: me.id,
      name: this.options.role === 'agent' ? '林靜宜' : '周雅文',
      role: this.options.role,
      locale: this.options.locale ?? 'zh-Hant',
      must_change_password: this.options.mustChange ?? false,
    };
  }

  async attach(page: Page): Promise<void> {
    await page.route('**/api/**', async (route) => {
      const request = route.request();
      const url = new URL(request.url());
      const { status, body, headers } = this.#rest(request.method(), url, request.postData() ?? '');
      await route.fulfill({
        status,
        headers: { 'content-type': 'application/json', ...headers },
        body: body === undefined ? '' : JSON.stringify(body),
      });
    });
    await page.routeWebSocket('**/ws', (socket) => {
      this.#socket = socket;
      socket.onMessage((text) => {
        for (const line of String(text).split('\n')) this.#command(JSON.parse(line) as Command);
      });
    });
  }

  push(frame: object): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  // The next message is refused for this word; `confirm`: until it is confirmed.
  refuseNext(text: string, confirm?: boolean): void {
    this.#refuse = { text, ...(confirm && { confirm }) };
  }

  // A conversation that a supervisor has given to this agent.
  assign(): void {
    const card = { ...desk.offer().card, state: 'active', assignee: me.id, gen: 2 } as Card;
    const log = desk
      .shortLog(card)
      .map((ev) =>
        ev.k === 'accepted' ? { ...ev, by: desk.supervisor, b: { ...ev.b, why: 'assigned' } } : ev,
      );
    this.#cards.push(card);
    this.#logs.set(card.c, log);
    this.push({ t: 'card', card });
  }

  // The offer went by, and its agent is away for it.
  miss(): void {
    this.push({ t: 'offer.gone', id: desk.offer().id, why: 'missed' });
    this.push({ t: 'me', ...me.state, presence: 'away', reason: 'missed', since: Date.now() });
  }

  // Its customer has gone.
  ended(c: string): void {
    const card = this.#cards.find((one) => one.c === c);
    if (!card) return;
    this.push({ t: 'card', card: { ...card, state: 'wrap_up', since: Date.now() } });
  }

  // A supervisor gave it to somebody else.
  takeAway(c: string): void {
    this.push({ t: 'card.gone', c, why: 'transferred' });
  }

  // A supervisor has taken it over.
  takeOver(c: string): void {
    this.#taken(c, desk.supervisor);
    this.push({ t: 'card.gone', c, why: 'taken' });
  }

  #taken(c: string, by: Ev['by']): void {
    const log = this.#logs.get(c) ?? [];
    const b = { staff: by.id ?? '', name: by.name ?? '', why: 'taken' };
    const p = log.filter((one) => one.p !== undefined).length + 1;
    const q = log.length + 1;
    const ev = { t: 'ev', c, q, p, id: `t-${q}`, k: 'accepted', by, at: Date.now(), b } as Ev;
    log.push(ev);
    this.push(ev);
  }

  // The next change meets a row that somebody else saved.
  changedMeanwhile = false;

  async drop(code = 4000): Promise<void> {
    await this.#socket?.close({ code, reason: 'test' });
  }

  say(c: string, role: 'customer' | 'agent', text: string, key?: string): number {
    const log = this.#logs.get(c) ?? [];
    const q = log.length + 1;
    const p = log.filter((ev) => ev.p !== undefined).length + 1;
    const by = role === 'agent' ? { role, id: me.id, name: '林靜宜' } : { role };
    const ev = {
      t: 'ev',
      c,
      q,
      p,
      id: `e-${c}-${q}`,
      k: 'message',
      by,
      at: Date.now(),
      b: { text },
    };
    const whole = (key ? { ...ev, key } : ev) as Ev;
    log.push(whole);
    this.push(whole);
    return q;
  }

  #rest(method: string, url: URL, body: string) {
    const path = url.pathname;
    const ok = (value: unknown) => ({ status: 200, body: value, headers: {} });
    if (path === '/api/sign-in') return this.#signIn(body);
    if (path === '/api/me') return this.#signedIn ? ok(this.account) : notSignedIn;
    if (path === '/api/password' || path === '/api/sign-out')
      return { status: 204, body: undefined, headers: {} };
    if (path === '/api/ticket') return ok({ ticket: 'mock', expires_in_ms: 30_000 });
    if (path === '/api/sop') return ok(sop);
    if (path.startsWith('/api/customers/')) return ok(customerFile(path.split('/').at(-1) ?? ''));
    if (path === '/api/records') return ok({ records: records(), more: false });
    if (path.startsWith('/api/conversations/')) {
      const card = desk.cards()[2];
      return ok({ card, events: desk.logs(desk.cards(), 0).get(card?.c ?? '') });
    }
    if (path.startsWith('/api/staff')) {
      return ok(
        method === 'GET' ? { staff: staff() } : { ...staff()[0], password: 'x7Kd-9mQp-2Rtv' },
      );
    }
    if (path.startsWith('/api/skills'))
      return ok(method === 'GET' ? { skills: skills } : skills[0]);
    if (path.startsWith('/api/storefronts')) {
      if (method === 'PATCH' && this.changedMeanwhile)
        return { status: 409, body: { error: 'changed_meanwhile', text: '' }, headers: {} };
      return ok(
        method === 'GET'
          ? { storefronts: storefronts }
          : { ...storefronts[0], identity_secret: 'N2Y4YzQ1ZDYtZWI0Ny00YjE5LWE1YTct' },
      );
    }
    return { status: 404, body: { error: 'forbidden', text: '' }, headers: {} };
  }

  #signIn(body: string) {
    const { password } = JSON.parse(body) as { password: string };
    if (password === 'locked') {
      return {
        status: 429,
        body: { error: 'rate_limited', text: '' },
        headers: { 'Retry-After': '42' },
      };
    }
    if (password === 'wrong') return notSignedIn;
    this.#signedIn = true;
    return { status: 200, body: this.account, headers: {} };
  }

  #command(command: Command): void {
    this.commands.push(command);
    const { t, r } = command;
    const c = String(command.c ?? '');
    if (t === 'hello') this.#welcome();
    else if (r !== undefined) this.#answer(command, r, c);
  }

  #answer(command: Command, r: number, c: string): void {
    switch (command.t) {
      case 'sync': {
        const log = this.#logs.get(c) ?? [];
        const after = Number(command.after);
        const events = log.slice(after, after + Number(command.limit ?? 200));
        this.push({ t: 'ok', r, events, top: log.length, more: false });
        break;
      }
      case 'message.send':
        this.#message(command, r, c);
        break;
      case 'note.add':
        this.#note(command, r, c);
        break;
      case 'offer.accept':
        this.#accept(r);
        break;
      case 'conversation.end': {
        this.push({ t: 'ok', r });
        const card = this.#cards.find((one) => one.c === c);
        if (!card) break;
        const gen = card.gen + 1;
        this.push({ t: 'card', card: { ...card, state: 'wrap_up', gen, since: Date.now() } });
        break;
      }
      case 'wrap_up.save':
        this.push({ t: 'ok', r });
        this.push({ t: 'card.gone', c, why: 'closed' });
        break;
      case 'conversation.watch':
        this.#watch(r, c);
        break;
      case 'conversation.take': {
        const card = { ...(this.#watched as Card), assignee: me.id };
        this.#taken(c, { role: 'supervisor', id: me.id, name: this.account.name });
        this.push({ t: 'ok', r, card: { ...card, state: 'active', gen: card.gen + 1 } });
        break;
      }
      case 'presence.set': {
        const { presence, reason } = command;
        this.push({ t: 'ok', r, me: { ...me.state, presence, reason, since: Date.now() } });
        break;
      }
      case 'wall.watch':
        this.push({ t: 'ok', r });
        for (const frame of wallFrames()) this.push(frame);
        break;
      case 'wall.cards':
        this.push({ t: 'ok', r, cards: this.#wallCards(), total: this.#cards.length });
        break;
      default:
        this.push({ t: 'ok', r });
    }
  }

  #wallCards(): Omit<Card, 'preview'>[] {
    return this.#cards
      .map(({ preview: _, ...card }) => card)
      .sort((a, b) => (a.waiting_since ?? Infinity) - (b.waiting_since ?? Infinity));
  }

  #watch(r: number, c: string): void {
    const shown = { ...(this.#cards.find((one) => one.c === c) ?? desk.cards()[2]), c } as Card;
    if (colleagues[0]) shown.assignee = colleagues[0].id;
    if (!this.#logs.has(c)) this.#logs.set(c, desk.story(c));
    this.#watched = shown;
    this.push({ t: 'ok', r, card: shown });
  }

  #message(command: Command, r: number, c: string): void {
    if (this.#refuse !== undefined) {
      this.push({ t: 'err', r, code: 'forbidden_word', retry: false, ...this.#refuse });
      this.#refuse = undefined;
      return;
    }
    const q = (this.#logs.get(c) ?? []).length + 1;
    this.push({ t: 'ack', c, a: [[r, q, false]] });
    this.say(c, 'agent', String(command.text), String(command.key));
  }

  #note(command: Command, r: number, c: string): void {
    const log = this.#logs.get(c) ?? [];
    const q = log.length + 1;
    const by = { role: 'agent' as const, id: me.id, name: '林靜宜' };
    const ev = {
      t: 'ev',
      c,
      q,
      id: `n-${q}`,
      k: 'note',
      by,
      at: Date.now(),
      b: { text: command.text },
    } as Ev;
    log.push(ev);
    this.push({ t: 'ack', c, a: [[r, q, false]] });
    this.push(ev);
  }

  #accept(r: number): void {
    const card = { ...desk.offer().card, state: 'active', assignee: me.id, gen: 2 } as Card;
    this.#cards.push(card);
    this.#logs.set(card.c, desk.shortLog(card));
    this.push({ t: 'ok', r, card });
  }

  #welcome(): void {
    this.#attempts += 1;
    const { state } = me;
    this.push({
      t: 'welcome',
      role: this.options.role,
      session: 's-1',
      now: Date.now(),
      beat_ms: 25_000,
      max: { frame: 65_536, text: 4000 },
      staff: {
        id: me.id,
        name: this.account.name,
        role: this.options.role,
        locale: this.account.locale,
      },
      me: {
        ...state,
        capacity: this.options.role === 'agent' ? state.capacity : 0,
        load: this.#cards.filter((card) => card.state === 'active').length,
        closed_today: 12,
      },
      skills,
      colleagues,
      storefronts: storefronts.map(({ id, name }) => ({ id, name })),
      cards: this.#cards,
      offers:
        this.options.offer && this.#attempts === 1
          ? [desk.offer(this.options.offer === 'handed')]
          : [],
    });
  }
}

const notSignedIn = { status: 401, body: { error: 'not_signed_in', text: '' }, headers: {} };
