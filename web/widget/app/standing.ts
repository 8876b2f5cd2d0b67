import type { Place } from '#protocol';
import { t } from './words.ts';

/** Where somebody stands in the line; out of it, or before it is told, an agent is being asked. */
export function standing(place: Place | undefined): string {
  if (!place || place.ringing) return t('waiting.asking');
  if (!place.staffed) return t('waiting.nobody');
  const n = place.position - 1;
  return n ? t('waiting.status', { n }) : t('waiting.next');
}

/** What can be said of how long it takes: nothing while it is with an agent. */
export function outlook(place: Place | undefined): string {
  if (!place || place.ringing) return '';
  return t(place.staffed ? 'waiting.no_range' : 'waiting.nobody_why', { n: place.position });
}
