import assert from 'node:assert/strict';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { Shop } from './pages/shop.mjs';

const { stack, windows, scenario } = world();

const DAY_MS = 86_400_000;
const ZONE_MIN = 480;
/** On the shop's clock: Monday is 1. */
const weekdayOf = (atMs) => new Date(atMs + ZONE_MIN * 60_000).getUTCDay() || 7;

async function editor(admin) {
  await admin.go('#/admin/storefronts');
  await admin.page.locator('.part tbody .link').first().click();
  const dialog = admin.page.locator('dialog[open]');
  await dialog.locator('[name=hours]').waitFor();
  return dialog;
}

/** By keyboard alone: the box is checked with Space, times are typed, Enter saves. */
async function closedNow(admin) {
  const dialog = await editor(admin);
  await dialog.locator('[name=hours]').focus();
  await admin.page.keyboard.press('Space');
  await dialog.locator('[name=offset]').selectOption(String(ZONE_MIN));
  // Open on one day only, and that is the day after tomorrow.
  const open = weekdayOf(Date.now() + 2 * DAY_MS);
  for (let day = 1; day <= 7; day += 1) {
    const box = dialog.locator(`[name=open${day}]`);
    if ((await box.isChecked()) === (day === open)) continue;
    await box.focus();
    await admin.page.keyboard.press('Space');
  }
  return { dialog, open };
}

scenario('hours that an admin sets are what a customer reads while nobody is there', async () => {
  const admin = await Console.at(await windows.desk(), stack, 'admin');
  const { dialog, open } = await closedNow(admin);
  await dialog.locator(`[name=from${open}]`).fill('');
  await admin.page.keyboard.press('Enter');
  await dialog.locator('.err', { hasText: '星期' }).waitFor();
  await dialog.locator(`[name=from${open}]`).fill('09:30');
  await dialog.locator(`[name=to${open}]`).fill('02:00');
  await admin.page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });

  const shop = await Shop.visit(await windows.profile(), stack);
  const customer = await shop.openWidget();
  await customer.reads('.lead', /^服務時間外，.*開始。可以先寫下問題排隊/);
  await customer.start({ topic: 'return', text: '燈罩裂了' });
  await customer.reads('.w-body h2', /^服務時間外，.*開始$/);
  await customer.reads('[role=status]', /服務時間外/);
  await customer.reads('.w-body .why', /第 1 位.*會保留/s);

  // Somebody came all the same: served as ever, and no word of hours.
  const lin = await Console.at(await windows.desk(), stack, 'lin');
  await lin.accept();
  await customer.answered(stack.staff.lin.display);
  const other = await Shop.visit(await windows.profile(), stack);
  const second = await other.openWidget();
  await second.shown('.needs label');
  await second.chooseTopic('return');
  assert.doesNotMatch(await (await second.at('.w-body')).textContent(), /服務時間/);
  await lin.end();
  await lin.wrapUp('已說明。');

  // She is there and has declined: nobody is left to ask, and that is no matter of hours.
  await second.start({ topic: 'return', text: '還有一件' });
  await lin.decline();
  await second.reads('.w-body h2', /目前沒有客服可以接手/);
  await second.reads('[role=status]', /目前沒有客服可以接手/);
});

scenario('the week is there again for the next admin, and can be taken away', async () => {
  const admin = await Console.at(await windows.desk(), stack, 'admin');
  const open = weekdayOf(Date.now() + 2 * DAY_MS);
  const dialog = await editor(admin);
  assert.equal(await dialog.locator('[name=offset]').inputValue(), String(ZONE_MIN));
  assert.equal(await dialog.locator(`[name=from${open}]`).inputValue(), '09:30');
  assert.equal(await dialog.locator(`[name=to${open}]`).inputValue(), '02:00');
  assert.equal(await dialog.locator('[name^=open]:checked').count(), 1);
  assert.equal(await dialog.locator('[type=time]:disabled').count(), 12);
  await dialog.locator('[name=hours]').uncheck();
  await dialog.locator('.dlg-f .primary').click();
  await dialog.waitFor({ state: 'detached' });
  const config = await fetch(`${stack.gatewayUrl}/w/config?key=${stack.widgetKey}`);
  assert.equal((await config.json()).hours, undefined);
});
