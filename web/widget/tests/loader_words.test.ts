import { expect, it } from 'vitest';
import { detectLocale } from '#i18n';
import { wordsFor } from '../loader/words.ts';

const titles = { 'zh-Hant': '客服對話', 'zh-Hans': '客服会话', en: 'chat' };

it.each([
  ['en-GB', []],
  ['ja,en', ['zh-TW']],
  [',zh-CN', ['en']],
  ['ja,', ['fr', 'zh-HK', 'en']],
  [undefined, ['yue', 'en']],
  ['', ['de']],
])('The launcher speaks what the chat would: %j, then the browser’s %j', (named, browser) => {
  expect(wordsFor([named, browser])[0]).toBe(titles[detectLocale([named, ...browser])]);
});
