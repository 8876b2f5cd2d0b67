import { createTranslator, type Locale, type Params } from '#i18n';
import enUrl from '../catalogues/en.json?url';
import hansUrl from '../catalogues/zh-Hans.json?url';
import type hant from '../catalogues/zh-Hant.json';
import hantUrl from '../catalogues/zh-Hant.json?url';
import { cell } from './cells.ts';

/** The app's language: one catalogue file at a time, changed without a reload. */

export type Key = keyof typeof hant;

const CATALOGUES: Record<Locale, string> = { 'zh-Hant': hantUrl, 'zh-Hans': hansUrl, en: enUrl };

const none = { locale: 'zh-Hant' as Locale, translate: (key: Key, _?: Params): string => key };
const current = cell(none);

export const locale = () => current.value.locale;
export const t = (key: Key, params?: Params) => current.value.translate(key, params);

export async function speak(next: Locale): Promise<void> {
  // The first hello may be said before the words are here: it names the language all the same.
  if (current.value === none) current.value = { ...none, locale: next };
  const answer = await fetch(CATALOGUES[next]);
  const catalogue = (await answer.json()) as Record<Key, string>;
  document.documentElement.lang = next;
  current.value = { locale: next, translate: createTranslator(next, catalogue) };
  document.title = t('title');
}
