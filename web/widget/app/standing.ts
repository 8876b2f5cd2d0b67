import type { Place } from '#protocol';
import type { Hours } from './config.ts';
import { closedWords } from './hours.ts';
import { t } from './words.ts';

type Kind = 'asking' | 'nobody' | 'line';

/** What was last said aloud of a wait, and when. */
export interface Said {
  kind: Kind;
  words: string;
  atMs: number;
}

const SPOKEN_EVERY_MS = 30_000;

/** Out of the line, or before a place in it is told, an agent is being asked. */
function kindOf(place: Place | undefined): Kind {
  if (!place || place.ringing) return 'asking';
  return place.staffed ? 'line' : 'nobody';
}

/** Where somebody stands in the line; while nobody is there, the storefront's hours say why. */
export function standing(place: Place | undefined, hours?: Hours, nowMs = Date.now()): string {
  const kind = kindOf(place);
  if (kind === 'nobody') return closedWords(hours, nowMs) ?? t('waiting.nobody');
  if (!place || kind === 'asking') return t('waiting.asking');
  const n = place.position - 1;
  return n ? t('waiting.status', { n }) : t('waiting.next');
}

/** What can be said of how long it takes: nothing while it is with an agent. */
export function outlook(place: Place | undefined): string {
  if (!place || place.ringing) return '';
  return t(place.staffed ? 'waiting.no_range' : 'waiting.nobody_why', { n: place.position });
}

/**
 * What a screen reader says of it: a change of kind at once, a place in the same line not more often
 * than every half minute, but then. Before the first place is told there is nothing to say.
 */
export function saidOf(
  place: Place | undefined,
  before: Said | undefined,
  nowMs: number,
  hours?: Hours,
): Said | undefined {
  if (!place && !before) return undefined;
  const now: Said = { kind: kindOf(place), words: standing(place, hours, nowMs), atMs: nowMs };
  if (!before || now.kind !== before.kind) return now;
  if (now.words === before.words || nowMs - before.atMs < SPOKEN_EVERY_MS) return before;
  return now;
}
