import { createTranslator, type Locale, type Params } from '#i18n';
import enUrl from '../catalogues/en.json?url';
import fewEn from '../catalogues/few/few-en.json';
import fewHans from '../catalogues/few/few-zh-Hans.json';
import fewHant from '../catalogues/few/few-zh-Hant.json';
import type talkHant from '../catalogues/talk/talk-zh-Hant.json';
import hansUrl from '../catalogues/zh-Hans.json?url';
import type hant from '../catalogues/zh-Hant.json';
import hantUrl from '../catalogues/zh-Hant.json?url';
import { cell } from './cells.ts';

/**
 * The app's language: the few words that need no line, those of the first screen, then those of the
 * others; changed without a reload.
 */

export type Key = keyof typeof fewHant | keyof typeof hant | keyof typeof talkHant;
export type Urls = Record<Locale, string>;

const catalogues: Urls[] = [{ 'zh-Hant': hantUrl, 'zh-Hans': hansUrl, en: enUrl }];
const few: Record<Locale, Record<string, string>> = {
  'zh-Hant': fewHant,
  'zh-Hans': fewHans,
  en: fewEn,
};
/** Of what is not here, the key. */
const littleOf = (next: Locale) => ({
  locale: next,
  translate: (key: Key, _?: Params) => few[next][key] ?? key,
});
const current = cell(littleOf('zh-Hant'));
const loaded: Partial<Record<Locale, object>> = {};
let wanted: Locale | undefined;

export const locale = () => current.value.locale;
export const t = (key: Key, params?: Params) => current.value.translate(key, params);
/** More than the few are here: before that, nothing else may be said. */
export const speaks = () => locale() in loaded;

async function wordsAt(url: string): Promise<object> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`words: ${answer.status}`);
  return answer.json();
}

export async function speak(next: Locale): Promise<void> {
  wanted = next;
  // The first hello may be said before the words are here: it names the language all the same.
  if (!speaks()) use(littleOf(next));
  const parts = await Promise.all(catalogues.map((urls) => wordsAt(urls[next])));
  const words = Object.assign({}, few[next], loaded[next], ...parts) as Record<Key, string>;
  loaded[next] = words;
  // Another language is wanted by now; until it comes, any is better than none.
  if (wanted !== next && speaks() && locale() !== next) return;
  use({ locale: next, translate: createTranslator(next, words) });
  document.title = t('title');
}

function use(language: ReturnType<typeof littleOf>): void {
  document.documentElement.lang = language.locale;
  current.value = language;
}

/** Answers whether it is spoken now, or another is wanted since; if not, nothing has changed. */
export async function change(next: Locale): Promise<boolean> {
  try {
    await speak(next);
  } catch {
    if (wanted !== next) return true;
    // What comes later must not change the language out of nowhere.
    wanted = undefined;
    return speaks() && locale() === next;
  }
  return true;
}

/** The words of further screens, from now on in every language. */
export async function alsoSpeak(urls: Urls): Promise<void> {
  if (!catalogues.includes(urls)) catalogues.push(urls);
  let next: Locale;
  do {
    next = wanted ?? locale();
    await speak(next);
  } while (next !== locale());
}
