import type { OpeningHours } from '../session/rest.ts';

// A storefront's week, between its form and what the gateway keeps. Pure.

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const; // Monday is 1
export type Weekday = (typeof WEEKDAYS)[number];

const DAY_MIN = 1440;
const HALF_HOURS = [-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765];

export interface DayForm {
  readonly day: Weekday;
  readonly open: boolean;
  readonly from: string; // 09:00
  readonly to: string;
}

// What the form begins with: the storefront's week, or a usual one to start from.
export function weekForm(hours: OpeningHours | null | undefined): DayForm[] {
  return WEEKDAYS.map((day) => {
    if (!hours) return { day, open: day <= 5, from: '09:00', to: '18:00' };
    const window = hours.week.find((one) => one.day === day);
    return {
      day,
      open: window !== undefined,
      from: clockText(window?.from_min ?? 540),
      to: clockText((window?.to_min ?? 1080) % DAY_MIN),
    };
  });
}

// An end that is not after its beginning is the next day's, so 00:00 to 00:00 is the whole day.
export function hoursFrom(form: {
  readonly offsetMin: number;
  readonly days: readonly DayForm[];
}): { readonly hours: OpeningHours } | { readonly wrong: Weekday } {
  const week: OpeningHours['week'][number][] = [];
  for (const { day, open, from, to } of form.days) {
    if (!open) continue;
    const from_min = minuteOf(from);
    const to_min = minuteOf(to);
    if (from_min === undefined || to_min === undefined) return { wrong: day };
    week.push({ day, from_min, to_min: to_min > from_min ? to_min : to_min + DAY_MIN });
  }
  return { hours: { utc_offset_min: form.offsetMin, week } };
}

export function sameHours(a: OpeningHours | null, b: OpeningHours | null | undefined): boolean {
  const key = (of: OpeningHours | null | undefined) =>
    of &&
    [
      of.utc_offset_min,
      ...[...of.week].sort((x, y) => x.day - y.day).map((w) => [w.day, w.from_min, w.to_min]),
    ].join();
  return (key(a) ?? '') === (key(b) ?? '');
}

// The clocks there are, and the one that is set should it be another.
export function offsetChoices(chosenMin: number): { id: string; label: string }[] {
  const all = new Set([chosenMin, ...HALF_HOURS]);
  for (let min = -720; min <= 840; min += 60) all.add(min);
  return [...all].sort((a, b) => a - b).map((min) => ({ id: String(min), label: offsetText(min) }));
}

export function offsetText(min: number): string {
  return `UTC${min < 0 ? '−' : '+'}${clockText(Math.abs(min))}`;
}

function clockText(min: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(min / 60))}:${two(min % 60)}`;
}

// Browsers without a field for a time leave a plain one, in which anything may be typed.
function minuteOf(text: string): number | undefined {
  const parts = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  const [hour, minute] = [Number(parts?.[1]), Number(parts?.[2])];
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined;
}
