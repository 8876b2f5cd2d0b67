import assert from 'node:assert/strict';
import { until, untilEqual } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { chatting } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const here = world();
const { stack, windows, scenario } = here;

const focused = (desk) => desk.page.evaluate(() => document.activeElement?.tagName);

scenario(
  'ending asks when the customer spoke last or is typing or words are unsent, and Esc keeps all',
  async () => {
    const { desk, customer } = await chatting(here);
    await desk.say('您好，我看一下。');
    await customer.hears('您好，我看一下。');
    await customer.say('謝謝，還有一件事');
    await desk.hears('謝謝，還有一件事');
    await desk.composer().fill('是哪一件');

    await desk.page.keyboard.press('F9');
    await desk.question().waitFor();
    assert.match(await desk.question().textContent(), /還沒有回覆.*還沒送出/s);
    await desk.page.keyboard.press('Escape');
    await desk.question().waitFor({ state: 'detached' });
    assert.equal(await focused(desk), 'TEXTAREA', 'the focus is back in the composer');
    assert.equal(await desk.composer().inputValue(), '是哪一件');
    assert.equal(await desk.page.locator('.drawer').count(), 0, 'nothing was ended');

    await desk.composer().press('Enter');
    await customer.hears('是哪一件');
    await untilEqual(() => desk.composer().inputValue(), '', 'sent');
    await desk.page.locator('.th .timer').waitFor({ state: 'detached' });

    const sign = desk.page.locator('.typing-row .typing');
    let words = '';
    // It is sent once in a few seconds: type on until it is there.
    await until(async () => {
      words += '就';
      await customer.write(words);
      return (await sign.count()) > 0;
    }, 'the customer is seen typing');
    await desk.page.keyboard.press('F9');
    await desk.question().waitFor();
    assert.match(await desk.question().textContent(), /正在輸入/);
    await desk.page.keyboard.press('Escape');
    await desk.question().waitFor({ state: 'detached' });
    await customer.write('');
    await sign.waitFor({ state: 'detached' });

    await desk.page.keyboard.press('F9');
    await desk.page.locator('.drawer').waitFor();
    assert.equal(await desk.question().count(), 0, 'nothing left behind, nothing asked');
    await desk.wrapUp('已回答。');
  },
);

scenario('going offline or signing out says what becomes of the customers', async () => {
  const { desk, customer } = await chatting(here);
  await desk.say('請稍等。');
  await customer.hears('請稍等。');
  await desk.chooseState((all) => all.last());
  await desk.question().waitFor();
  assert.match(await desk.question().textContent(), /1 位客戶.*回到佇列/s);
  await desk.page.keyboard.press('Escape');
  await desk.question().waitFor({ state: 'detached' });
  assert.equal(await desk.page.locator('.bar button.state .dot.on').count(), 1, 'still online');

  await desk.composer().fill('我還沒寫完');
  await desk.page.locator('.bar .end .ib').click();
  await desk.page.locator('.bar .end [role^=menuitem]:visible').last().click();
  await desk.question().waitFor();
  const said = await desk.question().textContent();
  assert.match(said, /登出？.*20 秒.*1 份沒送出的草稿/s);
  await desk.page.keyboard.press('Enter');
  await desk.page.locator('input[name=name]').waitFor();
  await until(
    () => desk.page.evaluate(() => !JSON.stringify(localStorage).includes('還沒寫完')),
    'no draft stays on the computer',
  );
});

const ends = async (customer) => {
  await (await customer.at('.menu-at .ib')).click();
  await (await customer.at('.item.bad')).click();
  await (await customer.at('dialog .danger')).click();
};

scenario(
  'a customer who ends takes neither the keys nor the words of an agent who is typing',
  async () => {
    const { desk, customer } = await chatting(here);
    await desk.composer().pressSequentially('換貨需要 ');
    await ends(customer);
    await desk.page.locator('.drawer').waitFor();
    await desk.page.keyboard.type('1 到 3 天');
    await desk.page.keyboard.press('Enter');
    assert.equal(await focused(desk), 'TEXTAREA');
    assert.equal(await desk.composer().inputValue(), '換貨需要 1 到 3 天');
    assert.equal(await desk.page.locator('.drawer input[name=solved]:checked').count(), 0);
    assert.equal(await desk.page.locator('.ledger .note').count(), 0, 'no note by itself');
    await desk.page.locator('.unsent').waitFor();
    // F9 goes to what is missing; the words are made a note by an act of their own.
    await desk.page.locator('.unsent button').first().click();
    assert.equal(await desk.composer().inputValue(), '換貨需要 1 到 3 天');
    await desk.composer().press('Enter');
    await desk.page.locator('.ledger .note', { hasText: '1 到 3 天' }).waitFor();
    await desk.wrapUp('客戶自行結束。');
  },
);

scenario('when nothing was being typed the wrap-up has the keys, and chooses nothing', async () => {
  const { desk, customer } = await chatting(here);
  await desk.composer().focus();
  await ends(customer);
  const drawer = desk.page.locator('.drawer');
  await drawer.waitFor();
  await until(
    () => drawer.evaluate((at) => at === document.activeElement),
    'the drawer as a whole has the focus',
  );
  await desk.page.keyboard.press('1');
  assert.equal(await drawer.locator('input[name=solved]:checked').count(), 0);
  await desk.wrapUp('客戶自行結束。');
});

scenario('a reply whose customer ended meanwhile is found again, and not closed over', async () => {
  const { desk, customer } = await chatting(here);
  await desk.composer().pressSequentially('換貨需要 ');
  const shop = await Shop.visit(await windows.profile(), stack);
  const second = await shop.openWidget();
  await second.start({ topic: 'return', text: '第二位' });
  await desk.accept();
  await desk.hears('第二位');
  await ends(customer);
  await desk.page.locator('.inbox section[aria-label^="小結"] button.row').click();
  await desk.page.locator('.drawer').waitFor();
  await desk.page.locator('.unsent').waitFor();
  assert.equal(await desk.composer().inputValue(), '換貨需要 ');
  await desk.fillWrapUp('客戶自行結束。');
  await desk.page.keyboard.press('F9');
  await desk.question().waitFor();
  assert.match(await desk.question().textContent(), /回覆還沒送出/);
  await desk.page.keyboard.press('Escape');
  await desk.question().waitFor({ state: 'detached' });
  await desk.page.locator('.unsent button').last().click();
  await desk.page.locator('.unsent').waitFor({ state: 'detached' });
  await desk.page.keyboard.press('F9');
  await desk.page.locator('.drawer').waitFor({ state: 'detached' });
  await desk.hears('第二位');
  await desk.end();
  await desk.wrapUp('已回答。');
});

scenario('whoever is taken over under the hands leaves the words where they were', async () => {
  const { desk } = await chatting(here);
  const boss = await Console.at(await windows.desk({ width: 1600 }), stack, 'zhou');
  const chen = await Console.at(await windows.desk(), stack, 'chen');
  await desk.composer().pressSequentially('換貨需要 ');
  await boss.go('#/wall');
  await boss.page.locator('.agents li button', { hasText: stack.staff.lin.display }).click();
  await boss.page.locator('dialog[open] .line .btn').first().click();
  await boss.page
    .locator('[role=menu]:popover-open [role^=menuitem]', { hasText: stack.staff.chen.display })
    .click();
  await desk.page.locator('.banner').waitFor();
  await desk.page.keyboard.type('1 到 3 天');
  await desk.page.keyboard.press('Enter');
  assert.equal(await focused(desk), 'TEXTAREA');
  assert.equal(await desk.composer().inputValue(), '換貨需要 1 到 3 天');
  const kept = desk.page.locator('.inbox section[aria-label^="未送出的文字"] button.row');
  await desk.page.locator('.banner button').click();
  await desk.composer().waitFor({ state: 'detached' });
  await kept.click();
  await untilEqual(() => desk.composer().inputValue(), '換貨需要 1 到 3 天', 'the words again');
  await desk.page.locator('.unsent button').last().click();
  await kept.waitFor({ state: 'detached' });
  assert.notEqual(await focused(desk), 'BODY');
  await chen.page.locator('.inbox button.row').click();
  await chen.end();
  await chen.wrapUp('已回答。');
});
