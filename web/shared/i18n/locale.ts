/** The three languages of every screen and how one is chosen. */

export const LOCALES = ['zh-Hant', 'zh-Hans', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export function isLocale(value: unknown): value is Locale {
  return LOCALES.includes(value as Locale);
}

/**
 * Maps any BCP 47 tag to one of ours: zh-TW/HK/MO/Hant and yue → zh-Hant, where no Hans is said; other zh →
 * zh-Hans.
 */
function nearest(tag: string): Locale | undefined {
  if (/^en/i.test(tag)) return 'en';
  if (!/^(zh|yue)/i.test(tag)) return undefined;
  return /hans/i.test(tag) || !/hant|tw|hk|mo|yue/i.test(tag) ? 'zh-Hans' : 'zh-Hant';
}

/**
 * First wish that can be met, in order: explicit option, the page's language, the storefront's, the browser's;
 * `fallback` when none speaks one of ours. A wish may be a list, with commas.
 */
export function detectLocale<Fallback = Locale>(
  wishes: readonly (string | null | undefined)[],
  fallback = 'zh-Hant' as Fallback,
): Locale | Fallback {
  for (const wish of wishes.join().split(',')) {
    const found = nearest(wish);
    if (found) return found;
  }
  return fallback;
}
