import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './harness/stack.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { chatting } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const here = world();
const { stack, windows, scenario } = here;

const keys = ['widget/catalogues/', 'widget/catalogues/talk/talk-', 'console/catalogues/']
  .map((names) => path.join(root, `web/${names}zh-Hant.json`))
  .flatMap((file) => Object.keys(JSON.parse(readFileSync(file, 'utf8'))))
  .filter((key) => key.includes('.'));

/** Everything that can be read or heard: text, labels, placeholders, titles. */
const wordsOf = (frame) =>
  frame.evaluate(() =>
    [
      document.title,
      document.body.innerText,
      ...[...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap((one) => [
        one.ariaLabel,
        one.placeholder,
        one.title,
      ]),
    ]
      .filter(Boolean)
      .join('\n'),
  );

async function speaks(frame, language, where) {
  assert.equal(await frame.evaluate(() => document.documentElement.lang), language, where);
  const words = await wordsOf(frame);
  for (const key of keys) {
    const raw = new RegExp(`(^|[^\\w.])${key.replaceAll('.', '\\.')}($|[^\\w.])`, 'm');
    assert.doesNotMatch(words, raw, `${where}: raw key ${key}`);
  }
  assert.doesNotMatch(words, /\{\w+\??|undefined|\[object|NaN/, `${where}: unfilled words`);
  // Words of the program itself: states, roles, topics, reasons. Some are English words, too.
  const own = /\b(packing|delivered|in_transit|agent|supervisor|complaint|presale|logistics)\b/;
  if (language !== 'en') assert.doesNotMatch(words, own, `${where}: a word of the program`);
  return words;
}

const told = {
  'zh-Hant': {
    as: 'u-10382',
    ask: '想換一個新的',
    widget: ['輸入訊息', '已接入'],
    prechat: ['退換貨', '開始對話'],
    desk: ['結束', '轉接', '內部備註'],
    rating: ['送出評價', '滿意度'],
  },
  'zh-Hans': {
    as: 'u-20517',
    ask: '想换一个新的',
    widget: ['输入消息', '已接入'],
    prechat: ['退换货', '开始会话'],
    desk: ['结束', '转接', '内部备注'],
    rating: ['提交评价', '满意度'],
  },
  en: {
    as: 'u-30864',
    ask: 'I would like a new one',
    widget: ['Write a message', 'joined'],
    prechat: ['Returns and exchanges', 'Start'],
    desk: ['End', 'Transfer', 'Internal note'],
    rating: ['Send', 'Satisfaction'],
  },
};

for (const [language, words] of Object.entries(told)) {
  scenario(`both sides speak ${language}`, async () => {
    const scene = await chatting(here, { as: words.as, language, text: words.ask });
    const { desk, customer, shop } = scene;
    assert.equal(await shop.page.evaluate(() => document.documentElement.lang), language);
    await customer.say('OK?');
    await desk.hears('OK?');
    const has = (text, wanted, where) => {
      for (const one of wanted) assert.ok(text.includes(one), `${where} says ${one}:\n${text}`);
    };
    has(await speaks(await customer.frame(), language, 'chat'), words.widget, 'chat');
    has(await speaks(desk.page, language, 'desk'), words.desk, 'desk');
    // The steps stand beside the topic, and the one in hand is whole.
    const steps = await desk.page.locator('.sop').evaluate((strip) => ({
      end: strip.querySelector('li:last-child').lastElementChild.getBoundingClientRect().right,
      topic: strip.querySelector('.branch .tag').getBoundingClientRect().left,
      more: strip.querySelector('.branch .ib').getBoundingClientRect().right,
      width: strip.getBoundingClientRect().right,
      cut: (({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(
        strip.querySelector('.now > :last-child'),
      ),
    }));
    assert.ok(steps.end <= steps.topic && steps.more <= steps.width, JSON.stringify(steps));
    assert.equal(steps.cut, 0);
    // What the customer writes is marked as their language, whatever the agent's screen speaks.
    const heard = desk.page.locator('.ledger .e:not(.us):not(.ev) .bub').last();
    assert.equal(await heard.getAttribute('lang'), language);
    await desk.page.keyboard.press('Control+k');
    await desk.page.locator('dialog.palette[open]').waitFor();
    await speaks(desk.page, language, 'palette');
    await desk.page.keyboard.press('Escape');
    await desk.page.keyboard.press('Control+/');
    await desk.page.locator('dialog[open]').waitFor();
    await speaks(desk.page, language, 'keys');
    await desk.page.keyboard.press('Escape');
    await desk.end();
    await speaks(desk.page, language, 'wrap-up');
    await desk.wrapUp('OK');
    await customer.shown('input[name=score]');
    has(await speaks(await customer.frame(), language, 'rating'), words.rating, 'rating');
    await customer.rate({ score: 4, comment: 'OK' });
    await speaks(await customer.frame(), language, 'ended');
    await desk.openRecord();
    await speaks(desk.page, language, 'record');
    const menu = await customer.at('.menu-at .ib');
    await menu.click();
    await speaks(await customer.frame(), language, 'menu');
    await (await customer.at('.ways .primary')).click();
    await customer.shown('.needs label');
    has(await speaks(await customer.frame(), language, 'first screen'), words.prechat, 'first');
  });
}

/** The first hello on the wire of a page's widget. */
function firstHello(page) {
  return new Promise((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        const first = JSON.parse(String(payload).split('\n')[0]);
        if (first.t === 'hello') resolve(first);
      }),
    );
  });
}

scenario('the first hello names the language, also when the words come late', async () => {
  const shop = await Shop.visit(await windows.profile({ language: 'en' }), stack);
  const hello = firstHello(shop.page);
  await shop.page.context().route(/\/w\/.*\/en-[^/]*\.json$/, async (route) => {
    await hello;
    await route.continue();
  });
  await shop.page.selectOption('#language', 'en');
  await shop.page.locator('html[lang=en]').waitFor();
  await shop.ready();
  const customer = await shop.openWidget();
  assert.equal((await hello).locale, 'en');
  await customer.shown('.needs label');
});

/** By an admin, who does it in the console. */
async function storefrontSpeaks(language) {
  const admin = await Console.at(await windows.desk(), stack, 'admin');
  await admin.go('#/admin/storefronts');
  await admin.page.locator('.part tbody .link').first().click();
  const dialog = admin.page.locator('dialog[open]');
  await dialog.locator('[name=locale]').selectOption(language);
  await dialog.locator('.dlg-f .primary').click();
  await dialog.waitFor({ state: 'detached' });
  await admin.page.close();
}

for (const [named, language] of [
  ['', 'zh-Hans'],
  ['ja', 'en'],
])
  scenario(`where the page's lang is "${named}" the storefront's language counts`, async () => {
    await storefrontSpeaks(language);
    // Neither the storefront's, nor what is spoken where nothing is known.
    const other = language === 'en' ? 'zh-Hans' : 'en';
    const profile = await windows.profile({ language: other });
    // Before any script of the page reads it.
    await profile.addInitScript((lang) => {
      new MutationObserver((_, watch) => {
        if (!document.querySelector('script')) return;
        watch.disconnect();
        document.documentElement.lang = lang;
      }).observe(document, { childList: true, subtree: true });
    }, named);
    const shop = await Shop.visit(profile, stack);
    // A slow one: nobody is greeted in another language meanwhile.
    let held = 0;
    await profile.route('**/w/config*', async (route) => {
      held += 1;
      const frame = shop.page.frames().find((one) => one.url().includes('/w/frame'));
      await frame.waitForLoadState('load');
      await route.continue();
    });
    const hello = firstHello(shop.page);
    const customer = await shop.openWidget();
    await customer.shown(`html[lang=${language}] .needs label`);
    assert.equal((await hello).locale, language);
    assert.ok(held > 0);
    for (const to of ['ja', other])
      await shop.page.evaluate((locale) => window.kefu('update', { locale }), to);
    await customer.shown(`html[lang=${other}] .needs label`);
    // The page's wish, and no choice of the customer's.
    await shop.reload();
    await customer.shown(`html[lang=${language}] .needs label`);
  });

scenario('words that cannot be had at first are asked for again, on either side', async () => {
  const failed = new Set();
  const onceEach = async (route) => {
    const first = !failed.has(route.request().url());
    failed.add(route.request().url());
    await (first ? route.abort() : route.continue());
  };
  const profile = await windows.profile();
  await profile.route(/\/w\/assets\/(talk-)?zh-Hant-[^/]*\.json$/, onceEach);
  const shop = await Shop.visit(profile, stack);
  const customer = await shop.openWidget();
  // A topic that nobody here serves: the next scenario's agent has nothing to do with it.
  await customer.start({ topic: 'order', text: '斷斷續續的網路' });
  const context = await windows.desk();
  await context.route(/\/console\/assets\/zh-Hant-[^/]*\.js$/, onceEach);
  const desk = await Console.open(context, stack);
  await desk.page.locator('input[name=name]').waitFor();
  assert.equal(failed.size, 3, 'the words of both widget parts and of the console');
});

scenario('a language chosen in the widget or at the desk is kept over a reload', async () => {
  const { desk, customer, shop } = await chatting(here);
  await (await customer.at('.menu-at .ib')).click();
  await (await customer.at('.menu button[lang=en]')).click();
  await customer.shown('html[lang=en]');
  await shop.reload();
  await customer.shown('html[lang=en] .log-at .log');
  await desk.page.locator('.bar .end .ib').click();
  await desk.page.locator('.bar .end [role=menuitemradio]', { hasText: 'English' }).click();
  await desk.page.locator('html[lang=en]').waitFor();
  await desk.page.reload();
  await desk.entered();
  await speaks(desk.page, 'en', 'desk after a reload');
});

scenario('a language whose words do not come is told of, and the one there stays', async () => {
  const shop = await Shop.visit(await windows.profile({ language: 'zh-Hant' }), stack);
  const customer = await shop.openWidget();
  await customer.shown('html[lang=zh-Hant] .needs label');
  const english = /\/w\/assets\/(talk-)?en-[^/]*\.json$/;
  await shop.page.route(english, (route) => route.abort());
  await (await customer.at('.menu-at .ib')).click();
  await (await customer.at('.menu button[lang=en]')).click();
  await customer.reads('.menu [role=alert]', /語言載入失敗/);
  await customer.shown('html[lang=zh-Hant] .menu button[lang=zh-Hant][aria-pressed=true]');
  await shop.page.unroute(english);
  await (await customer.at('.menu button[lang=en]')).click();
  await customer.shown('html[lang=en]');
  await customer.gone('.menu [role=alert]');
});
