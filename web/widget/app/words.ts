import { createTranslator, type Locale, type Params } from '#i18n';
import enUrl from '../catalogues/en.json?url';
import type talkHant from '../catalogues/talk/talk-zh-Hant.json';
import hansUrl from '../catalogues/zh-Hans.json?url';
import type hant from '../catalogues/zh-Hant.json';
import hantUrl from '../catalogues/zh-Hant.json?url';
import { cell } from './cells.ts';

/** The app's language: the words of the first screen, then those of the others; changed without a reload. */

export type Key = keyof typeof hant | keyof typeof talkHant;
export type Urls = Record<Locale, string>;

const catalogues: Urls[] = [{ 'zh-Hant': hantUrl, 'zh-Hans': hansUrl, en: enUrl }];
const none = { locale: 'zh-Hant' as Locale, translate: (key: Key, _?: Params): string => key };
const current = cell(none);
const loaded: Partial<Record<Locale, object>> = {};
let wanted: Locale | undefined;

export const locale = () => current.value.locale;
export const t = (key: Key, params?: Params) => current.value.translate(key, params);

export async function speak(next: Locale): Promise<void> {
  // The first hello may be said before the words are here: it names the language all the same.
  if (!wanted) current.value = { ...none, locale: next };
  wanted = next;
  const parts = await Promise.all(catalogues.map(async (urls) => (await fetch(urls[next])).json()));
  const words = Object.assign({}, loaded[next], ...parts) as Record<Key, string>;
  loaded[next] = words;
  if (wanted !== next) return;
  document.documentElement.lang = next;
  current.value = { locale: next, translate: createTranslator(next, words) };
  document.title = t('title');
}

/** The words of further screens, from now on in every language. */
export async function alsoSpeak(urls: Urls): Promise<void> {
  if (!catalogues.includes(urls)) catalogues.push(urls);
  await speak(wanted ?? locale());
}
