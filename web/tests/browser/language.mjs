/**
 * Which language launcher and chat speak on a page that is not ours.
 * `node tests/browser/language.mjs` exits 1 at the first promise broken.
 */
import assert from 'node:assert/strict';
import { gateway, holds, launcherReads, pressLauncher, visit, widget } from './embedded.mjs';

await holds('language', async () => {
  gateway.config.locale = 'zh-Hans';

  // The first that is one of ours: the snippet's language, the page's, the storefront's; never the browser's
  // before them. The launcher has nobody to ask for the storefront's.
  for (const [named, lang, spoken, launcher] of [
    [undefined, 'en', 'en', 'Open chat'],
    ['zh-Hans', 'en', 'zh-Hans', '打开客服会话'],
    ['ja', 'en', 'en', 'Open chat'],
    ['', 'en', 'en', 'Open chat'],
    [undefined, '', 'zh-Hans', '開啟客服對話'],
    ['ja', 'fr', 'zh-Hans', '開啟客服對話'],
  ]) {
    const snippet = named === undefined ? {} : { locale: named };
    const { context, page } = await visit({ snippet, lang });
    await launcherReads(page, launcher);
    await pressLauncher(page);
    const frame = await widget(page);
    await frame.waitForSelector(`html[lang=${spoken}] .needs label`);
    await context.close();
  }
  // What the page says later counts while it is one of ours and the customer has chosen none, on that page.
  {
    const { context, page } = await visit({ lang: '' });
    await pressLauncher(page);
    let frame = await widget(page);
    await frame.waitForSelector('html[lang=zh-Hans] .needs label');
    const asked = [];
    page.on('request', (one) => asked.push(/\/(zh-Han.|en)-[^/]*$/.exec(one.url())?.[1]));
    const update = (locale) => page.evaluate((to) => window.kefu('update', { locale: to }), locale);
    await update('ja');
    await update('en');
    await frame.waitForSelector('html[lang=en] .needs label');
    assert.ok(!asked.includes('zh-Hant'), 'a language that is not ours stands for no other');
    await page.reload();
    frame = await widget(page);
    await frame.waitForSelector('html[lang=zh-Hans] .needs label');

    await frame.click('.menu-at .ib');
    await frame.click('.menu [lang=zh-Hant]');
    await frame.waitForSelector('html[lang=zh-Hant] .needs label');
    asked.length = 0;
    await update('en');
    // One after the other, so that the first has been heard.
    await page.evaluate(() => window.kefu('order', { no: 'R20261117-0382' }));
    await frame.waitForSelector('.pick');
    await page.reload();
    frame = await widget(page);
    await frame.waitForSelector('html[lang=zh-Hant] .needs label');
    assert.ok(!asked.includes('en'), 'what the customer chose outranks the page');
    await context.close();
  }
});
