/**
 * The widget in a page it does not control: the demo shop (strict CSP, other site), driven like a
 * customer would. `node tests/browser/embed.mjs [OUT_FOLDER]` exits 1 at the first promise broken.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/apps.mjs';
import { createShop } from '../../storefront/server.mjs';
import { MockGateway } from '../doubles/mock_gateway.mjs';
import { launch, ordinaryContext } from './browser.mjs';

const out = process.argv[2];
if (out) mkdirSync(out, { recursive: true });
const gateway = new MockGateway({ dist: path.join(root, 'dist') });
await gateway.listen(18080);
const customers = JSON.parse(
  readFileSync(path.join(root, 'storefront/demo-customers.json'), 'utf8'),
);
const shop = createShop({
  gateway: 'http://localhost:18080',
  widgetKey: 'pk_test',
  secret: 'x'.repeat(32),
  customers,
  now_s: () => Math.floor(Date.now() / 1000),
});
await new Promise((resolve) => shop.listen(18081, '127.0.0.1', resolve));
const SHOP = 'http://127.0.0.1:18081/';

const browser = await launch();
const faults = [];
const picture = (page, name) => out && page.screenshot({ path: path.join(out, `${name}.png`) });

async function visit({ blocked = false, ...options }) {
  const make = (o) => (blocked ? browser.newContext(o) : ordinaryContext(o));
  const context = await make({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-TW',
    timezoneId: 'Asia/Taipei',
    ...options,
  });
  const page = await context.newPage();
  page.on('console', (m) => {
    if (/Content Security Policy|Refused/i.test(m.text())) faults.push(m.text());
  });
  page.on('pageerror', (e) => faults.push(e.message));
  await page.goto(SHOP);
  await page.waitForFunction(() => window.kefu?.booted);
  await launcherShown(page);
  return { context, page };
}

const frameOf = (page) => page.frames().find((f) => f.url().includes('/w/frame'));
async function widget(page) {
  // In a closed shadow root: only the browser itself can name it.
  const frame = frameOf(page) ?? (await page.waitForEvent('framenavigated'));
  await frame.waitForSelector('main, .peek', { timeout: 5_000 });
  return frame;
}
async function until(holds, what) {
  for (let i = 0; i < 100; i += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(what);
}

/** The launcher is what lies in the corner: its host, since its shadow root is closed to everybody. */
const launcherShown = (page) =>
  page.waitForFunction(() => {
    const there = document.elementFromPoint(innerWidth - 52, innerHeight - 52);
    return there?.tagName === 'DIV' && there === document.body.lastElementChild;
  });

async function pressLauncher(page) {
  const { width, height } = page.viewportSize();
  await page.mouse.click(width - 24 - 28, height - 24 - 28);
}

try {
  // A visitor: nothing before the first open.
  {
    const { context, page } = await visit({});
    assert.equal(frameOf(page), undefined, 'no frame before the first open');
    assert.equal((await context.cookies()).length, 0, 'no cookie');
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    await picture(page, 'shop-visitor');
    await pressLauncher(page);
    const frame = await widget(page);
    await frame.waitForSelector('.needs label');
    await picture(page, 'shop-prechat');
    await page.evaluate(() =>
      window.kefu('on', 'closed', () => {
        window.closed_ = true;
      }),
    );
    await frame.locator('h2').press('Escape');
    await page.waitForFunction(() => window.closed_, null, { timeout: 2_000 });
    const focused = await page.evaluate(() => document.activeElement?.tagName);
    assert.equal(focused, 'DIV', 'the focus is back on the launcher');
    await context.close();
  }

  // A customer who asks about an order, waits, chats, reloads the page, loses the line.
  {
    const { context, page } = await visit({});
    await page.selectOption('#who', 'u-10382');
    await page.waitForURL(SHOP);
    await page.waitForSelector('#order-list li');
    await page.waitForFunction(() => window.kefu?.booted);
    await picture(page, 'shop-customer');
    await page.locator('#order-list .ask').first().click();
    let frame = await widget(page);
    await frame.waitForSelector('.pick');
    assert.match(await frame.textContent('.pick'), /R20261117-0382/, 'the order is there already');
    await picture(page, 'shop-order');
    await until(
      () => gateway.received.some((m) => m.t === 'hello' && m.jwt),
      'the shop’s token is in the hello',
    );
    await frame.locator('.needs label').nth(2).click();
    await frame.fill('#words', '燈罩有一道裂痕');
    await frame.click('.w-foot .primary');
    await frame.waitForSelector('.told, .block .pick');
    const start = gateway.received.find((m) => m.t === 'conversation.start');
    assert.equal(start.order, 'R20261117-0382');
    gateway.place(3);
    await frame.waitForSelector('.place');
    gateway.accept('林靜宜');
    await frame.waitForSelector('.compose .in[placeholder="輸入訊息"]');
    gateway.say('您好，我是靜宜。');
    await frame.waitForSelector('.msg .b');
    await picture(page, 'shop-chat');

    await frame.fill('.in', '第一則');
    await frame.press('.in', 'Enter');
    await page.reload();
    frame = await widget(page);
    await frame.waitForSelector('.msg.me');
    assert.equal(
      gateway.log.filter((e) => e.b.text === '第一則').length,
      1,
      'a reload loses and doubles nothing',
    );

    gateway.down = true;
    gateway.cut();
    await frame.fill('.in', '斷線時說的');
    await frame.press('.in', 'Enter');
    await frame.waitForSelector('.msg.queued', { timeout: 5_000 });
    await until(() => gateway.turnedAway > 0, 'it tries again while the gateway is down');
    gateway.down = false;
    await frame.waitForFunction(() => !document.querySelector('.msg.queued'), null, {
      timeout: 10_000,
    });
    assert.equal(gateway.log.filter((e) => e.b.text === '斷線時說的').length, 1);

    // No network: said at once, and gone with it.
    await context.setOffline(true);
    await frame.locator('.bar', { hasText: '網路中斷' }).waitFor({ timeout: 1_000 });
    await context.setOffline(false);
    await frame.waitForFunction(() => !document.querySelector('.bar'), null, { timeout: 2_000 });

    // Closed: unread on the launcher, one bubble; the page itself learns only the number.
    await page.evaluate(() => {
      window.seen = [];
      window.kefu('on', 'unread', (d) => window.seen.push(d.count));
    });
    await page.evaluate(() => window.kefu('close'));
    gateway.say('取件時間是明天早上，可以嗎？');
    await frame.waitForSelector('.peek');
    await picture(page, 'shop-peek');
    assert.deepEqual(await page.evaluate(() => window.seen), [1]);
    await frame.click('.peek .said');
    await frame.waitForSelector('.compose');
    await page.waitForFunction(() => window.seen.length > 1);
    assert.deepEqual(await page.evaluate(() => window.seen), [1, 0], 'opening reads it');

    // Another tab mirrors: one socket for both.
    const second = await context.newPage();
    await second.goto(SHOP);
    await second.waitForFunction(() => window.kefu?.booted);
    await second.evaluate(() => window.kefu('open'));
    const mirror = await widget(second);
    await mirror.waitForSelector('.msg.me');
    assert.equal(gateway.sockets.size, 1, 'one socket for two tabs');
    await mirror.fill('.in', '從第二頁說的');
    await mirror.press('.in', 'Enter');
    await frame.waitForFunction(() => document.body.textContent.includes('從第二頁說的'));
    await page.close();
    await mirror.fill('.in', '第一頁關了');
    await mirror.press('.in', 'Enter');
    const told = () => gateway.log.filter((e) => e.b.text === '第一頁關了').length;
    await until(() => told() > 0, 'the next tab leads');
    await mirror.waitForFunction(() => !document.querySelector('.msg.queued'));
    assert.equal(told(), 1, 'and says it once');

    // Signed out: forgotten.
    const gone = second.waitForEvent('load');
    await second.selectOption('#who', '');
    await gone;
    await second.waitForFunction(() => sessionStorage.getItem('kefu:pk_test') === '|');
    const hellos = () => gateway.received.filter((m) => m.t === 'hello');
    const before = hellos().length;
    await second.evaluate(() => window.kefu('open'));
    await until(() => hellos().length > before, 'connected as somebody new');
    const last = hellos().at(-1);
    assert.ok(!last.token && !last.jwt, 'no token is kept after signing out');
    await context.close();
  }

  // Phone: the whole screen, the page behind does not scroll, Back puts it away.
  {
    gateway.conversation = undefined;
    const { context, page } = await visit({
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    await picture(page, 'shop-phone');
    await page.evaluate(() => window.kefu('open'));
    const frame = await widget(page);
    await frame.waitForSelector('.needs label');
    assert.equal(await frame.evaluate(() => innerWidth), 390);
    assert.equal(await page.evaluate(() => document.documentElement.style.overflow), 'hidden');
    await picture(page, 'shop-phone-open');
    await page.goBack();
    await page.waitForFunction(() => document.documentElement.style.overflow === '');
    await context.close();
  }

  // Third-party storage blocked: a visitor's conversation still survives a reload.
  {
    gateway.conversation = undefined;
    gateway.name = undefined;
    const { context, page } = await visit({ blocked: true });
    await page.evaluate(() => window.kefu('open'));
    const first = await widget(page);
    await first.waitForSelector('.needs label');
    await until(() => gateway.sockets.size === 1, 'connected without storage');
    await first.locator('.needs label').nth(0).click();
    await first.click('.w-foot .primary');
    await first.waitForSelector('.place, .why');
    await page.reload();
    await widget(page);
    await until(
      () => gateway.received.filter((m) => m.t === 'hello').at(-1).token === 'visitor-token',
      'the page keeps the token',
    );
    await context.close();
  }

  // The storefront's own colour reaches the launcher and the panel; what is no colour does not.
  for (const [accent, fill, ink] of [
    ['#ffcc00', 'rgb(255, 204, 0)', 'rgb(27, 33, 38)'],
    ['javascript:1', 'rgb(7, 96, 119)', 'rgb(255, 255, 255)'],
  ]) {
    gateway.conversation = undefined;
    gateway.config.accent = accent;
    const { context, page } = await visit({});
    await pressLauncher(page);
    const frame = await widget(page);
    await frame.waitForSelector('.needs label');
    const style = await frame.$eval('.w-foot .primary', (e) => {
      const { backgroundColor, color } = getComputedStyle(e);
      return [backgroundColor, color];
    });
    assert.deepEqual(style, [fill, ink], `the primary button for ${accent}`);
    await page.waitForFunction(
      (wanted) =>
        getComputedStyle(document.body.lastElementChild).getPropertyValue('--a') === wanted,
      accent.startsWith('#') ? accent : 'light-dark(#076077,#55afc2)',
    );
    await picture(page, `shop-accent-${accent.slice(1, 7)}`);
    await context.close();
  }
  gateway.config.accent = '#076077';

  // Nobody for a topic: said before, said while waiting, and nothing promised; a second wait is its own.
  {
    gateway.conversation = undefined;
    gateway.name = undefined;
    gateway.config.topics[2].staffed = false;
    const { context, page } = await visit({});
    await pressLauncher(page);
    const frame = await widget(page);
    await frame.waitForSelector('.needs label');
    const marks = await frame
      .locator('.needs label')
      .evaluateAll((all) => all.map((one) => one.querySelector('small')?.textContent ?? ''));
    assert.deepEqual(marks, ['', '', '目前無人', '', '', '']);
    assert.match(await frame.textContent('.lead'), /直接接到/);
    await frame.locator('.needs label').nth(2).click();
    assert.match(await frame.textContent('.lead'), /先留下問題/);
    await frame.click('.w-foot .primary');
    await frame.waitForSelector('.why');
    gateway.place(1, false);
    await frame.getByText('這項問題目前沒有客服在線').first().waitFor();
    await frame.getByText('先寫下的內容會保留').waitFor();
    assert.doesNotMatch(await frame.textContent('.w-body'), /下一位/);
    gateway.place(1, true);
    await frame.locator('h2', { hasText: '下一位就是您' }).waitFor();
    gateway.conversation.waiting_from -= 3_600_000;
    gateway.accept('林靜宜');
    await frame.locator('.w-top .one', { hasText: '客服 · 退換貨' }).waitFor();
    assert.equal(
      await frame.locator('.w-top .dot').count(),
      0,
      'nobody is claimed to be at the desk',
    );
    gateway.requeue(2);
    await frame.locator('.why.again', { hasText: /前面還有 1 位 · 已等 0:0\d/ }).waitFor();
    gateway.config.topics[2].staffed = true;
    await context.close();
  }

  // One's own words come into view, in the line and in the chat; what others do moves nobody who reads.
  {
    gateway.open('return', { text: '燈罩有一道裂痕' });
    gateway.place(2);
    const { context, page } = await visit({ viewport: { width: 1440, height: 560 } });
    await pressLauncher(page);
    const frame = await widget(page);
    const say = async (text) => {
      await frame.fill('.in', text);
      await frame.press('.in', 'Enter');
      await frame.locator('.msg.me', { hasText: text }).waitFor();
    };
    const fromEnd = (box) =>
      frame.$eval(box, (e) => Math.round(e.scrollHeight - e.clientHeight - e.scrollTop));
    await frame.waitForSelector('.compose .in');
    for (let n = 1; n <= 8; n += 1) await say(`補充 ${n}`);
    assert.ok((await fromEnd('.w-body')) < 2, 'what was added in the line is in view');
    gateway.accept('林靜宜');
    for (let n = 1; n <= 20; n += 1) gateway.say(`第 ${n} 點`);
    const log = '.log-at .log';
    await frame.locator('.msg', { hasText: '第 20 點' }).waitFor();
    await say('好的');
    await frame.$eval(log, (e) => {
      const scrolled = new Promise((resolve) => {
        e.addEventListener('scroll', resolve, { once: true });
      });
      e.scrollTo(0, 0);
      return scrolled;
    });
    gateway.typing(true);
    await frame.waitForSelector('.typing-at');
    assert.ok((await fromEnd(log)) > 100, 'reading goes on while somebody types');
    gateway.say('還有一點');
    await frame.waitForSelector('.pill');
    await say('收到');
    assert.ok((await fromEnd(log)) < 2, 'own words are in view');
    assert.equal(await frame.locator('.pill').count(), 0);

    // Ending asks once, says what becomes of words not sent, and can be thought better of by keyboard.
    await frame.fill('.in', '還沒');
    const focused = (selector) =>
      frame.waitForFunction((s) => document.activeElement?.matches(s), selector);
    await frame.locator('.menu-at .ib').press('Enter');
    await frame.locator('.item.bad').press('Enter');
    await frame.locator('dialog[open]', { hasText: '會放進新的對話' }).waitFor();
    await focused('dialog .btn:not(.danger)');
    await page.keyboard.press('Escape');
    await frame.waitForFunction(() => !document.querySelector('dialog'));
    await focused('.menu-at .ib');
    assert.ok(!gateway.received.some((m) => m.t === 'conversation.leave'), 'nothing has ended');
    await page.keyboard.press('Enter');
    await frame.locator('.item.bad').press('Enter');
    await frame.locator('dialog .danger').press('Enter');
    await frame.waitForSelector('.five label');
    assert.equal(gateway.received.filter((m) => m.t === 'conversation.leave').length, 1);
    await context.close();
  }

  // Words begun when the chat ended are the next one's, over a reload, too; those of a line that was left
  // need not be typed again.
  {
    gateway.open('return', {});
    gateway.accept('林靜宜');
    const { context, page } = await visit({});
    await pressLauncher(page);
    let frame = await widget(page);
    const begins = (text) =>
      frame.waitForFunction((wanted) => document.querySelector('#words')?.value === wanted, text);
    const start = async () => {
      await frame.locator('.needs label').nth(2).click();
      await frame.click('.w-foot .primary');
      await frame.waitForSelector('.compose .in');
    };
    await frame.fill('.in', '另外想問');
    gateway.end();
    await frame.click('.w-foot .quiet');
    await frame.getByText('還沒送出的內容').waitFor();
    await frame.click('.ways .primary');
    await begins('另外想問');
    gateway.conversation = undefined;
    await page.reload();
    frame = await widget(page);
    await begins('另外想問');
    await start();
    assert.equal(gateway.received.findLast((m) => m.t === 'conversation.start').text, '另外想問');
    assert.equal(await frame.inputValue('.in'), '');
    await frame.fill('.in', '還有一件');
    await frame.press('.in', 'Enter');
    await frame.locator('.msg.me', { hasText: '還有一件' }).waitFor();
    gateway.abandon();
    await frame.click('.ways .primary');
    await begins('另外想問\n還有一件');
    await context.close();
  }

  // No language named: the page's own, and when it has none, the browser's.
  for (const [lang, spoken] of [
    ['zh-Hans', 'zh-Hans'],
    ['', 'en'],
  ]) {
    gateway.conversation = undefined;
    const { context, page } = await visit({ locale: 'en-GB' });
    await page.addInitScript((lang) => {
      new MutationObserver((_, watch) => {
        document.documentElement.lang = lang;
        watch.disconnect();
      }).observe(document, { childList: true });
    }, lang);
    await page.reload();
    await launcherShown(page);
    await pressLauncher(page);
    const frame = await widget(page);
    await frame.waitForSelector('.needs label');
    assert.equal(await frame.evaluate(() => document.documentElement.lang), spoken);
    await context.close();
  }

  // A page that may not hold the frame: no panel with the browser's own error, then no button; the
  // developer reads which origin is missing.
  {
    gateway.conversation = undefined;
    const allowed = gateway.shopOrigin;
    gateway.shopOrigin = 'https://elsewhere.example';
    const { context, page } = await visit({});
    const told = page.waitForEvent('console', (m) => m.text().startsWith('kefu: '));
    await page.evaluate(() =>
      window.kefu('on', 'error', (detail) => {
        window.error_ = detail.code;
      }),
    );
    await pressLauncher(page);
    await picture(page, 'shop-refused-asked');
    assert.equal(
      (await told).text(),
      `kefu: no storefront "pk_test" with origin ${new URL(SHOP).origin}: add it in http://localhost:18080/console/`,
    );
    await page.waitForFunction(() => document.body.lastElementChild.hidden);
    assert.equal(await page.evaluate(() => window.error_), 'refused');
    await picture(page, 'shop-refused');

    // Allowed by now, and asked by the shop's own button: all is well.
    gateway.shopOrigin = allowed;
    await page.evaluate(() => window.kefu('open'));
    await (await widget(page)).waitForSelector('.needs label');
    await launcherShown(page);
    await context.close();
    assert.match(
      faults.splice(0).join('\n').trim(),
      /^.*frame-ancestors.*$/,
      'the browser refused it',
    );
  }

  // Night.
  {
    gateway.conversation = undefined;
    const { context, page } = await visit({ colorScheme: 'dark' });
    await pressLauncher(page);
    await (await widget(page)).waitForSelector('.needs label');
    await picture(page, 'shop-dark');
    await context.close();
  }
  assert.deepEqual(faults, [], 'no violation of the shop\u2019s policy, no error on the page');
  process.stdout.write('embed: ok\n');
} finally {
  await browser.close();
  gateway.close();
  shop.closeAllConnections();
  shop.close();
}
