import assert from 'node:assert/strict';
import { until } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { chatting } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const here = world();
const { stack, windows, scenario } = here;

scenario('back, forward and a reload lead to the conversation that was open', async () => {
  const { desk } = await chatting(here, { text: '第一位' });
  const other = await Shop.visit(await windows.profile(), stack);
  const second = await other.openWidget();
  await second.start({ topic: 'return', text: '第二位' });
  await desk.offer().waitFor();
  await desk.page.keyboard.press('F2');
  await desk.hears('第二位');

  await desk.page.goBack();
  await desk.hears('第一位');
  await desk.page.goForward();
  await desk.hears('第二位');
  await desk.page.reload();
  await desk.hears('第二位');
  await desk.page.locator('.row[aria-current]', { hasText: '第二位' }).waitFor();

  // Another page and back by the bar: the same conversation.
  await desk.go('#/records');
  await desk.page.locator('main.records').waitFor();
  await desk.page.locator('.bar .pages a').first().click();
  await desk.hears('第二位');
  await desk.page.keyboard.press('Alt+ArrowUp');
  await until(async () => (await desk.texts()).includes('第一位'), 'the keys still lead around');
  assert.match(desk.page.url(), /#\/desk\/[0-9a-f-]{36}$/);
});

scenario('a supervisor who reloads still watches what they watched', async () => {
  const { desk } = await chatting(here, { text: '請看一下' });
  const boss = await Console.at(await windows.desk(), stack, 'zhou');
  const [c] = /[0-9a-f-]{36}$/.exec(desk.page.url());
  await boss.go(`#/desk/${c}`);
  await boss.hears('請看一下');
  await boss.page.reload();
  await boss.hears('請看一下');
  await boss.page.locator('.watch-bar').waitFor();
});
