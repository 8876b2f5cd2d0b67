import assert from 'node:assert/strict';
import { until, untilEqual } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Shop } from './pages/shop.mjs';

const { stack, windows, scenario } = world({ whole: true });

// A second try asks for the same file under an address of its own.
const SCREENS = /\/w\/assets\/talk-[^/]*\.js(\?|$)/;
const REST = ['**/w/assets/*.json', '**/w/config*', SCREENS];

/** A shop's page whose customer gets the first page of the widget and no more, until `back`. */
async function cutOff({ language = 'zh-Hant' } = {}) {
  const context = await windows.profile({ language });
  const shop = await Shop.visit(context, stack);
  const away = (route) => route.abort();
  for (const what of REST) await context.route(what, away);
  const back = (...what) => Promise.all(what.map((one) => context.unroute(one, away)));
  return { context, shop, back };
}

/** What a browser says when it has a network again. */
const online = async (widget) =>
  (await widget.frame()).evaluate(() => dispatchEvent(new Event('online')));

scenario('a gateway that goes away after the first page leaves words and a way on', async () => {
  for (const [language, words, button] of [
    ['zh-Hans', /会话没有加载完成/, '立即重试'],
    ['en', /has not loaded completely/, 'Try again now'],
    ['zh-Hant', /對話沒有載入完成/, '立即重試'],
  ]) {
    const { shop, back } = await cutOff({ language });
    // The demo shop's own language names the widget's.
    await shop.page.evaluate((lang) => window.kefu('update', { locale: lang }), language);
    const widget = await shop.openWidget();
    await widget.reads('.bare [role=alert]', words);
    assert.equal(await (await widget.at('.lack button')).textContent(), button);
    const isPressed = language === 'zh-Hant';
    if (isPressed) await (await widget.at('.lack button')).focus();
    await back(...REST);
    // Where nobody does anything, it comes by itself.
    if (isPressed) await shop.page.keyboard.press('Enter');
    await widget.shown('.needs label');
    await widget.gone('.lack');
  }
});

scenario(
  'what is typed while the screens are missing is kept, in the form and after it',
  async () => {
    const { context, shop, back } = await cutOff();
    const widget = await shop.openWidget();
    await widget.shown('.bare .lack');
    await back(...REST.slice(0, 2));
    await online(widget);
    await widget.shown('.needs label');
    await widget.shown('.lack');
    await widget.chooseTopic('return');
    await (await widget.at('#order')).fill('R20261117-0382');
    await (await widget.at('#words')).fill('燈罩裂了');
    await back(SCREENS);
    await online(widget);
    await widget.gone('.lack');
    assert.equal(await (await widget.at('#words')).inputValue(), '燈罩裂了');
    assert.equal(await (await widget.at('#order')).inputValue(), 'R20261117-0382');
    await (await widget.at('.w-foot .primary')).click();
    await widget.shown('.compose .in');
    await widget.write('運費由誰負擔');

    // In a conversation there is no screen at all without them.
    const away = (route) => route.abort();
    await context.route(SCREENS, away);
    await shop.reload();
    await widget.shown('.bare .lack');
    await context.unroute(SCREENS, away);
    await online(widget);
    await widget.shown('.compose .in');
    assert.equal(await widget.draft(), '運費由誰負擔');
  },
);

scenario('a newer gateway without the old screens is reached by trying again', async () => {
  const context = await windows.profile();
  const shop = await Shop.visit(context, stack);
  let isOldPage = true;
  await context.route(SCREENS, (route) =>
    isOldPage ? route.fulfill({ status: 404 }) : route.continue(),
  );
  const widget = await shop.openWidget();
  await widget.shown('.needs label');
  await widget.shown('.lack');
  await widget.chooseTopic('return');
  await (await widget.at('#order')).fill('R20261117-0382');
  await (await widget.at('#words')).fill('燈罩裂了');
  await context.route('**/w/frame*', (route) => {
    isOldPage = false;
    return route.continue();
  });
  await (await widget.at('.lack button')).click();
  await until(() => !isOldPage, 'the frame is asked for anew');
  await widget.shown('.needs label');
  await widget.gone('.lack');
  assert.equal(await (await widget.at('.needs :checked')).inputValue(), 'return');
  assert.equal(await (await widget.at('#order')).inputValue(), 'R20261117-0382');
  assert.equal(await (await widget.at('#words')).inputValue(), '燈罩裂了');
});

scenario(
  'until the frame is here the keys stay with the page, and then go into the frame',
  async () => {
    const context = await windows.profile();
    const shop = await Shop.visit(context, stack);
    await shop.page.evaluate(() => {
      window.heard = [];
      for (const name of ['opened', 'closed'])
        window.kefu('on', name, () => window.heard.push(name));
    });
    const heard = () => shop.page.evaluate(() => window.heard.join(' '));
    const asked = new Promise((held) => {
      void shop.page.route('**/w/frame*', held, { times: 1 });
    });
    await shop.pressLauncher();
    const frame = await asked;
    await shop.page.keyboard.press('Escape');
    await untilEqual(heard, 'opened closed', 'Esc put the panel away');
    await shop.page.keyboard.press('Enter');
    await untilEqual(heard, 'opened closed opened', 'Enter on the launcher opened it again');
    await frame.continue();
    await shop.widget.shown('.needs label');
    await shop.page.keyboard.press('Tab');
    await until(
      async () =>
        (await shop.widget.frame()).evaluate(() => document.activeElement !== document.body),
      'Tab went to something in the panel',
    );
  },
);
