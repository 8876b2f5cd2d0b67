import assert from 'node:assert/strict';
import { until } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { Shop } from './pages/shop.mjs';

const here = world();
const { stack, windows, scenario } = here;

scenario('a supervisor takes a watched chat over, by keyboard alone, and ends it', async () => {
  const wu = await Console.at(await windows.desk(), stack, 'wu');
  const shop = await Shop.visit(await windows.profile(), stack);
  const customer = await shop.openWidget();
  await customer.start({ topic: 'complaint', text: '請主管來處理' });
  await wu.accept();
  await customer.answered(stack.staff.wu.display);
  await wu.composer().fill('我正在查');

  const boss = await Console.at(await windows.desk({ width: 1600 }), stack, 'zhou');
  const watched = await wu.page.evaluate(() => location.hash);
  await boss.go(watched);
  await boss.page.locator('.watch-bar').waitFor();
  await boss.hears('請主管來處理');

  // Asked once: Escape leaves everything as it is, Enter takes it.
  await boss.page.keyboard.press('F4');
  await boss.question().waitFor();
  assert.match(await boss.question().textContent(), /吳佩珊/, 'from whom');
  await boss.page.keyboard.press('Escape');
  await boss.question().waitFor({ state: 'detached' });
  assert.ok(await boss.page.locator('.watch-bar').isVisible());
  await boss.page.keyboard.press('F4');
  await boss.question().waitFor();
  await boss.page.keyboard.press('Enter');
  await boss.page.locator('.watch-bar').waitFor({ state: 'detached' });
  await boss.page.locator('.comp[data-kind=reply]').waitFor();
  await until(
    () => boss.composer().evaluate((area) => area === document.activeElement),
    'the keyboard goes on in the reply',
  );

  // The agent reads by whom, and keeps the words under the hands.
  await wu.page.locator('.banner', { hasText: stack.staff.zhou.display }).waitFor();
  assert.equal(await wu.composer().inputValue(), '我正在查');
  await customer.answered(stack.staff.zhou.display);
  await boss.page.keyboard.type('您好，我是主管，由我處理。');
  await boss.page.keyboard.press('Enter');
  await customer.hears('您好，我是主管，由我處理。');

  // It is hers over a reload, and the wall shows what she has.
  await boss.page.reload();
  await boss.composer().waitFor();
  await boss.go('#/wall');
  const cell = boss.page.locator('.agents li', { hasText: stack.staff.zhou.display });
  await cell.waitFor();
  await boss.go(watched);
  await customer.say('謝謝主管');
  await boss.hears('謝謝主管');
  await boss.end();
  await boss.wrapUp('已致歉並補償。');
  await boss.go('#/wall');
  await cell.waitFor({ state: 'detached' });
});

scenario('a supervisor takes over who waits, and hands the chat to an agent', async () => {
  const boss = await Console.at(await windows.desk({ width: 1600 }), stack, 'zhou');
  const shop = await Shop.visit(await windows.profile(), stack);
  const customer = await shop.openWidget();
  await customer.start({ topic: 'order', text: '訂單出貨了嗎' });
  const queue = boss.page.locator('.q', { hasText: '訂單' });
  await until(async () => /1/.test(await queue.textContent()), 'one waits');
  await queue.click();
  await boss.page.locator('dialog .line .look').first().click();
  await boss.page.locator('.watch-bar .primary').click();
  await boss.question().waitFor();
  await boss.page.keyboard.press('Enter');
  await customer.answered(stack.staff.zhou.display);

  const chen = await Console.at(await windows.desk(), stack, 'chen');
  await boss.transfer(stack.staff.chen.display, '請查訂單');
  await chen.accept();
  await customer.answered(stack.staff.chen.display);
  // Supervisors are nobody's colleague to choose from, and have a name in the log all the same.
  const handedOn = `${stack.staff.zhou.display}轉接給${stack.staff.chen.display}`;
  await chen.page.locator('.ledger', { hasText: handedOn }).waitFor();
  await chen.end();
  await chen.wrapUp('已說明。');
});
