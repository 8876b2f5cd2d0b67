// Waiting phases: how long a customer has waited for a reply, and what that means (SOP 6.1.2).

export type Phase = 0 | 1 | 2 | 3;

export interface WaitLimits {
  readonly warnMs: number; // phase 1
  readonly lateMs: number; // phase 2, counted by the nag
  readonly breachMs: number; // phase 3
}

export const defaultWaitLimits: WaitLimits = { warnMs: 60_000, lateMs: 100_000, breachMs: 180_000 };

export function phaseOf(waitedMs: number, limits: WaitLimits): Phase {
  if (waitedMs >= limits.breachMs) return 3;
  if (waitedMs >= limits.lateMs) return 2;
  if (waitedMs >= limits.warnMs) return 1;
  return 0;
}

// How much of the wick is burnt, 0–100.
export function burntShare(waitedMs: number, limits: WaitLimits): number {
  return Math.round(100 * Math.max(0, Math.min(1, waitedMs / limits.breachMs)));
}

export interface Nag {
  readonly count: number; // conversations at or past `lateMs`
  readonly longest: string | undefined; // the one to go to
}

// The aggregated reminder over the starting times of all who wait for us.
export function nagOf(
  waiting: readonly { readonly c: string; readonly since: number }[],
  now: number,
  limits: WaitLimits,
): Nag {
  let count = 0;
  for (const { since } of waiting) if (now - since >= limits.lateMs) count += 1;
  return { count, longest: longestOf(waiting) };
}

// The one who has waited longest; ties go to the smaller id.
export function longestOf(
  waiting: readonly { readonly c: string; readonly since: number }[],
): string | undefined {
  let best: { c: string; since: number } | undefined;
  for (const one of waiting) {
    if (!best || one.since < best.since || (one.since === best.since && one.c < best.c)) best = one;
  }
  return best?.c;
}
