/**
 * How the widget sits in a shop's page, driven like a customer would.
 * `node tests/browser/embed.mjs [OUT_FOLDER]` exits 1 at the first promise broken.
 */
import assert from 'node:assert/strict';
import {
  faults,
  frameOf,
  GATEWAY,
  gateway,
  holds,
  launcherColours,
  launcherReads,
  launcherShown,
  picture,
  pressLauncher,
  SHOP,
  until,
  visit,
  widget,
} from './embedded.mjs';

/** What the browser makes of an ink that the colour's luminance decides: far below or above every colour. */
const BLACK = /^color\(xyz-d65 -/;
const WHITE = /^color\(xyz-d65 \d/;

const SOONER_THAN_A_BEAT_MS = 10_000;

/** By the key that the frame has, so that all it said before has been heard. */
async function closedFromWithin(page) {
  await page.evaluate(() =>
    window.kefu('on', 'closed', () => {
      window.closed_ = true;
    }),
  );
  await (await widget(page)).locator('h2').press('Escape');
  await page.waitForFunction(() => window.closed_);
}

await holds('embed', async () => {
  // A visitor: nothing before the first open.
  {
    const { context, page } = await visit({});
    assert.equal(frameOf(page), undefined, 'no frame before the first open');
    assert.equal((await context.cookies()).length, 0, 'no cookie');
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    await picture(page, 'shop-visitor');
    await pressLauncher(page);
    await (await widget(page)).waitForSelector('.needs label');
    await picture(page, 'shop-prechat');
    await closedFromWithin(page);
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
    const start = () => gateway.received.find((m) => m.t === 'conversation.start');
    await until(start, 'the conversation is asked for');
    assert.equal(start().order, 'R20261117-0382');
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
    await frame.waitForSelector('.msg.queued');
    await until(() => gateway.turnedAway > 0, 'it tries again while the gateway is down');
    gateway.down = false;
    await frame.waitForFunction(() => !document.querySelector('.msg.queued'));
    assert.equal(gateway.log.filter((e) => e.b.text === '斷線時說的').length, 1);

    // No network: said long before a missing beat would tell, and gone with it.
    await context.setOffline(true);
    await frame
      .locator('.bar', { hasText: '網路中斷' })
      .waitFor({ timeout: SOONER_THAN_A_BEAT_MS });
    await context.setOffline(false);
    await frame.waitForFunction(() => !document.querySelector('.bar'), null, {
      timeout: SOONER_THAN_A_BEAT_MS,
    });

    // Closed: unread on the launcher, one bubble; the page itself learns only the number.
    await page.evaluate(() => {
      window.seen = [];
      window.kefu('on', 'unread', (d) => window.seen.push(d.count));
    });
    await page.evaluate(() => window.kefu('close'));
    gateway.say('取件時間是明天早上，可以嗎？');
    await frame.waitForSelector('.peek');
    await frame.waitForFunction(
      () => innerHeight === document.querySelector('.peek .said').offsetHeight,
    );
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
    await launcherReads(second, '開啟客服對話，對話中');
    await picture(second, 'shop-second');
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
    const hellos = () => gateway.received.filter((m) => m.t === 'hello');
    const before = hellos().length;
    await second.selectOption('#who', '');
    await gone;
    await second.waitForFunction(() => sessionStorage.getItem('kefu:pk_test') === '|');
    await second.evaluate(() => window.kefu('open'));
    // When the page that reloads led, the other tab leads on for a moment as who signed out.
    const isNew = ({ token, jwt }) => !token && !jwt;
    await until(
      () => hellos().length > before && isNew(hellos().at(-1)),
      'connected as somebody new: no token is kept after signing out',
    );
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
    await launcherReads(page, '開啟客服對話');

    // A chat that goes on is told on the launcher, after a reload, too, and no more once it is over.
    gateway.open('return', {});
    gateway.accept('林靜宜');
    await page.reload();
    await page.evaluate(() => window.kefu('open'));
    await (await widget(page)).waitForSelector('.compose');
    await page.reload();
    await launcherReads(page, '開啟客服對話，對話中');
    await picture(page, 'shop-phone-live');
    await until(() => gateway.sockets.size > 0, 'the frame is there again');
    gateway.end();
    await launcherReads(page, '開啟客服對話');
    await context.close();
  }

  // Third-party storage blocked: a visitor's conversation still survives a reload.
  {
    gateway.conversation = undefined;
    gateway.name = undefined;
    const { context, page } = await visit({ blocked: true });
    // Not how many are open: that of the page before may not have heard yet that it is gone.
    const helloes = () => gateway.received.filter((m) => m.t === 'hello').length;
    const before = helloes();
    await page.evaluate(() => window.kefu('open'));
    const first = await widget(page);
    await first.waitForSelector('.needs label');
    await until(() => helloes() > before, 'connected without storage');
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
  // The snippet's colour is there before anything is asked for, until the storefront's own is known.
  for (const [accent, look] of [
    ['#834d7e', '--a: #834d7e; --o: #ffffff;'],
    ['#076077', ''],
  ]) {
    gateway.conversation = undefined;
    gateway.config.accent = accent;
    const { context, page } = await visit({ snippet: { color: '#ffcc00', ink: '#1b2126' } });
    assert.equal(
      await page.evaluate(() => document.body.lastElementChild.style.cssText),
      '--a: #ffcc00; --o: #1b2126;',
    );
    await picture(page, `shop-snippet-${accent.slice(1)}`);
    await pressLauncher(page);
    await page.waitForFunction(
      (wanted) => document.body.lastElementChild.style.cssText === wanted,
      look,
    );
    await context.close();
  }
  // A call of the page outranks both, and whatever its colour is, its ink can be read.
  {
    gateway.config.accent = '#834d7e';
    const { context, page } = await visit({ snippet: { color: '#ffcc00' } });
    const update = (given) => page.evaluate((g) => window.kefu('update', g), given);
    const [, onSnippet] = await launcherColours(page);
    assert.match(onSnippet, BLACK);
    for (const [color, fill, ink] of [
      ['navy', 'rgb(0, 0, 128)', WHITE],
      ['gold', 'rgb(255, 215, 0)', BLACK],
    ]) {
      await update({ color });
      const [background, text] = await launcherColours(page);
      assert.equal(background, fill);
      assert.match(text, ink, `ink on ${color}`);
      await picture(page, `shop-update-${color}`);
    }
    await update({ color: '#076077', ink: '#fefefe' });
    await pressLauncher(page);
    await closedFromWithin(page);
    assert.deepEqual(await launcherColours(page), ['rgb(7, 96, 119)', 'rgb(254, 254, 254)']);
    await context.close();
  }
  gateway.config.accent = '#076077';

  // What else is written on the script's tag, by whomever, is no wish.
  {
    gateway.conversation = undefined;
    const { context, page } = await visit({
      snippet: { open: '1', token: 'x.y.z', order: '{}', reset: '1', provider: '1' },
    });
    await launcherReads(page, '開啟客服對話');
    await pressLauncher(page);
    await (await widget(page)).waitForSelector('.needs label');
    await until(() => gateway.sockets.size > 0, 'it has connected');
    const hello = gateway.received.findLast((m) => m.t === 'hello');
    assert.equal(hello.jwt, undefined, 'nobody is named by an attribute');
    await closedFromWithin(page);
    await page.reload();
    await launcherShown(page);
    assert.equal(await page.evaluate(() => sessionStorage.getItem('kefu:pk_test')), '|');
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
      `kefu: add ${new URL(SHOP).origin} to storefront "pk_test" in ${GATEWAY}/console/`,
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
    assert.deepEqual(await launcherColours(page), ['rgb(85, 175, 194)', 'rgb(0, 0, 0)']);
    await pressLauncher(page);
    await (await widget(page)).waitForSelector('.needs label');
    await picture(page, 'shop-dark');
    await context.close();
  }
});
