import { formatDay } from '#i18n';
import { type Key, locale, t } from './words.ts';

const DAY_MS = 86_400_000;
const NEAR: Record<number, Key> = {
  [-1]: 'chat.yesterday',
  0: 'chat.today',
  1: 'chat.tomorrow',
};

/** When that day began for the customer. */
export function dayOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

export function dayName(at: number, nowMs = Date.now()): string {
  const near = NEAR[Math.round((dayOf(at) - dayOf(nowMs)) / DAY_MS)];
  return near ? t(near) : formatDay(locale(), at);
}
