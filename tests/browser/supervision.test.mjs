import assert from 'node:assert/strict';
import { until, untilEqual } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { Shop } from './pages/shop.mjs';

const here = world();
const { stack, windows, scenario } = here;

scenario('the wall is pushed: it shows a waiting customer without a reload', async () => {
  const boss = await Console.at(await windows.desk({ width: 1600 }), stack, 'zhou');
  const waiting = boss.page.locator('.tiles .tile').first().locator('.big b');
  await untilEqual(() => waiting.textContent(), '0', 'nobody waits');
  const queue = boss.page.locator('.q', { hasText: '投訴' });
  assert.match(await queue.textContent(), /^投訴0/);
  const loads = [];
  boss.page.on('load', () => loads.push(boss.page.url()));

  const shop = await Shop.visit(await windows.profile(), stack);
  const customer = await shop.openWidget();
  await customer.start({ topic: 'complaint', text: '沒有人回覆我' });
  await untilEqual(() => waiting.textContent(), '1', 'one waits');
  await until(async () => /沒有具備/.test(await queue.textContent()), 'the wall says why');
  await customer.reads('.w-body h2', /目前沒有客服可以接手/);

  // Looks into the line, then gives the conversation to somebody who just came.
  const wu = await Console.at(await windows.desk(), stack, 'wu', { online: false });
  await queue.click();
  await boss.page.locator('dialog .line .look').first().click();
  await boss.page.locator('.watch-bar').waitFor();
  await boss.hears('沒有人回覆我');
  await boss.page.locator('.watch-bar button', { hasText: '停止監看' }).click();
  await boss.go('#/wall');
  await wu.goOnline();
  await wu.accept();
  await untilEqual(() => waiting.textContent(), '0', 'nobody waits any more');
  await customer.answered('吳佩珊');
  const row = boss.page.locator('.wall', { hasText: '吳佩珊' });
  await row.waitFor();
  assert.equal(loads.length, 0, 'without a reload');
  await (await customer.at('.menu-at .ib')).click();
  await (await customer.at('.item.bad')).click();
  await (await customer.at('dialog .danger')).click();
  await wu.page.locator('.drawer').waitFor();
  await wu.wrapUp('已致歉。');
});

scenario('what a supervisor assigns does not arrive in silence', async () => {
  const boss = await Console.at(await windows.desk({ width: 1600 }), stack, 'zhou');
  const chen = await Console.at(await windows.desk(), stack, 'chen');
  const shop = await Shop.visit(await windows.profile(), stack, { as: 'u-20517' });
  const customer = await shop.openWidget();
  await customer.start({ topic: 'complaint', text: '請主管處理' });

  // Nobody with the skill is there: it does not ring at chen's.
  const queue = boss.page.locator('.q', { hasText: '投訴' });
  await until(async () => /^投訴.*1/s.test(await queue.textContent()), 'one waits');
  await queue.click();
  await boss.page.locator('dialog .line .btn').first().click();
  await boss.page
    .locator('[role=menu]:popover-open [role^=menuitem]', { hasText: stack.staff.chen.display })
    .click();
  const row = chen.page.locator('.inbox button.row');
  await row.locator('.tag', { hasText: '新' }).waitFor();
  await chen.page.locator('.toast', { hasText: /^主管.*指派給您$/ }).waitFor();
  await until(
    async () => /主管.*指派給您/.test(await chen.page.locator('[role=status].vh').textContent()),
    'it is read out',
  );
  await row.click();
  await row.locator('.tag', { hasText: '新' }).waitFor({ state: 'detached' });
  await chen.hears('請主管處理');
  assert.ok(
    (await chen.lines()).some(({ text }) => text.includes(stack.staff.zhou.display)),
    'the log says who assigned it',
  );
  await chen.end();
  await chen.wrapUp('已安撫。');
});

scenario(
  'a supervisor gets from the wall into a chat that is being answered, by keyboard alone',
  async () => {
    const wu = await Console.at(await windows.desk(), stack, 'wu');
    const shop = await Shop.visit(await windows.profile(), stack, { as: 'u-30864' });
    const customer = await shop.openWidget();
    await customer.start({ topic: 'complaint', text: '等了很久' });
    await wu.accept();

    const boss = await Console.at(await windows.desk({ width: 1600 }), stack, 'zhou');
    await boss.go('#/wall');
    const cell = boss.page.locator('.agents li button', { hasText: stack.staff.wu.display });
    await cell.focus();
    await boss.page.keyboard.press('Enter');
    const chat = boss.page.locator('dialog[open] .line > li');
    await chat.waitFor();
    assert.match(await boss.page.locator('dialog[open] h2').textContent(), /吳佩珊.*1/);
    assert.doesNotMatch(await chat.textContent(), /等了很久/, 'what was said is read by watching');

    // Closed, the focus is on the agent again.
    await boss.page.keyboard.press('Escape');
    await chat.waitFor({ state: 'detached' });
    assert.ok(await cell.evaluate((at) => at === document.activeElement), 'the focus is back');

    await boss.page.keyboard.press('Enter');
    await chat.waitFor();
    const look = chat.locator('.look');
    await until(async () => {
      await boss.page.keyboard.press('Tab');
      return look.evaluate((at) => at === document.activeElement);
    }, 'Tab leads to the button');
    await boss.page.keyboard.press('Enter');
    await boss.page.locator('.watch-bar').waitFor();
    await boss.hears('等了很久');

    await wu.end();
    await wu.wrapUp('已致歉。');
  },
);

scenario(
  'an admin adds an agent with skills, who changes the password and takes a chat',
  async () => {
    const admin = await Console.at(await windows.desk(), stack, 'admin');
    await admin.go('#/admin/staff');
    await admin.page.locator('.part .hd .primary').click();
    const dialog = admin.page.locator('dialog[open]');
    await dialog.locator('input[name=display_name]').fill('何文心');
    await dialog.locator('input[name=sign_in_name]').fill('ho');
    await dialog.locator('.levels [role=slider][aria-label=物流]').focus();
    await admin.page.keyboard.press('4');
    await dialog.locator('.dlg-f .primary').click();
    const password = await admin.page.locator('dialog .copyable pre').textContent();
    assert.match(await dialog.textContent(), /何文心.*ho/s, 'whose password it is');
    await admin.page.keyboard.press('Escape');
    await admin.page.keyboard.press('Escape');
    assert.ok(await dialog.isVisible(), 'shown once, it stays until it was noted');
    await admin.page.locator('dialog .dlg-f .primary').click();
    const row = admin.page.locator('tr', { hasText: '何文心' });
    assert.match(await row.textContent(), /4.*一次性密碼/s);

    // Opened before the new colleague's own change.
    await row.locator('button.link').click();
    await dialog.locator('input[name=capacity]').fill('3');

    const fresh = await Console.open(await windows.desk(), stack);
    await fresh.signIn({ name: 'ho', password });
    const fields = fresh.page.locator('input[autocomplete=new-password]');
    await fields.first().waitFor();
    // Not before it is changed: the ticket for the desk is refused as well.
    const early = await fresh.page.evaluate(async () => {
      const answer = await fetch('/api/ticket', { method: 'POST', headers: { 'x-kefu': '1' } });
      return answer.status;
    });
    assert.notEqual(early, 200, 'no ticket with a one-time password');
    await fields.nth(0).fill('只有我知道的一句很長很長的密碼');
    await fields.nth(1).fill('只有我知道的一句很長很長的密碼');
    await fresh.page.keyboard.press('Enter');
    await fresh.entered();
    await fresh.goOnline();

    await dialog.locator('.dlg-f .primary').click();
    await dialog.locator('.dlg-f .err', { hasText: '一次性密碼' }).waitFor();
    assert.equal(await dialog.locator('input[name=capacity]').inputValue(), '3');
    await dialog.locator('.dlg-f .btn', { hasText: '重新讀取' }).click();
    await dialog.locator('.dlg-f .err').waitFor({ state: 'detached' });
    await admin.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await until(async () => /啟用$/.test(await row.textContent()), 'the list is read again');
    assert.match(await row.textContent(), /客服3/);

    const shop = await Shop.visit(await windows.profile(), stack, { as: 'u-10382' });
    const customer = await shop.openWidget();
    await customer.start({ topic: 'logistics', text: '包裹在哪裡' });
    await fresh.accept();
    await customer.answered('何文心');
    await fresh.say('我查一下。');
    await customer.hears('我查一下。');
    await fresh.end();
    await fresh.wrapUp('已說明配送進度。');

    // The old password is gone, the new one holds.
    const again = await Console.open(await windows.desk(), stack);
    await again.signIn({ name: 'ho', password });
    await again.page.locator('#door-fault').waitFor();
    await again.signIn({ name: 'ho', password: '只有我知道的一句很長很長的密碼' });
    await again.entered();

    // Who has gone is found by name all the same.
    await row.locator('button.link').click();
    await dialog.locator('input[name=active]').uncheck();
    await dialog.locator('.dlg-f .primary').click();
    await until(async () => /停用$/.test(await row.textContent()), 'deactivated');
    await admin.go('#/records');
    const people = admin.page.locator('.rec-h select').first();
    await people.locator('option', { hasText: '何文心（已停用）' }).waitFor({ state: 'attached' });
    await people.selectOption({ label: '何文心（已停用）' });
    const whose = () => admin.page.locator('.rec small').allTextContents();
    await until(async () => {
      const all = await whose();
      return all.length === 1 && all[0].startsWith('何文心');
    }, 'only those records are listed');
  },
);

scenario('an admin makes a storefront and gets its snippet and its secret once', async () => {
  const admin = await Console.at(await windows.desk(), stack, 'admin');
  await admin.go('#/admin/storefronts');
  await admin.page.locator('.part .hd .primary').click();
  const dialog = admin.page.locator('dialog[open]');
  await dialog.locator('[name=name]').fill('第二間店');
  const origins = dialog.locator('[name=origins]');
  await origins.fill('https://second.example/path');
  await dialog.locator('.dlg-f .primary').last().click();
  await dialog.locator('.dlg-f .err', { hasText: '/path' }).waitFor();
  assert.ok(
    await origins.evaluate((at) => at === document.activeElement),
    'the field has the keys',
  );
  await origins.fill('https://second.example');
  await dialog.locator('.dlg-f .primary').last().click();
  await dialog.locator('.copyable').first().waitFor();
  const shown = (await dialog.locator('.copyable pre').allTextContents()).join('\n');
  const [, key] = shown.match(/data-site="(pk_[^"]+)"/) ?? [];
  assert.ok(key, `the snippet names the widget key: ${shown}`);
  assert.ok(shown.includes(`${stack.gatewayUrl}/w/v1.js`), 'the snippet names this gateway');
  assert.match(shown, /^[\w-]{32,}$/m, 'the secret');
  // It goes by its button only.
  await admin.page.keyboard.press('Escape');
  await admin.page.keyboard.press('Escape');
  assert.equal(await dialog.locator('.dlg-h button').count(), 0);
  await dialog.locator('.dlg-f .quiet').click();
  await dialog.waitFor({ state: 'detached' });
  await admin.page.locator('tr', { hasText: '第二間店' }).waitFor();
  await admin.page.reload();
  await admin.page.locator('button.link', { hasText: '第二間店' }).click();
  await dialog.locator('.copyable').first().waitFor();
  const later = (await dialog.locator('.copyable pre').allTextContents()).join('\n');
  assert.doesNotMatch(later, /^[\w-]{32,}$/m, 'the secret is shown once');
  // The new key works at once, for its own origin only.
  const frame = await fetch(`${stack.gatewayUrl}/w/frame?key=${key}`);
  assert.equal(frame.status, 200);
  assert.match(
    frame.headers.get('content-security-policy'),
    /frame-ancestors [^;]*https:\/\/second\.example/,
  );
});
