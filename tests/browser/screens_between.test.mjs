import { gallery } from './harness/look.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { Shop } from './pages/shop.mjs';

const { stack, windows, scenario } = world();
const once = { widths: [1440] };

scenario('slow: what goes from agent to agent is accessible in light and dark', async () => {
  const { see, clean } = gallery();
  const lin = await Console.at(await windows.desk(), stack, 'lin');
  const shop = await Shop.visit(await windows.profile(), stack, { as: 'u-30864' });
  const customer = await shop.openWidget();
  await customer.start({ topic: 'return', text: '燈罩有一道裂痕' });
  await lin.accept();
  await lin.end();
  await lin.wrapUp('換新一盞。');
  await customer.rate({ score: 4, comment: '很快' });
  await customer.again();

  // The next one goes round, until a supervisor gives it to somebody.
  const xu = await Console.at(await windows.desk(), stack, 'xu');
  await customer.start({ topic: 'return', text: '取件改成下午可以嗎？' });
  await lin.decline();
  await xu.decline();
  const boss = await Console.at(await windows.desk(), stack, 'zhou');
  await boss.page.locator('.q', { hasText: '退換貨1' }).click();
  await boss.page.locator('dialog .line .btn').first().click();
  const menu = boss.page.locator('[role=menu]:popover-open');
  await see(boss.page, 'wall-assign', once);
  await menu.locator('[role^=menuitem]', { hasText: '林靜宜' }).click();
  await boss.page.keyboard.press('Escape');
  await lin.page.locator('.inbox button.row').first().click();
  await lin.page.locator('.rounds summary').click();
  await lin.page.getByRole('tab', { name: '記錄' }).click();
  await lin.page.locator('.recs > li').first().waitFor();
  await see(lin.page, 'desk-rounds-earlier', once);

  await boss.page.locator('.agents li button', { hasText: '林靜宜' }).click();
  await boss.page.locator('dialog[open] .line > li').waitFor();
  await see(boss.page, 'wall-chats');
  await lin.transfer('許哲維', '想改下午取件，請與物流確認。');
  await xu.offer().waitFor();
  await see(xu.page, 'desk-handover', once);
  clean();
});
