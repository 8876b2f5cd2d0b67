import { formatElapsed } from '#i18n';
import type { Card, Id, Solved, WallWaiting } from '#protocol';
import type { Glyph } from '#ui/glyphs.ts';
import { chat, complaint, order, product, returned, star, truck, user } from '#ui/glyphs.ts';
import { now } from '../session/clock.ts';
import { desk, marks, sop, talkOf } from '../session/store.ts';
import { agoOf } from '../state/ago.ts';
import { takerOf } from '../state/desk.ts';
import { locale, pick, t } from '../text.ts';

// Names that come from the server, in the language of the screen.

export function topicLabel(key: string): string {
  return pick(sop.value?.topics.find((topic) => topic.key === key)?.label, key);
}
export function needLabel(key: string): string {
  return pick(sop.value?.need_types.find((need) => need.key === key)?.label, key);
}
// The wire's word for a conversation that anybody may take.
export const isAnySkill = (id: string) => /^[0-]+$/.test(id);

export function awayLabel(key: string | undefined): string {
  if (!key) return t('presence.away');
  if (key === 'missed') return t('presence.missed'); // set by the router after missed offers
  return pick(sop.value?.away_reasons.find((reason) => reason.key === key)?.label, key);
}
export function declineLabel(key: string): string {
  return pick(sop.value?.decline_reasons.find((reason) => reason.key === key)?.label, key);
}
// A skill by id or name. One that is called as its topic follows the language of the screen.
export function skillLabel(of: string): string {
  if (of === 'any' || isAnySkill(of)) return t('skill.any');
  const skill = desk.value.skills.find((one) => one.id === of || one.name === of);
  if (!skill) return of;
  const topic = sop.value?.topics.find((one) => one.key === skill.topic);
  const called = Object.values(topic?.label ?? {}).some((label) => label.startsWith(skill.name));
  return called ? pick(topic?.label, skill.name) : skill.name;
}
// `name`: as the log has it, of who is no colleague here, as a supervisor who takes no offers.
export function staffLabel(id: string | undefined, name?: string): string {
  if (id === undefined) return '';
  if (id === desk.value.staff?.id) return t('you');
  return desk.value.colleagues.find((one) => one.id === id)?.name ?? name ?? t('someone');
}

// Whose conversation it is, also a supervisor's.
export function holderLabel({ c, assignee }: Card): string {
  const taker = takerOf(talkOf(c).events);
  const known = desk.value.colleagues.some((one) => one.id === assignee);
  return !known && taker?.id === assignee && taker?.name ? taker.name : staffLabel(assignee);
}

// The supervisor who took it over from somebody here, where this window heard of it.
export function takenBy(c: Id): string | undefined {
  const taker = takerOf(talkOf(c).events);
  return taker && taker.id !== desk.value.staff?.id && taker.name !== '' ? taker.name : undefined;
}

const topicGlyphs: Record<string, Glyph> = {
  return: returned,
  returned,
  exchange: returned,
  logistics: truck,
  truck,
  order,
  product,
  complaint,
  user,
  account: user,
  promotion: star,
  star,
};
export function topicGlyph(key: string): Glyph {
  const icon = sop.value?.topics.find((topic) => topic.key === key)?.icon;
  return topicGlyphs[icon ?? ''] ?? topicGlyphs[key] ?? chat;
}

// A visitor has no name: they are told apart by the end of an id.
export function personName(name: string, id: string): string {
  return name === '' ? t('customer.numbered', { id: id.slice(-4) }) : name;
}
// In a line of the wall. The first gateways did not say whose conversation it is.
export function waitingName(one: WallWaiting): string {
  return personName(one.name, one.customer ?? one.c);
}
// With a short mark where somebody else on the desk is called the same.
export function customerName(card: Card, among = marks.value): string {
  const name = personName(card.customer.name, card.customer.id);
  const mark = among.get(card.c);
  return mark === undefined ? name : t('customer.twin', { name, mark });
}

export function elapsed(ms: number): string {
  return formatElapsed(locale.value, ms);
}

export function ago(at: number): string {
  const past = agoOf(now.value - at);
  if (past.unit === 'now') return t('ago.now');
  return t(`ago.${past.unit}`, { n: past.n });
}

// What the manual calls a field of the service record and its choices; without the manual, what we do.
const ofRecord = {
  topic: 'wrap.topic',
  need_type: 'wrap.need',
  solved: 'wrap.solved',
  solution: 'wrap.solution',
} as const;
const fieldOf = (key: keyof typeof ofRecord) => sop.value?.wrap_up.find((one) => one.key === key);
export function fieldLabel(key: keyof typeof ofRecord): string {
  return pick(fieldOf(key)?.label, t(ofRecord[key]));
}
export function solvedLabel(key: Solved | 'unknown'): string {
  const choice = fieldOf('solved')?.options.find((one) => one.key === key);
  return pick(choice?.label, t(`solved.${key}`));
}
