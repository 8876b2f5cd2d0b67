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

/** `34 秒`, `1 分 12 秒`, `2 小時 5 分` / `34 s`, `1 min 12 s`, `2 h 5 min`: beside a time of day,
 * where `1:12` would read like one. Seconds are left out from ten minutes on. A number and its unit
 * stay on one line. */
export function formatSpan(locale: string, ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [hour, minute, second] = unitsOf(locale);
  const parts: [number, string][] =
    s < 3600
      ? [
          [Math.floor(s / 60), minute],
          [s < 600 ? s % 60 : 0, second],
        ]
      : [
          [Math.floor(s / 3600), hour],
          [Math.floor(s / 60) % 60, minute],
        ];
  const told = parts.filter(([n]) => n > 0);
  return (told.length > 0 ? told : [[0, second]]).map(([n, unit]) => `${n}\u00a0${unit}`).join(' ');
}

function unitsOf(locale: string): readonly [string, string, string] {
  if (locale === 'en') return ['h', 'min', 's'];
  return locale === 'zh-Hans' ? ['小时', '分', '秒'] : ['小時', '分', '秒'];
}
