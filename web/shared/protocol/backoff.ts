import type { Random } from './ports.ts';

/**
 * Full jitter: uniform between `min_ms` and a ceiling that doubles with each failed attempt up to
 * `max_ms`, so that clients that lost the same server do not come back together.
 */
export function backoffMs(attempt: number, min_ms: number, max_ms: number, random: Random): number {
  const ceiling = Math.min(max_ms, min_ms * 2 ** Math.min(attempt + 1, 16));
  return Math.round(min_ms + random() * (ceiling - min_ms));
}
