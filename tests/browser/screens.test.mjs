import assert from 'node:assert/strict';
import { look } from './harness/look.mjs';
import { until } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { chatting } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const here = world();
const { stack, windows, scenario } = here;
const wide = { widths: [1600, 1440, 390] };

/** Collects what is wrong with each screen, so that one run tells all of it. */
function gallery() {
  const problems = [];
  return {
    see: async (page, name, options) => problems.push(...(await look(page, name, options))),
    clean: () => assert.deepEqual(problems, [], problems.join('\n')),
  };
}

scenario('slow: the customer’s screens are accessible in light and dark', async () => {
  const { see, clean } = gallery();
  const shop = await Shop.visit(await windows.profile(), stack);
  await see(shop.page, 'shop-visitor');
  await shop.signIn('u-10382');
  await see(shop.page, 'shop-customer');
  const customer = await shop.openWidget();
  await customer.shown('.needs label');
  await see(shop.page, 'shop-widget');
  await (await customer.at('.w-foot .primary')).click();
  await customer.shown('#topic-missing');

  // The widget by its own address, as a link in a mail would open it.
  const page = await (await windows.desk({ height: 900 })).newPage();
  const own = new Shop(page, stack.frameUrl());
  await page.goto(own.url);
  const widget = own.widget;
  await widget.shown('.needs label');
  await see(page, 'widget-prechat', wide);
  await (await widget.at('.w-foot .primary')).click();
  await widget.shown('#topic-missing');
  await see(page, 'widget-missing');
  await widget.start({ topic: 'return', text: '燈罩有一道裂痕' });
  await widget.reads('.w-body h2, .w-body .place', /目前沒有客服在線/);
  await widget.say('明天上午在家');
  await see(page, 'widget-waiting', wide);

  const desk = await Console.at(await windows.desk(), stack, 'lin');
  await desk.accept();
  await widget.answered('林靜宜');
  await desk.say('您好，已經看到照片。');
  await widget.hears('您好，已經看到照片。');
  // The sign of typing is sent once in a few seconds: type on until it is there.
  await until(async () => {
    await desk.composer().pressSequentially('字');
    return (await (await widget.at('.typing-at')).count()) > 0;
  }, 'the customer sees that the agent types');
  await see(page, 'widget-chat', wide);
  await page.context().setOffline(true);
  await widget.say('這一句等連線');
  await widget.untilState('這一句等連線', 'queued', 'sending');
  await widget.shown('.bar');
  await see(page, 'widget-lost');
  await page.context().setOffline(false);
  await desk.hears('這一句等連線');
  await (await widget.at('.menu-at .ib')).click();
  await widget.shown('.menu');
  await see(page, 'widget-menu');
  await (await widget.at('.item.bad')).click();
  await widget.shown('dialog[open]');
  await see(page, 'widget-leave');
  await (await widget.at('dialog .danger')).click();
  await widget.shown('input[name=score]');
  await (await widget.at('label:has(input[name=score]) >> nth=1')).click();
  await see(page, 'widget-rating', wide);
  await widget.rate({ score: 2, comment: '等了很久' });
  await see(page, 'widget-ended', wide);
  clean();
});

scenario('slow: the agent’s screens are accessible in light and dark', async () => {
  const { see, clean } = gallery();
  const door = await Console.open(await windows.desk(), stack);
  await door.page.locator('input[name=name]').waitFor();
  await see(door.page, 'door', wide);
  await door.signIn({ name: 'lin', password: 'wrong' });
  await door.page.locator('#door-fault').waitFor();
  await see(door.page, 'door-wrong');

  const idle = await Console.at(await windows.desk(), stack, 'xu');
  await see(idle.page, 'desk-empty', wide);
  await idle.page.locator('.bar button.state').click();
  await see(idle.page, 'desk-status');
  await idle.page.keyboard.press('Escape');
  await idle.page.locator('.bar .end .ib').click();
  await see(idle.page, 'desk-person');
  await idle.page.keyboard.press('Escape');
  await idle.page.context().close();

  const { desk, customer } = await chatting(here, { as: 'u-10382', text: '燈罩有一道裂痕' });
  await desk.say('您好，已經看到照片。');
  await customer.say('可以換新的嗎？');
  await desk.hears('可以換新的嗎？');
  await desk.note('到貨破損');
  await see(desk.page, 'desk-chat', wide);
  const shop = await Shop.visit(await windows.profile(), stack, { as: 'u-20517' });
  const other = await shop.openWidget();
  await other.start({ topic: 'return', text: '想退货' });
  await desk.offer().waitFor();
  await see(desk.page, 'desk-offer', { widths: [1440] });
  await desk.page.keyboard.press('Shift+F2');
  await desk.page.locator('.offer [role=menu]').waitFor();
  await see(desk.page, 'desk-decline', { widths: [1440] });
  await desk.page.keyboard.press('Escape');
  await desk.page.locator('.inbox button.row').first().click();
  await desk.composer().fill('/');
  await desk.composer().press('End');
  await desk.page.locator('#phrases').waitFor();
  await see(desk.page, 'desk-phrases');
  await desk.composer().fill('');
  await desk.page.keyboard.press('Control+k');
  await desk.page.locator('dialog[open]').waitFor();
  await see(desk.page, 'desk-palette');
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('Control+/');
  await desk.page.locator('dialog[open]').waitFor();
  await see(desk.page, 'desk-keys');
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('Alt+g');
  await desk.page.locator('.sop-more').waitFor();
  await see(desk.page, 'desk-sop');
  await desk.page.keyboard.press('Alt+g');
  await desk.page.locator('.th .btn.fold').click();
  await desk.page.locator('dialog[open]').waitFor();
  await see(desk.page, 'desk-transfer');
  await desk.page.keyboard.press('Escape');
  await desk.page.context().setOffline(true);
  await desk.say('這一句等連線');
  await desk.page.locator('.notice').waitFor();
  await see(desk.page, 'desk-lost');
  await desk.page.context().setOffline(false);
  await customer.hears('這一句等連線');
  await desk.end();
  await desk.page.keyboard.press('F9');
  await desk.page.locator('.drawer .err').waitFor();
  await see(desk.page, 'desk-wrap-up', wide);
  await desk.wrapUp('換新一盞。');
  await desk.openRecord();
  await see(desk.page, 'records', wide);
  clean();
});

scenario('slow: the screens of supervisor and admin are accessible in light and dark', async () => {
  const { see, clean } = gallery();
  const boss = await Console.at(await windows.desk(), stack, 'zhou');
  const shop = await Shop.visit(await windows.profile(), stack);
  const customer = await shop.openWidget();
  await customer.start({ topic: 'complaint', text: '沒有人回覆我' });
  const queue = boss.page.locator('.q', { hasText: '投訴1' });
  await queue.waitFor();
  await see(boss.page, 'wall', wide);
  await queue.click();
  await boss.page.locator('dialog .line li').first().waitFor();
  await see(boss.page, 'wall-queue', wide);
  await boss.page.locator('dialog .line .ib').first().click();
  await boss.page.locator('.watch-bar').waitFor();
  await see(boss.page, 'wall-watch', wide);
  await boss.go('#/admin/staff');
  await boss.page.locator('tbody tr').first().waitFor();
  await see(boss.page, 'supervisor-staff');

  const admin = await Console.at(await windows.desk(), stack, 'admin');
  await admin.go('#/admin/staff');
  await admin.page.locator('tbody tr').first().waitFor();
  await see(admin.page, 'admin-staff', wide);
  await admin.page.locator('button.link').first().click();
  await admin.page.locator('.levels').waitFor();
  await see(admin.page, 'admin-staff-edit', wide);
  await admin.page.keyboard.press('Escape');
  await admin.go('#/admin/skills');
  await admin.page.locator('tbody tr').first().waitFor();
  await see(admin.page, 'admin-skills');
  await admin.page.locator('button.link').first().click();
  await admin.page.locator('dialog[open]').waitFor();
  await see(admin.page, 'admin-skill-edit');
  await admin.page.keyboard.press('Escape');
  await admin.go('#/admin/storefronts');
  await admin.page.locator('tbody tr').first().waitFor();
  await see(admin.page, 'admin-storefronts', wide);
  await admin.page.locator('button.link').first().click();
  await admin.page.locator('.copyable').first().waitFor();
  await see(admin.page, 'admin-storefront-edit', wide);
  clean();
});
