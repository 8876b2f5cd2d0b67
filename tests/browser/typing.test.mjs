import assert from 'node:assert/strict';
import { until, untilEqual } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { chatting } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const here = world({ whole: true });
const { stack, windows, scenario } = here;

/** An input method at work in the focused field: composes, presses Enter while it does, commits. */
async function compose({ page, frame, field, parts, committed }) {
  const session = await page.context().newCDPSession(frame);
  for (const text of parts)
    await session.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  await untilEqual(() => field.inputValue(), parts.at(-1), 'the composed text stands in the field');
  // The key goes down without a character: the input method takes it. Some browsers name the key,
  // some say only that it was processed (229).
  for (const [key, windowsVirtualKeyCode] of [
    ['Enter', 13],
    ['Process', 229],
  ])
    for (const type of ['rawKeyDown', 'keyUp'])
      await session.send('Input.dispatchKeyEvent', {
        type,
        key,
        code: 'Enter',
        windowsVirtualKeyCode,
      });
  assert.equal(await field.inputValue(), parts.at(-1), 'Enter belonged to the input method');
  await session.send('Input.insertText', { text: committed });
  await untilEqual(() => field.inputValue(), committed, 'the committed text');
}

scenario('Enter while an input method composes sends nothing, on either side', async () => {
  const { desk, shop, customer } = await chatting(here);
  const frame = await customer.frame();
  const field = frame.locator('.compose .in');
  await field.focus();
  await compose({
    page: shop.page,
    frame,
    field,
    parts: ['ㄋ', 'ㄋㄧ', '你ㄏ', '你好'],
    committed: '你好',
  });
  assert.ok(!(await customer.texts()).includes('你好'), 'nothing sent yet');
  await shop.page.keyboard.press('Enter');
  await desk.hears('你好');
  assert.equal((await desk.texts()).filter((text) => text.includes('你')).length, 1);

  await desk.composer().focus();
  await compose({
    page: desk.page,
    frame: desk.page,
    field: desk.composer(),
    parts: ['w', 'wo', '我', '我在'],
    committed: '我在',
  });
  assert.ok(!(await desk.texts()).includes('我在'), 'nothing sent yet');
  await desk.page.keyboard.press('Enter');
  await customer.hears('我在');
  await untilEqual(() => desk.composer().inputValue(), '', 'the composer is empty again');
});

scenario('a phrase with a blank is sent only once the blank was filled in', async () => {
  const { desk, customer } = await chatting(here);
  const { keyboard } = desk.page;
  const selected = () =>
    desk.composer().evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  await desk.composer().focus();
  await keyboard.type('/qr');
  await desk.page.locator('#phrases [role=option]').first().waitFor();
  await keyboard.press('Enter');
  await untilEqual(selected, '{……}', 'the blank has the keys');
  for (const press of [1, 2, 3]) {
    await keyboard.press('Enter');
    await desk.page.locator('#composer-fault', { hasText: '1 處待填' }).waitFor();
    assert.equal(await selected(), '{……}', `still there after Enter ${press}`);
  }
  assert.equal((await customer.texts()).filter((text) => text.includes('……')).length, 0);
  await keyboard.type('換大一號');
  await keyboard.press('Enter');
  await customer.hears('跟您確認一下：您希望的是換大一號，我這樣理解對嗎？');
  await desk.end();
  await desk.wrapUp('換大一號。');
});

/** Tab until the focus is there; fails when it never comes. */
async function tabTo(page, frame, selector) {
  const focused = () => frame.evaluate((one) => !!document.activeElement?.matches(one), selector);
  for (let steps = 0; steps < 40; steps += 1) {
    if (await focused()) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never reached ${selector}`);
}

const focusIs = (frame, selector) =>
  until(
    () => frame.evaluate((one) => !!document.activeElement?.matches(one), selector),
    `${selector} has the focus`,
  );

scenario('the keyboard alone is enough, for the customer and for the agent', async () => {
  const second = await Console.at(await windows.desk(), stack, 'wu');
  const desk = await Console.open(await windows.desk(), stack);
  const keys = desk.page.keyboard;
  // Sign in: the name has the focus.
  await until(
    () => desk.page.evaluate(() => document.activeElement?.name === 'name'),
    'the name has the focus',
  );
  await keys.type('lin');
  await keys.press('Tab');
  await keys.type(stack.staff.lin.password);
  await keys.press('Enter');
  await desk.entered();
  await tabTo(desk.page, desk.page, '.bar button.state');
  await keys.press('Enter');
  await desk.page.locator('.bar [role=menu]').first().waitFor();
  await keys.press('Home');
  await keys.press('Enter');
  await desk.page.locator('.bar button.state .dot.on').waitFor();

  // The customer: launcher, topic, words, start.
  const shop = await Shop.visit(await windows.profile(), stack);
  const typed = shop.page.keyboard;
  await tabTo(shop.page, shop.page, 'body > div:last-child');
  await typed.press('Enter');
  const customer = shop.widget;
  await customer.shown('.needs label');
  const frame = await customer.frame();
  await tabTo(shop.page, frame, '.needs input');
  // Nothing is chosen yet: the arrows choose, as in every group of radios.
  for (let steps = 0; steps < 6; steps += 1) {
    await typed.press('ArrowDown');
    if (await frame.evaluate(() => document.activeElement.value === 'return')) break;
  }
  await tabTo(shop.page, frame, '#words');
  await typed.type('只用鍵盤');
  await tabTo(shop.page, frame, '.w-foot .primary');
  await typed.press('Enter');

  await desk.offer().waitFor();
  await keys.press('F2');
  await desk.composer().waitFor();
  await until(
    () => desk.page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'),
    'the composer has the focus',
  );
  await keys.type('您好');
  await keys.press('Enter');
  await customer.hears('您好');
  await tabTo(shop.page, frame, '.compose .in');
  await typed.type('謝謝');
  await typed.press('Enter');
  await desk.hears('謝謝');

  await keys.press('Alt+m');
  await desk.page.locator('.comp[data-kind=note]').waitFor();
  await keys.type('備註也行');
  await keys.press('Enter');
  await desk.page.locator('.ledger .note', { hasText: '備註也行' }).waitFor();
  await keys.press('Alt+m');

  // Transfer by the palette.
  await keys.press('Control+k');
  await desk.page.locator('dialog.palette[open]').waitFor();
  await keys.type('轉接');
  await keys.press('Enter');
  const dialog = desk.page.locator('dialog.dialog[open]:not(.palette)');
  await dialog.waitFor();
  await tabTo(desk.page, desk.page, 'dialog input[name=to]');
  await keys.press('Space');
  assert.ok(await dialog.locator('.target', { hasText: '吳佩珊' }).locator('input').isChecked());
  await tabTo(desk.page, desk.page, 'dialog textarea');
  await keys.type('請接手');
  await tabTo(desk.page, desk.page, 'dialog .dlg-f .primary');
  await keys.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await focusIs(desk.page, '#page');

  await second.offer().waitFor();
  await second.page.keyboard.press('F2');
  await second.hears('謝謝');
  // Nobody has answered the customer yet: it asks, and Enter says yes.
  await second.page.keyboard.press('F9');
  await second.question().waitFor();
  await second.page.keyboard.press('Enter');
  const drawer = second.page.locator('.drawer');
  await drawer.waitFor();
  // It begins at what is empty, and what became of the chat is one digit from there.
  await focusIs(second.page, '[data-field=needType]');
  await second.page.keyboard.press('ArrowDown');
  await second.page.keyboard.press('1');
  assert.equal(await drawer.locator('input[name=solved]').first().isChecked(), true);
  await tabTo(second.page, second.page, '[data-field=solution]');
  await second.page.keyboard.type('全程鍵盤');
  await second.page.keyboard.press('F9');
  await drawer.waitFor({ state: 'detached' });
  await focusIs(second.page, '#page');

  await customer.shown('input[name=score]');
  await tabTo(shop.page, frame, 'input[name=score]');
  await typed.press('End');
  for (let steps = 0; steps < 4; steps += 1) await typed.press('ArrowRight');
  await tabTo(shop.page, frame, '.w-foot .primary');
  await typed.press('Enter');
  await customer.shown('.thanks');
  await focusIs(frame, '.log');
});

scenario('every order is reached by arrow keys, and the focus is never lost', async () => {
  const shop = await Shop.visit(await windows.profile(), stack, { as: 'u-10382' });
  const widget = await shop.openWidget();
  await widget.shown('.choices :checked');
  const { keyboard } = shop.page;
  await (await widget.at('.choices :checked')).focus();
  const count = await (await widget.at('.choices input')).count();
  const seen = new Set();
  for (let n = 0; n < count; n++) {
    await keyboard.press('ArrowDown');
    await widget.focused('.choices :checked');
    seen.add(await (await widget.at('.choices :checked')).inputValue());
  }
  assert.equal(seen.size, count);
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await widget.focused('.pick button');
  // By hand the same, and whoever goes on has chosen.
  await (await widget.at('.pick button')).click();
  await (await widget.at('.choices label')).nth(1).click();
  await widget.focused('.pick button');
  await (await widget.at('.pick button')).click();
  await widget.focused('.choices :checked');
  await keyboard.press('Tab');
  await widget.shown('.pick button');
  await widget.focused('#words');
});
