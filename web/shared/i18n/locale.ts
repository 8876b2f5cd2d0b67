/** The three languages of every screen and how one is chosen. */

export const LOCALES = ['zh-Hant', 'zh-Hans', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export function isLocale(value: unknown): value is Locale {
  return LOCALES.includes(value as Locale);
}

/** Maps any BCP 47 tag to one of ours: zh-TW/HK/MO/Hant → zh-Hant, other zh → zh-Hans. */
function nearest(tag: string): Locale | undefined {
  const parts = tag.toLowerCase().split(/[-_]/);
  if (parts[0] === 'zh' || parts[0] === 'yue') {
    if (parts.includes('hans')) return 'zh-Hans';
    return parts.some((p) => p === 'hant' || p === 'tw' || p === 'hk' || p === 'mo')
      ? 'zh-Hant'
      : parts[0] === 'yue'
        ? 'zh-Hant'
        : 'zh-Hans';
  }
  return parts[0] === 'en' ? 'en' : undefined;
}

/**
 * First wish that can be met, in order: explicit option, the page's language, the browser's
 * languages; `fallback` when none speaks one of ours.
 */
export function detectLocale(
  wishes: readonly (string | null | undefined)[],
  fallback: Locale = 'zh-Hant',
): Locale {
  for (const wish of wishes) {
    const found = wish ? nearest(wish) : undefined;
    if (found) return found;
  }
  return fallback;
}
