import { signal } from '@preact/signals';
import { createTranslator, type Locale, type Params, type Translate } from '#i18n';
import type zhHant from './catalogues/zh-Hant.json';

// Every word on the screen comes through `t`. A language is a chunk of its own, loaded when chosen.
export type Key = keyof typeof zhHant;

const loaders: Record<Locale, () => Promise<{ default: Record<Key, string> }>> = {
  'zh-Hant': () => import('./catalogues/zh-Hant.json'),
  'zh-Hans': () => import('./catalogues/zh-Hans.json'),
  en: () => import('./catalogues/en.json'),
};

export const locale = signal<Locale>('zh-Hant');
const translate = signal<Translate<Key>>((key) => key);

export function t(key: Key, params?: Params): string {
  return translate.value(key, params);
}

// Resolves when the language is on the screen.
export async function speak(wanted: Locale): Promise<void> {
  const catalogue = (await loaders[wanted]()).default;
  translate.value = createTranslator(wanted, catalogue);
  locale.value = wanted;
  document.documentElement.lang = wanted;
}

// A text that the server gives in every language.
export type Localized = Partial<Record<Locale, string>>;
export function pick(text: Localized | undefined, fallback = ''): string {
  return text?.[locale.value] ?? text?.['zh-Hant'] ?? fallback;
}
