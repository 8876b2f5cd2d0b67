import assert from 'node:assert/strict';
import { until, untilEqual } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { chatting } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const here = world();
const { stack, windows, scenario } = here;

scenario(
  'a page of an origin that the storefront does not name has no button, its developer a word',
  async () => {
    // The same page under another name: to a browser that is another origin.
    const url = stack.shopUrl.replace('127.0.0.1', 'localhost');
    const shop = new Shop(await (await windows.profile()).newPage(), url);
    const told = shop.page.waitForEvent('console', (one) => one.text().startsWith('kefu: '));
    await shop.open();
    await shop.pressLauncher();
    const word = (await told).text();
    for (const part of [
      `add ${new URL(url).origin}`,
      stack.widgetKey,
      `${stack.gatewayUrl}/console/`,
    ])
      assert.ok(word.includes(part), `the developer reads ${part}: ${word}`);
    await shop.page.waitForFunction(() => document.body.lastElementChild.hidden);
    // That the browser refused the frame is what this is about.
    assert.match(windows.faults.splice(0).join(' '), /frame-ancestors/);
  },
);

scenario('who asks about what nobody there can answer is told so, and nothing more', async () => {
  const chen = await Console.at(await windows.desk(), stack, 'chen');
  const { widget } = await Shop.visit(await windows.profile(), stack).then(async (shop) => {
    await shop.openWidget();
    return shop;
  });
  await widget.shown('.needs label');
  await widget.reads('.needs label:has(input[value=return])', /目前無人/);
  assert.doesNotMatch(
    await (await widget.at('.needs label:has(input[value=presale])')).textContent(),
    /目前無人/,
  );
  await widget.start({ topic: 'return', text: '燈罩裂了' });
  await widget.reads('.w-body h2', /這項問題目前沒有客服可以接手/);
  await widget.reads('.w-body .why', /第 1 位.*會保留/s);
  assert.equal(await chen.offer().count(), 0);
  const lin = await Console.at(await windows.desk(), stack, 'lin');
  await lin.offer().waitFor();
  await widget.reads('.w-body h2', /下一位就是您|正在請客服接待/);
  await lin.page.keyboard.press('F2');
  await widget.answered(stack.staff.lin.display);
  await widget.reads('.w-top', /客服 · 退換貨/);
  assert.equal(await (await widget.at('.w-top .dot')).count(), 0);
  // Left open, it would go back to the line without its agent, and ring in a later scenario.
  await lin.end();
  await lin.wrapUp('換新一盞。');
});

scenario('who has left the line is back in it by a press, with all that was said', async () => {
  const shop = await Shop.visit(await windows.profile(), stack, { as: 'u-10382' });
  const widget = await shop.openWidget();
  await widget.reads('.lead', /商店網頁開著/);
  await (await widget.at('.choices label')).nth(1).click();
  const order = await (await widget.at('.pick .what')).textContent();
  await widget.start({ topic: 'return', text: '壺蓋裂了' });
  await widget.reads('.w-body .why', /離開半分鐘就會離開排隊.*再送出/s);
  await widget.say('照片可以補傳');
  await widget.shown('.added .msg');
  const leave = async () => {
    await (await widget.at('.menu-at .ib')).click();
    await (await widget.at('.menu .bad')).click();
    await (await widget.at('dialog .danger')).click();
    await widget.reads('.sys', /已離開排隊/);
  };
  await leave();

  await shop.reload();
  await widget.reads('.ways .primary', /重新排隊/);
  await (await widget.at('.ways .primary')).click();
  await widget.shown('.needs .on input[value=return]');
  const picked = async () => (await widget.at('.pick .what')).textContent();
  await untilEqual(picked, order, 'the order');
  const words = async () => (await widget.at('#words')).inputValue();
  await untilEqual(words, '壺蓋裂了\n照片可以補傳', 'the words');
  await (await widget.at('.w-foot .primary')).click();
  await widget.reads('.w-body .pick .what', /壺蓋裂了\s照片可以補傳/);
  await leave();
});

scenario('words begun when the agent ends the chat begin the next one', async () => {
  const { desk, shop, customer } = await chatting(here);
  await desk.say('已為您安排換新。');
  await customer.hears('已為您安排換新。');
  await customer.write('另外想問運費');
  await desk.end();
  await desk.wrapUp('換新一盞。');
  await customer.shown('.five');
  await (await customer.at('.w-foot .quiet')).click();
  await customer.reads('.ways', /還沒送出的內容/);
  await (await customer.at('.ways .primary')).click();
  const begun = async () => (await customer.at('#words')).inputValue();
  await until(async () => (await begun()) === '另外想問運費', 'the words are there');
  await shop.reload();
  await customer.shown('#words');
  await until(async () => (await begun()) === '另外想問運費', 'and after a reload');
  await customer.start({ topic: 'return' });
  await desk.accept();
  await desk.hears('另外想問運費');
});

scenario('a customer without network reads it at once, and goes on at once with one', async () => {
  const { desk, shop, customer } = await chatting(here);
  const network = shop.page.context();
  await network.setOffline(true);
  await until(
    async () => (await (await customer.at('.bar')).count()) > 0,
    'the notice is there before a missed answer could tell',
    5_000,
  );
  await network.setOffline(false);
  await customer.gone('.bar');
  await desk.say('您還在嗎？');
  await customer.hears('您還在嗎？');
});
