import { formatTime } from '#i18n';
import type { Config, Hours } from './config.ts';
import { dayName } from './days.ts';
import { locale, t } from './words.ts';

/**
 * Outside the storefront's hours, that it is so and until when, in the customer's own time; while it
 * is open there is nothing to say, nor once it has opened since the gateway was asked.
 */
export function closedWords(hours: Hours | undefined, nowMs: number): string | undefined {
  const at = hours?.opens_at;
  if (!hours || hours.open || (at && at <= nowMs)) return;
  if (!at) return t('hours.closed');
  return t('hours.opens', { day: dayName(at, nowMs), time: formatTime(locale(), at) });
}

/** The same before a chat, which may begin all the same; also of a storefront without hours. */
export function closedLead(config: Config): string {
  const closed = closedWords(config.hours, Date.now());
  return closed ? t('hours.lead', { closed }) : t('prechat.lead_offline');
}
