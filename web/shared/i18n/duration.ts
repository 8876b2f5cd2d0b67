/** `1:12`, then `1:42:08`; under a minute the digits alone (the caller adds the unit). */
export function formatClock(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const pad = (n: number) => String(n).padStart(2, '0');
  if (s < 3600) return `${Math.floor(s / 60)}:${pad(s % 60)}`;
  return `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}`;
}

/** `34 秒` / `34 s` below a minute, then as `formatClock`. */
export function formatElapsed(locale: string, ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s >= 60) return formatClock(ms);
  return locale === 'en' ? `${s} s` : `${s} 秒`;
}
