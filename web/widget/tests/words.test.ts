// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Locale } from '#i18n';

type Answer = (words: Record<string, string> | undefined) => void;
/** What was asked for and is not answered yet. */
let asked: { url: string; answer: Answer }[] = [];
let words: typeof import('../app/words.ts');

const later = { 'zh-Hant': '/later/zh-Hant', 'zh-Hans': '/later/zh-Hans', en: '/later/en' };
const settled = () => new Promise((done) => setTimeout(done));
/** Answers all that was asked for in one language; without words, the line is gone. */
async function answer(of: Locale, isThere = true): Promise<void> {
  const due = asked.filter(({ url }) => url.includes(of));
  asked = asked.filter((one) => !due.includes(one));
  for (const { url, answer } of due) {
    const key = url.startsWith('/later') ? 'chat.send' : 'online';
    answer(isThere ? { [key]: `${key} ${of}` } : undefined);
  }
  await settled();
}
const said = () => [words.locale(), words.t('online')];

beforeEach(async () => {
  asked = [];
  vi.stubGlobal('fetch', (url: string) => {
    return new Promise((come, fail) => {
      const answer: Answer = (text) =>
        text ? come({ ok: true, json: async () => text }) : fail(new TypeError('no network'));
      asked.push({ url, answer });
    });
  });
  vi.resetModules();
  words = await import('../app/words.ts');
});
afterEach(() => vi.unstubAllGlobals());

it('Words that are here are spoken while those of another language have not come', async () => {
  const first = words.speak('zh-Hant');
  const change = words.change('en');
  expect([words.locale(), words.speaks()]).toEqual(['en', false]);
  await answer('zh-Hant');
  await first;
  expect(words.speaks()).toBe(true);
  expect(said()).toEqual(['zh-Hant', 'online zh-Hant']);
  await answer('en');
  expect(await change).toBe(true);
  expect(said()).toEqual(['en', 'online en']);
});

it('The first words are spoken when the language that was wanted meanwhile has failed', async () => {
  const first = words.speak('zh-Hant');
  const change = words.change('en');
  await answer('en', false);
  expect(await change).toBe(false);
  await answer('zh-Hant');
  await first;
  expect(words.speaks()).toBe(true);
  expect(said()).toEqual(['zh-Hant', 'online zh-Hant']);
});

it('A language that did not come is told, and does not come later out of nowhere', async () => {
  const first = words.speak('zh-Hant');
  await answer('zh-Hant');
  await first;
  const change = words.change('en');
  await answer('en', false);
  expect(await change).toBe(false);
  const more = words.alsoSpeak(later);
  expect(asked.every(({ url }) => url.includes('zh-Hant'))).toBe(true);
  await answer('zh-Hant');
  await more;
  expect(said()).toEqual(['zh-Hant', 'online zh-Hant']);
  expect(words.t('chat.send')).toBe('chat.send zh-Hant');
});

it('Of two that are wanted one after the other only the last is spoken, or told', async () => {
  const first = words.speak('zh-Hant');
  await answer('zh-Hant');
  await first;
  const [one, other] = [words.change('zh-Hans'), words.change('en')];
  await answer('zh-Hans', false);
  expect(await one).toBe(true);
  await answer('en');
  expect(await other).toBe(true);
  expect(said()).toEqual(['en', 'online en']);
});

it('Further words are here in the language that is spoken, whichever was wanted meanwhile', async () => {
  const first = words.speak('zh-Hant');
  await answer('zh-Hant');
  await first;
  const change = words.change('en');
  let isHere = false;
  const more = words.alsoSpeak(later).then(() => {
    isHere = true;
  });
  // The choice fails, the same language's further words come: they are not what is spoken.
  asked.shift()?.answer(undefined);
  expect(await change).toBe(false);
  await answer('en');
  expect(isHere).toBe(false);
  await answer('zh-Hant');
  await more;
  expect(said()).toEqual(['zh-Hant', 'online zh-Hant']);
  expect(words.t('chat.send')).toBe('chat.send zh-Hant');
});
