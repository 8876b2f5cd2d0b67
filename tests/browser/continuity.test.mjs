import assert from 'node:assert/strict';
import { until, untilEqual } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { bothRead, chatting } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const here = world({ whole: true });
const { stack, windows, scenario } = here;

scenario('a reload on either side loses nothing, doubles nothing and keeps the draft', async () => {
  const { desk, shop, customer } = await chatting(here, { as: 'u-10382' });
  await customer.say('第一句');
  await desk.hears('第一句');
  await desk.say('第二句');
  await customer.hears('第二句');

  await desk.composer().fill('寫到一半的回覆');
  await customer.write('寫到一半的話');
  await shop.reload();
  await customer.shown('.log-at .log');
  await untilEqual(() => customer.draft(), '寫到一半的話', 'the customer’s draft');
  await desk.page.reload();
  await desk.entered();
  if ((await desk.page.locator('.thread .th').count()) === 0)
    await desk.page.locator('.inbox button.row').first().click();
  await desk.composer().waitFor();
  await untilEqual(() => desk.composer().inputValue(), '寫到一半的回覆', 'the agent’s draft');

  await bothRead({ desk, customer }, ['第一句', '第二句']);
  await customer.say('第三句');
  await desk.hears('第三句');
  await desk.say('第四句');
  await bothRead({ desk, customer }, ['第一句', '第二句', '第三句', '第四句']);
});

scenario('an open panel leaves the keys to whoever types on the shop’s page', async () => {
  const desk = await Console.at(await windows.desk(), stack, 'lin', { online: false });
  const shop = await Shop.visit(await windows.profile(), stack);
  const customer = await shop.openWidget();
  await customer.start({ topic: 'return', text: '燈罩裂了' });
  const { keyboard } = shop.page;
  const inField = async (what) => {
    await shop.page.evaluate(() => {
      const field = document.createElement('input');
      field.id = 'search';
      document.querySelector('main').prepend(field);
      field.focus();
    });
    await keyboard.type(what);
  };
  const found = () => shop.page.locator('#search').inputValue();

  // The next page, typed on before the panel is there and after.
  let passOn;
  const asked = new Promise((resolve) => {
    passOn = resolve;
  });
  await shop.page.route('**/w/frame*', passOn, { times: 1 });
  await shop.reload();
  const frame = await asked;
  await inField('石青');
  await frame.continue();
  await customer.shown('.compose .in');
  await keyboard.type('檯燈');
  assert.equal(await found(), '石青檯燈');

  // What comes meanwhile is shown, and takes no keys either.
  await desk.goOnline();
  await desk.accept();
  await customer.answered(stack.staff.lin.display);
  await keyboard.type(' 大');
  assert.equal(await found(), '石青檯燈 大');
  assert.equal(await customer.draft(), '');

  // Whoever opens the panel writes in it at once.
  await shop.pressLauncher();
  await customer.gone('main.w');
  await shop.pressLauncher();
  await customer.shown('.compose .in');
  const isThere = async () =>
    (await customer.at('.compose .in')).evaluate((at) => at === document.activeElement);
  await until(isThere, 'the composer has the focus');
  await keyboard.type('您好');
  assert.equal(await customer.draft(), '您好');
  assert.equal(await found(), '石青檯燈 大');
  await keyboard.press('Escape');
  await customer.gone('main.w');
  await shop.launcherFocused();
  await keyboard.press('Enter');
  await customer.shown('.compose .in');
  await desk.end();
  await desk.wrapUp('已說明。');
});

scenario('two tabs of a customer share one connection and show the same', async () => {
  const { desk, shop, customer } = await chatting(here, { as: 'u-20517' });
  const sockets = [];
  const open = () => sockets.filter((socket) => !socket.isClosed()).length;
  const count = (page) => page.on('websocket', (socket) => sockets.push(socket));
  const second = new Shop(await shop.page.context().newPage(), shop.url);
  count(second.page);
  await second.open();
  const mirror = await second.openWidget();
  await mirror.shown('.log-at .log');
  const texts = ['從第一頁', '從第二頁', '給兩頁的'];
  await customer.say(texts[0]);
  await mirror.hears(texts[0]);
  await mirror.say(texts[1]);
  await customer.hears(texts[1]);
  await desk.hears(texts[1]);
  await desk.say(texts[2]);
  await bothRead({ desk, customer }, texts);
  await bothRead({ desk, customer: mirror }, texts);
  assert.equal(sockets.length, 0, 'the second page opened no connection');

  // The page with the connection goes: the other carries on.
  await shop.page.close();
  await mirror.say('第一頁關了');
  await desk.hears('第一頁關了');
  await until(() => open() === 1, 'the second page has the connection now');
  await bothRead({ desk, customer: mirror }, [...texts, '第一頁關了']);
});

scenario(
  'without a network the customer keeps writing; what was written is sent once',
  async () => {
    const { desk, shop, customer } = await chatting(here, { as: 'u-30864' });
    const network = shop.page.context();
    await customer.say('斷線之前');
    await desk.hears('斷線之前');
    await network.setOffline(true);
    await customer.say('斷線時一');
    await customer.say('斷線時二');
    await customer.untilState('斷線時一', 'queued', 'sending');
    await customer.write('還沒按送出');
    // The agent's words wait on the other side.
    await desk.say('您還在嗎？');
    await network.setOffline(false);
    await desk.hears('斷線時二');
    await customer.hears('您還在嗎？');
    await customer.untilState('斷線時二', 'sent', 'delivered', 'read');
    assert.equal(await customer.draft(), '還沒按送出');
    const mine = ['斷線之前', '斷線時一', '斷線時二'];
    await bothRead({ desk, customer }, mine);
    assert.equal((await customer.texts()).filter((text) => text === '您還在嗎？').length, 1);
  },
);

scenario('without a network the agent keeps writing; what was written is sent once', async () => {
  const { desk, customer } = await chatting(here);
  const network = desk.page.context();
  await desk.say('斷線之前');
  await customer.hears('斷線之前');
  await network.setOffline(true);
  await desk.say('斷線時一');
  await desk.say('斷線時二');
  await desk.page.locator('.ledger .e.us .meta', { hasText: '傳送中' }).first().waitFor();
  await desk.composer().fill('還沒按送出');
  await network.setOffline(false);
  await customer.hears('斷線時二');
  await desk.mark('已讀');
  assert.equal(await desk.composer().inputValue(), '還沒按送出');
  await bothRead({ desk, customer }, ['斷線之前', '斷線時一', '斷線時二']);
});

scenario('words that find no room stay where they were typed', async () => {
  const { desk, shop, customer } = await chatting(here);
  const network = shop.page.context();
  await network.setOffline(true);
  const kept = Array.from({ length: 50 }, (_, i) => `沒有網路 ${i + 1}`);
  for (const text of kept) await customer.say(text);
  await customer.say('第五十一句');
  await customer.shown('.bar.tell');
  assert.equal(await customer.draft(), '第五十一句');
  await network.setOffline(false);
  await desk.hears(kept[0]);
  assert.equal(await customer.draft(), '第五十一句');
  await (await customer.at('.compose .in')).press('Enter');
  await customer.hears('第五十一句');
  assert.equal(await customer.draft(), '');
});
