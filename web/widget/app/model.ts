import {
  type Answer,
  Client,
  type ClientPorts,
  type Credentials,
  type CustomerState,
  type Ev,
  type OwnConversation,
  type ServerFrame,
  type SessionStatus,
  type TextStorage,
  type Welcome,
} from '#protocol';
import type { Intent, Taken } from './intent.ts';
import { Memory } from './memory.ts';
import { subjectOf } from './subject.ts';
import { isOver, talkOf, withPending } from './talk_of.ts';
import { type ChatView, EMPTY, type Net, type Talk } from './view.ts';

export interface ModelPorts extends ClientPorts {
  site: string;
  locale(): string;
  /** The visitor token, kept by the frame's own origin. */
  token: TextStorage;
  /** Which conversation was read up to where, which was put away and which not rated. */
  memory: TextStorage;
  /** A fresh token from the shop, when it has one; rejects when it had one and could not renew. */
  identity(renew: boolean): Promise<string | undefined>;
  /** A notable moment, for the page's listeners. */
  event(
    name: 'session.started' | 'agent.joined' | 'message' | 'session.ended' | 'csat' | 'error',
    detail?: Record<string, string | number | boolean>,
  ): void;
  /** What was to be forgotten is, here and, where it could be reached, at the gateway. */
  forgotten(): void;
}

/** In a line anew: of the one before it nothing holds, and nobody is there. */
function inLine(own: OwnConversation, from?: number): OwnConversation {
  if (own.state === 'waiting') return own;
  const { agent: _gone, place: _place, waiting_from: _since, ...rest } = own;
  return { ...rest, state: 'waiting', ...(from && { waiting_from: from }) };
}

/** The customer's chat without a screen: one `Client`, folded into a `ChatView`. */
export class ChatModel {
  readonly #ports: ModelPorts;
  readonly #changed: (view: ChatView) => void;
  readonly client: Client;
  #own: OwnConversation | undefined;
  /** Up to here the page knows of it: what came since it was opened, not what it found there. */
  #told = 0;
  readonly #memory: Memory;
  #view: ChatView = EMPTY;
  #net: Net = { is: 'connecting' };
  #lostAt: number | undefined;
  #skewMs = 0;
  #name: string | undefined;
  #identified = false;
  #busy = false;
  #notice: ChatView['notice'];
  #wasReady = false;
  /** Given by another tab's page. */
  #token: string | undefined;
  /** Whom the last hello named. */
  #subject: unknown;
  #forgetting = false;
  /** What another tab showed before this one led; until the gateway says how it is. */
  #inherited: Talk | undefined;
  /** The gateway named an open conversation that is not here: the next welcome is to bring it. */
  #missing: string | undefined;

  constructor(ports: ModelPorts, changed: (view: ChatView) => void, inherited?: Talk) {
    this.#inherited = inherited;
    this.#ports = ports;
    this.#changed = changed;
    this.#memory = new Memory(ports.memory);
    this.client = new Client(ports, {
      side: 'customer',
      credentials: (renew) => this.#credentials(renew),
      status: (s) => this.#status(s),
      welcome: (w) => this.#welcome(w),
      frame: (f) => this.#frame(f),
      applied: (c, events) => this.#applied(c, events),
      changed: () => this.#publish(),
    });
  }

  get view(): ChatView {
    return this.#view;
  }

  start(): void {
    if (!this.#forgetting) this.client.session.start();
  }

  stop(): void {
    this.client.stop();
  }

  /** Signed out: nothing of the customer stays in this browser; the next hello is a new visitor's. */
  async #forget(): Promise<void> {
    this.#forgetting = true;
    const { session } = this.client;
    // A token that nobody has said hello with is ended, too.
    if (session.status.is === 'idle' && this.#ports.token.load()) session.start();
    this.#own = this.#inherited = this.#name = this.#token = undefined;
    this.#subject = this.#notice = this.#lostAt = undefined;
    this.#identified = this.#wasReady = false;
    this.#ports.token.save('');
    this.#memory.clear();
    this.#publish();
    await this.client.forgetAll();
    this.#forgetting = false;
    this.#ports.forgotten();
  }

  /** Signed in while the page was open: the next hello says who it is. */
  #restart(): void {
    this.client.session.stop();
    this.client.session.start();
  }

  /** `key`: of this intent, the same when another tab repeats it. Answers whether words were taken. */
  intend(intent: Intent, key = this.client.newKey()): Taken {
    switch (intent.do) {
      case 'start':
        return this.#start(intent, key);
      case 'say':
        return this.#say(intent, key);
      case 'typed':
        if (this.#own && this.#net.is === 'ready') this.client.typed(this.#own.c, intent.hasText);
        break;
      case 'retry':
        this.client.retry(intent.key);
        break;
      case 'discard':
        this.client.discard(intent.key);
        break;
      case 'leave':
        void this.#leave();
        break;
      case 'rate':
        return this.#rate(intent, key);
      case 'seen':
        this.#seen();
        break;
      case 'mark':
        if (this.#own && isOver(this.#own)) this.#memory.mark(intent.as, this.#own.c);
        this.#publish();
        break;
      case 'wake':
        this.client.session.wake();
        break;
      case 'net':
        this.client.session.netChanged(intent.online);
        break;
      case 'again':
        this.client.session.start();
        break;
      case 'dismiss':
        this.#notice = undefined;
        this.#publish();
        break;
      case 'identify':
        this.#token = intent.token;
        // Another tab of the same customer changes nothing; before the first hello nothing has to be said again.
        if (subjectOf(intent.token) !== this.#subject && this.client.session.status.is !== 'idle')
          this.#restart();
        break;
      case 'forget':
        void this.#forget();
    }
    return true;
  }

  async #credentials(renew: boolean): Promise<Credentials> {
    const saved = this.#ports.token.load();
    const jwt = (await this.#ports.identity(renew)) ?? this.#token;
    if (renew && jwt === this.#token) this.#token = undefined;
    // Refused without a shop's token: the visitor token itself is not valid any more.
    if (renew && !jwt) this.#ports.token.save('');
    const token = renew && !jwt ? '' : saved;
    this.#subject = subjectOf(jwt);
    return {
      kind: 'customer',
      storefront: this.#ports.site,
      locale: this.#ports.locale(),
      ...(token && { token }),
      ...(jwt && { jwt }),
    };
  }

  #status(status: SessionStatus): void {
    const now = this.#ports.wallNow();
    if (status.is === 'ready') this.#lostAt = undefined;
    else if (this.#wasReady && this.#lostAt === undefined) this.#lostAt = now;
    this.#wasReady ||= status.is === 'ready';
    if (status.is === 'waiting')
      this.#net = {
        is: 'waiting',
        retryAt: now + status.at - this.#ports.timers.now(),
        limited: status.limited,
      };
    else if (status.is === 'stopped') this.#net = { is: 'stopped', why: status.why };
    else this.#net = { is: status.is === 'idle' ? 'connecting' : status.is };
    this.#publish();
  }

  #welcome(welcome: Welcome): void {
    if (welcome.role !== 'customer') return;
    if (welcome.token) this.#ports.token.save(welcome.token);
    this.#skewMs = welcome.now - this.#ports.wallNow();
    this.#identified = welcome.identified;
    this.#name = welcome.name;
    const own = welcome.conversation;
    if (this.#own?.c !== own?.c) this.#told = own?.top ?? 0;
    this.#own = own;
    this.#inherited = undefined;
    if (this.#missing !== undefined && this.#missing !== own?.c)
      this.#notice = { code: 'already_open' };
    this.#missing = undefined;
    this.#publish();
  }

  #frame(frame: ServerFrame): void {
    // Begun by another session of the same customer.
    if (frame.t === 'conversation') {
      this.#own = frame.conversation;
      this.#told = 0;
    }
    const own = this.#own;
    if (!own) return;
    if (frame.t === 'place' && frame.c === own.c) {
      const { t: _t, c: _c, ...place } = frame;
      this.#own = { ...own, place };
    } else if (frame.t === 'state' && frame.c === own.c) {
      const { t: _t, c: _c, ...now } = frame;
      // Whoever it was stays named at the end.
      this.#own = { ...(now.state === 'waiting' ? inLine(own) : own), ...now };
    }
    this.#publish();
  }

  /** The log says the same as `state` frames, and says it also when one of those was missed. */
  #applied(c: string, events: readonly Ev[]): void {
    let own = this.#own;
    if (own?.c !== c) return;
    for (const { q, k, at, by, b } of events) {
      const state = k as CustomerState;
      const agent = { name: b.name ?? '' };
      if (q > this.#told) {
        this.#told = q;
        if (k === 'accepted') this.#ports.event('agent.joined', agent);
        else if (isOver({ state })) this.#ports.event('session.ended');
        else if (k === 'message' && by.role !== 'customer') this.#ports.event('message');
      }
      if (q <= own.top) {
        // The gateway's own word on it came later; only at the end it does not name whoever was there.
        if (k === 'accepted' && own.state !== 'waiting') own = { ...own, agent };
      } else if (k === 'accepted') own = { ...own, state: 'active', agent };
      else if (k === 'requeued' || k === 'transferred') own = inLine(own, at);
      else if (isOver({ state }) || k === 'parked') own = { ...own, state };
      else if (k === 'rated') own = { ...own, rated: true };
    }
    this.#own = own;
  }

  async #start(intent: Intent & { do: 'start' }, key: string): Promise<boolean> {
    if (this.#busy) return false;
    this.#notice = undefined;
    this.#busy = true;
    this.#publish();
    const answer = await this.client.submit({
      t: 'conversation.start',
      key,
      topic: intent.topic,
      ...(intent.order && { order: intent.order }),
      ...(intent.text && { text: intent.text }),
    });
    this.#busy = false;
    const begun = answer.is === 'ok' && answer.ok.conversation;
    if (begun) {
      this.#own = begun;
      this.#told = 0;
      this.#ports.event('session.started', { topic: intent.topic });
    } else if (answer.is === 'refused' && answer.err.code === 'already_open') {
      if (this.#own?.c !== answer.err.c) {
        this.#missing = answer.err.c;
        this.#restart();
      }
    } else this.#refused(answer);
    this.#publish();
    return !!begun;
  }

  #say({ c, text }: Intent & { do: 'say' }, key: string): boolean {
    const taken = !!this.client.say(this.#own?.c ?? c, text, undefined, key);
    if (!taken) this.#notice = { code: 'full' };
    this.#publish();
    return taken;
  }

  async #leave(): Promise<void> {
    const c = this.#own?.c;
    if (c === undefined || this.#busy) return;
    this.#busy = true;
    this.#publish();
    this.#refused(await this.client.request({ t: 'conversation.leave', c }));
    this.#busy = false;
    this.#publish();
  }

  async #rate(intent: Intent & { do: 'rate' }, key: string): Promise<boolean> {
    const c = (this.#own ?? this.#inherited)?.c;
    if (c === undefined || this.#busy) return false;
    this.#busy = true;
    this.#publish();
    const answer = await this.client.submit({
      t: 'survey.rate',
      key,
      c,
      score: intent.score,
      ...(intent.solved && { solved: intent.solved }),
      ...(intent.tags.length && { tags: intent.tags }),
      ...(intent.comment && { comment: intent.comment }),
    });
    this.#busy = false;
    if (answer.is === 'ok') {
      if (this.#own?.c === c) this.#own = { ...this.#own, rated: true };
      this.#ports.event('csat', { score: intent.score });
    } else this.#refused(answer);
    this.#publish();
    return answer.is === 'ok';
  }

  #refused(answer: Answer): void {
    if (this.#forgetting) return;
    if (answer.is === 'lost') this.#notice = { code: 'unavailable' };
    if (answer.is !== 'refused') return;
    const { code, after_ms } = answer.err;
    this.#notice = {
      code,
      ...(after_ms !== undefined && { afterS: Math.ceil(after_ms / 1000) }),
    };
    this.#ports.event('error', { code });
  }

  #seen(): void {
    const own = this.#own;
    const log = own && this.client.log(own.c);
    if (!log) return;
    const last = log.events.findLast((ev) => ev.k === 'message' && ev.by.role !== 'customer');
    if (!last || last.q <= this.#memory.readUpTo(log.c)) return;
    this.#memory.read(log.c, last.q);
    this.client.read(log.c, last.q);
    this.#publish();
  }

  #publish(): void {
    this.#view = {
      net: this.#net,
      identified: this.#identified,
      skewMs: this.#skewMs,
      busy: this.#busy,
      queued: this.client.outbox.entries.length,
      lostAt: this.#lostAt,
      name: this.#name,
      talk: this.#talk(),
      notice: this.#notice,
    };
    this.#changed(this.#view);
  }

  #talk(): Talk | undefined {
    const own = this.#own;
    const shown = this.#inherited;
    if (!own) return shown && withPending(shown, this.client.outbox.of(shown.c));
    if (isOver(own) && this.#memory.is('putAway', own.c)) return undefined;
    const log = this.client.log(own.c);
    return talkOf(own, {
      events: log?.events ?? [],
      top: log?.top ?? 0,
      pending: this.client.outbox.of(own.c),
      marks: this.client.marks(own.c),
      typing: this.client.isTyping(own.c),
      readUpTo: this.#memory.readUpTo(own.c),
      skipped: this.#memory.is('skipped', own.c),
    });
  }
}
