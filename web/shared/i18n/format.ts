/** Dates and money by `Intl`; the time zone is the viewer's unless one is given. */

const cache = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, id: string, options: Intl.DateTimeFormatOptions) {
  const key = `${locale} ${id}`;
  let format = cache.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options);
    cache.set(key, format);
  }
  return format;
}

/** `14:02` */
export function formatTime(locale: string, at_ms: number, timeZone?: string): string {
  return dateFormat(locale, `t${timeZone}`, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(at_ms);
}

/** `11月24日 星期二` / `Tue, 24 Nov`; the caller says "today" itself. */
export function formatDay(locale: string, at_ms: number, timeZone?: string): string {
  const width = locale === 'en' ? 'short' : 'long';
  return dateFormat(locale === 'en' ? 'en-GB' : locale, `d${timeZone}`, {
    month: width,
    day: 'numeric',
    weekday: width,
    timeZone,
  }).format(at_ms);
}

/** Minor units to `NT$2,480`; currencies without a usual minor part show none. */
export function formatMoney(locale: string, currency: string, total_minor: number): string {
  const digits = currency === 'TWD' ? 0 : undefined;
  const format = new Intl.NumberFormat(
    locale === 'zh-Hans' ? 'zh-CN' : locale === 'en' ? 'en' : 'zh-TW',
    {
      style: 'currency',
      currency,
      ...(digits === undefined
        ? {}
        : { maximumFractionDigits: digits, minimumFractionDigits: digits }),
    },
  );
  const text = format.format(total_minor / 100);
  return currency === 'TWD' ? text.replace(/^(NT|TW)?\$|^TWD\s*/, 'NT$') : text;
}
