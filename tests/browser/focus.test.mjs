import assert from 'node:assert/strict';
import { until } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { chatting } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const here = world();
const { stack, windows, scenario } = here;

const focusIs = (page, selector) =>
  until(
    () => page.evaluate((one) => !!document.activeElement?.matches(one), selector),
    `${selector} has the focus`,
  );

scenario('the keyboard goes on at the page after signing in and after Ctrl+K', async () => {
  const { page } = await Console.at(await windows.desk(), stack, 'zhou');
  await focusIs(page, '#page');
  for (const word of ['人員', '記錄', '對話', '即時牆']) {
    await page.keyboard.press('Control+k');
    await page.locator('dialog.palette[open]').waitFor();
    await page.keyboard.type(word);
    await page.keyboard.press('Enter');
    await page.locator('dialog.palette').waitFor({ state: 'detached' });
    await focusIs(page, '#page');
  }
});

scenario('F6 leads through the records and back, past the one that is open', async () => {
  const { desk } = await chatting(here);
  await desk.end();
  await desk.wrapUp('已回答。');
  const { page } = await Console.at(await windows.desk(), stack, 'zhou');
  await page.locator('.bar .pages a[href="#/records"]').click();
  await page.locator('.rec-list').waitFor();
  await page.keyboard.press('F6');
  await focusIs(page, '.rec-list *');
  await page.locator('.rec').first().press('Enter');
  await page.locator('.rec-log .e').first().waitFor();
  const walk = async (key, ways) => {
    for (const way of ways) {
      await page.keyboard.press(key);
      await focusIs(page, way);
    }
  };
  await page.locator('.bar .pages a[aria-current]').focus();
  await walk('F6', ['.rec-list [aria-current]', '.rec-log', '.bar *', '.rec-list [aria-current]']);
  await walk('Shift+F6', ['.bar *', '.rec-log', '.rec-list [aria-current]']);
});

scenario('a one-time password is changed without a pointer', async () => {
  const admin = await Console.at(await windows.desk(), stack, 'admin');
  await admin.go('#/admin/staff');
  await admin.page.locator('.part .hd .primary').click();
  const dialog = admin.page.locator('dialog[open]');
  await dialog.locator('input[name=display_name]').fill('石小真');
  await dialog.locator('input[name=sign_in_name]').fill('shi');
  await dialog.locator('.dlg-f .primary').click();
  const password = await dialog.locator('.copyable pre').textContent();
  const fresh = await Console.open(await windows.desk(), stack);
  await fresh.signIn({ name: 'shi', password });
  const { keyboard } = fresh.page;
  await focusIs(fresh.page, 'input[autocomplete=new-password]');
  await keyboard.type('只有我知道的一句很長很長的密碼');
  await keyboard.press('Tab');
  await keyboard.type('只有我知道的一句很長很長的密碼');
  await keyboard.press('Enter');
  await fresh.entered();
  await focusIs(fresh.page, '#page');
});

scenario('what has been assigned leaves the keyboard in the dialog of the line', async () => {
  const boss = await Console.at(await windows.desk({ width: 1600 }), stack, 'zhou');
  await Console.at(await windows.desk(), stack, 'chen');
  const shop = await Shop.visit(await windows.profile(), stack);
  const customer = await shop.openWidget();
  await customer.start({ topic: 'complaint', text: '請主管處理' });
  const queue = boss.page.locator('.q', { hasText: '投訴' });
  await until(async () => /^投訴.*1/s.test(await queue.textContent()), 'one waits');
  await queue.focus();
  await boss.page.keyboard.press('Enter');
  await boss.page.locator('dialog .line .btn').first().press('Enter');
  await boss.page.keyboard.type(stack.staff.chen.display.slice(0, 1));
  await boss.page.keyboard.press('Enter');
  await boss.page.locator('dialog .line .btn').waitFor({ state: 'detached' });
  await focusIs(boss.page, 'dialog[open], dialog[open] *');
  assert.notEqual(await boss.page.evaluate(() => document.activeElement?.tagName), 'BODY');
});
