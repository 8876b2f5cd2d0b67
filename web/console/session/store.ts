import { batch, computed, signal } from '@preact/signals';
import {
  type Answer,
  Client,
  type Ev,
  loadEarlier as earlierOf,
  type Id,
  isServerFrame,
  type OutboxEntry,
  pageKey,
  pageSocket,
  pageStorage,
  pageTimers,
  type SessionStatus,
} from '#protocol';
import type { Arrival } from '../state/arrival.ts';
import { type Back, backOf } from '../state/back.ts';
import { cardOf, type Desk, emptyDesk, publicTop, waitingOf } from '../state/desk.ts';
import { type DeskInput, step, type Want } from '../state/desk_step.ts';
import { groupsOf } from '../state/inbox.ts';
import { twinMarks } from '../state/twins.ts';
import { defaultWaitLimits, type WaitLimits } from '../state/wait.ts';
import { t } from '../text.ts';
import { serverNow, setServerTime } from './clock.ts';
import { openDraftsOf } from './drafts.ts';
import { type Account, rest, type Sop } from './rest.ts';
import { tell } from './toasts.ts';
import { faultWords, refusalWords } from './words.ts';

// The one place where the pure desk meets the wire: signals that the screens read, and the acts
// that they call. One per window.

export const account = signal<Account | undefined>(undefined);
export const signedOutWhy = signal<'' | 'expired'>('');
export const sop = signal<Sop | undefined>(undefined);
export const desk = signal<Desk>(emptyDesk);
export const link = signal<SessionStatus>({ is: 'idle' });
export const lostAt = signal<number | undefined>(undefined);
export const noNetwork = signal(false); // by the browser's word
export const current = signal<Id | undefined>(undefined); // the conversation on the screen

// Rises when a conversation's log, outbox, marks or typing changed.
const versions = signal<ReadonlyMap<Id, number>>(new Map());

export const waiting = computed(() => waitingOf(desk.value));
export const groups = computed(() =>
  groupsOf(desk.value.cards.values(), desk.value.staff?.id ?? '', desk.value.watching),
);
// Who shares a masked name with somebody else here.
export const marks = computed(() =>
  twinMarks([...desk.value.cards.values(), ...desk.value.offers.map((held) => held.offer.card)]),
);
export const currentCard = computed(() => cardOf(desk.value, current.value));
export const waitLimits = computed<WaitLimits>(() => {
  const sla = sop.value?.sla;
  if (!sla) return defaultWaitLimits;
  return { warnMs: sla.accept * 1000, lateMs: sla.warn * 1000, breachMs: sla.breach * 1000 };
});

let client: Client | undefined;

export interface Talk {
  readonly events: readonly Ev[];
  readonly floor: number; // there is more before the first event
  readonly pending: readonly OutboxEntry[];
  readonly typing: boolean;
  readonly delivered: number; // by the customer, in public numbers
  readonly read: number;
}

const noTalk: Talk = { events: [], floor: 0, pending: [], typing: false, delivered: 0, read: 0 };

// What has been said in a conversation; a screen that calls this is drawn again when it changes.
export function talkOf(c: Id): Talk {
  versions.value.get(c);
  if (!client) return noTalk;
  const log = client.log(c); // none of what was gone before this page was loaded
  const marks = client.marks(c);
  return {
    events: log?.events ?? [],
    floor: log?.floor ?? 0,
    // They change in place, and what is the same object is not drawn again.
    pending: client.outbox.of(c).map((entry) => ({ ...entry })),
    typing: client.isTyping(c),
    delivered: marks.delivered,
    read: marks.read,
  };
}

// Everything that is not in a log yet, of whatever conversation.
export function pendingOfAll(): readonly OutboxEntry[] {
  versions.value;
  return client?.outbox.entries ?? [];
}

export function dispatch(input: DeskInput): void {
  const next = step(desk.value, input);
  desk.value = next.desk;
  for (const want of next.wants) act(want);
}

export interface Heard {
  readonly what: 'offer' | 'missed' | 'message' | 'gone' | 'came';
  readonly c: Id;
  readonly how?: Arrival; // of what came
}

export const heard = signal<Heard>({ what: 'gone', c: '' });

function act(want: Want): void {
  if (want.kind === 'load') void load(want.c, want.came === true);
  else if (want.kind === 'watch') void watch(want.c);
  else if (want.kind === 'wall') void client?.request({ t: 'wall.watch' });
  else if (want.kind === 'came') {
    heard.value = { what: 'came', c: want.c, how: want.how };
    if (current.value === want.c) dispatch({ kind: 'opened', c: want.c });
  } else heard.value = { what: want.what, c: want.c };
}

async function load(c: Id, came: boolean): Promise<void> {
  const of = client;
  await loadEarlier(c);
  const log = of?.log(c);
  if (came && log && of === client) dispatch({ kind: 'loaded', c, events: log.events });
}

function bump(c: Id): void {
  versions.value = new Map(versions.value).set(c, (versions.value.get(c) ?? 0) + 1);
}

// ---- signing in and out

export async function enter(who: Account): Promise<void> {
  account.value = who;
  openDraftsOf(who.id);
  signedOutWhy.value = '';
  const loaded = await rest.sop();
  if (account.value !== who) return; // somebody else's, or nobody's, by now
  if (loaded.ok) sop.value = loaded.value;
  else tell(t('error.sop'), 'bad');
  client = new Client(
    {
      open: pageSocket(location),
      timers: pageTimers,
      random: Math.random,
      newKey: pageKey,
      guard: isServerFrame,
      wallNow: serverNow,
      outbox: pageStorage(() => sessionStorage, `kefu.outbox.${who.id}`),
    },
    {
      side: 'staff',
      credentials,
      status: onStatus,
      welcome: (welcome) => {
        if (welcome.role === 'customer') return;
        setServerTime(welcome.now);
        const back = backOf(
          desk.value,
          welcome,
          lostFrom === undefined ? 0 : Date.now() - lostFrom,
        );
        lostFrom = undefined;
        dispatch({ kind: 'welcome', welcome, now: serverNow() });
        if (back) tellBack(back);
      },
      frame: (frame) => {
        dispatch({ kind: 'frame', frame, now: serverNow() });
        if (frame.t === 'card' && !desk.value.cards.has(frame.card.c))
          client?.unfollow(frame.card.c);
      },
      applied: (c, events) => dispatch({ kind: 'applied', c, events }),
      changed: bump,
    },
  );
  client.session.start();
}

async function credentials() {
  const reply = await rest.ticket();
  if (reply.ok) return { kind: 'staff' as const, ticket: reply.value.ticket };
  if (reply.fault.status === 401) return undefined;
  throw new Error(reply.fault.code);
}

function tellBack(back: Back): void {
  if (back.taken > 0) tell(t('back.taken', { n: back.taken }), 'bad');
  if (back.offline) tell(t('back.offline'), 'bad');
  if (back.again) void setPresence(back.again.presence, back.again.reason);
}

let lostFrom: number | undefined; // by this computer's clock

function onStatus(status: SessionStatus): void {
  if (status.is !== 'ready') lostFrom ??= Date.now();
  batch(() => {
    link.value = status;
    if (status.is === 'ready') lostAt.value = undefined;
    else lostAt.value ??= serverNow();
    if (status.is === 'stopped' && status.why === 'sign_in') leave('expired');
  });
}

function leave(why: '' | 'expired'): void {
  batch(() => {
    account.value = undefined;
    signedOutWhy.value = why;
    desk.value = emptyDesk;
    current.value = undefined;
    lostAt.value = undefined;
    versions.value = new Map();
  });
}

// Why not: the sign-in may still stand, so whoever sits here stays signed in on the screen, too.
export async function signOut(): Promise<string | undefined> {
  const reply = await rest.signOut();
  if (!reply.ok && reply.fault.status !== 401) return faultWords(reply.fault);
  client?.stop();
  client?.outbox.clear();
  client = undefined;
  leave('');
  return undefined;
}

export function wake(): void {
  client?.session.wake();
}

// What the browser says of the device's network. The line is kept: a socket that closes means to the gateway
// that the agent is gone, and what rings here would be withdrawn, though the line may live through it.
export function netChanged(online: boolean): void {
  noNetwork.value = !online;
  if (!online) lostAt.value ??= serverNow();
  else if (link.value.is === 'ready') lostAt.value = undefined;
  if (online) client?.session.netChanged(true);
}

// ---- conversations

export function open(c: Id | undefined): void {
  current.value = c;
  if (c !== undefined) dispatch({ kind: 'opened', c });
}

// Everything up to the newest event was on the screen of a visible page.
export function seen(c: Id): void {
  const log = client?.log(c);
  const card = desk.value.cards.get(c);
  if (!log || !card || card.assignee !== desk.value.staff?.id) return;
  const top = publicTop(log.events);
  if (top <= card.staff_read) return;
  client?.read(c, top);
  dispatch({ kind: 'read', c, read: top });
}

export async function loadEarlier(c: Id): Promise<number> {
  const added = client ? await earlierOf(client, c) : 0;
  if (added) bump(c);
  return added;
}

export function typed(c: Id, hasText: boolean): void {
  client?.typed(c, hasText);
}

// False: too many unsent messages; the words stay in the composer. What was refused is on some list here, to
// be given up by its author only.
export function say(c: Id, text: string): boolean {
  return client?.say(c, text, desk.value.cards.get(c)?.gen) !== undefined;
}

export function sayAgain(key: Id, c: Id, confirmed?: boolean): void {
  client?.retry(key, desk.value.cards.get(c)?.gen, confirmed);
}

export function discard(key: Id): void {
  client?.discard(key);
}

const offline: Answer = { is: 'lost' };
type Command = Parameters<Client['request']>[0];
type KeyedCommand = Parameters<Client['submit']>[0];
type WithoutKey<T> = T extends unknown ? Omit<T, 'key'> : never;

export async function request(command: Command): Promise<Answer> {
  return client ? client.request(command) : offline;
}
async function submit(command: WithoutKey<KeyedCommand>): Promise<Answer> {
  if (!client) return offline;
  return client.submit({ ...command, key: client.newKey() } as KeyedCommand);
}

const genOf = (c: Id) => desk.value.cards.get(c)?.gen ?? 0;

export function addNote(c: Id, text: string): Promise<Answer> {
  const mine = desk.value.cards.get(c)?.assignee === desk.value.staff?.id;
  return submit({ t: 'note.add', c, text, ...(mine ? { gen: genOf(c) } : {}) });
}

export async function setPresence(
  presence: 'online' | 'away' | 'offline',
  reason?: string,
): Promise<void> {
  const answer = await request({ t: 'presence.set', presence, ...(reason ? { reason } : {}) });
  if (answer.is === 'ok' && answer.ok.me) dispatch({ kind: 'me', me: answer.ok.me });
  report(answer);
}

// Who is there now: the welcome told it as of then. Without an answer the list stays as it is; the
// server refuses whom it cannot reach.
export async function refreshColleagues(): Promise<void> {
  const reply = await rest.colleagues();
  if (reply.ok) dispatch({ kind: 'colleagues', colleagues: reply.value.colleagues });
}

export function transfer(c: Id, to: { staff: Id } | { skill: Id }, note: string): Promise<Answer> {
  const target = 'staff' in to ? { to_staff: to.staff } : { to_skill: to.skill };
  return submit({ t: 'conversation.transfer', c, gen: genOf(c), ...target, note });
}

export async function end(c: Id): Promise<boolean> {
  return report(await submit({ t: 'conversation.end', c, gen: genOf(c) }));
}

export function saveWrapUp(
  c: Id,
  form: { topic: string; need_type: string; solved: 'yes' | 'partly' | 'no'; solution: string },
): Promise<Answer> {
  return submit({ t: 'wrap_up.save', c, gen: genOf(c), ...form });
}

export async function watch(c: Id): Promise<boolean> {
  const answer = await request({ t: 'conversation.watch', c });
  if (answer.is === 'ok' && answer.ok.card) {
    dispatch({ kind: 'watched', card: answer.ok.card });
    return true;
  }
  if (answer.is === 'refused') dispatch({ kind: 'unwatched', c });
  report(answer);
  return false;
}

export async function unwatch(c: Id): Promise<void> {
  dispatch({ kind: 'unwatched', c });
  if (current.value === c) open(undefined);
  client?.unfollow(c);
  await request({ t: 'conversation.unwatch', c });
}

export function watchWall(on: boolean): void {
  dispatch({ kind: 'wall', on });
  void request(on ? { t: 'wall.watch' } : { t: 'wall.unwatch' });
}

// The chats of one agent, or without one those of all whose customers wait too long.
export function wallCards(staff: Id | undefined): Promise<Answer> {
  return request({ t: 'wall.cards', ...(staff !== undefined && { staff }) });
}

export function assign(c: Id, staff: Id): Promise<Answer> {
  return request({ t: 'conversation.assign', c, staff });
}

// From whoever was seen to have it, or out of the line: then it is this supervisor's own.
export async function take(c: Id, gen: number): Promise<boolean> {
  const answer = await request({ t: 'conversation.take', c, gen });
  if (answer.is === 'ok' && answer.ok.card) dispatch({ kind: 'took-over', card: answer.ok.card });
  // Who cannot have it is oneself.
  const full = answer.is === 'refused' && answer.err.code === 'target_unavailable';
  if (full) tell(t('take.full'), 'bad');
  return full ? false : report(answer);
}

// Says a refusal; false when the command was not done.
export function report(answer: Answer): boolean {
  const words = refusalWords(answer);
  if (words === undefined) return true;
  tell(words, 'bad');
  return false;
}
