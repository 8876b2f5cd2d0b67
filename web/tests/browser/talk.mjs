/**
 * What a customer is told and keeps while waiting, chatting and at the end.
 * `node tests/browser/talk.mjs` exits 1 at the first promise broken.
 */
import assert from 'node:assert/strict';
import { gateway, holds, pressLauncher, visit, widget } from './embedded.mjs';

await holds('talk', async () => {
  // Nobody for a topic: said before, said while waiting, and nothing promised; a second wait is its own.
  {
    gateway.conversation = undefined;
    gateway.name = undefined;
    gateway.config.topics[2].staffed = false;
    const { context, page } = await visit({});
    await pressLauncher(page);
    const frame = await widget(page);
    await frame.waitForSelector('.needs label');
    const marks = await frame
      .locator('.needs label')
      .evaluateAll((all) => all.map((one) => one.querySelector('small')?.textContent ?? ''));
    assert.deepEqual(marks, ['', '', '目前無人', '', '', '']);
    assert.match(await frame.textContent('.lead'), /直接接到/);
    await frame.locator('.needs label').nth(2).click();
    assert.match(await frame.textContent('.lead'), /先寫下問題排隊/);
    await frame.click('.w-foot .primary');
    await frame.waitForSelector('.why');
    gateway.place(1, false);
    await frame.getByText('這項問題目前沒有客服可以接手').first().waitFor();
    const hears = (words) =>
      frame.waitForFunction(
        (wanted) => document.querySelector('[role=status]').textContent === wanted,
        words,
      );
    await frame.getByText('寫下的內容會保留').waitFor();
    await hears('這項問題目前沒有客服可以接手');
    assert.doesNotMatch(await frame.textContent('.w-body'), /下一位/);
    gateway.place(1, true);
    await frame.locator('h2', { hasText: '下一位就是您' }).waitFor();
    await hears('下一位就是您');
    gateway.conversation.waiting_from -= 3_600_000;
    gateway.accept('林靜宜');
    await frame.locator('.w-top .one', { hasText: '客服 · 退換貨' }).waitFor();
    assert.equal(
      await frame.locator('.w-top .dot').count(),
      0,
      'nobody is claimed to be at the desk',
    );
    await hears('');
    gateway.requeue(2);
    await frame.locator('.why.again', { hasText: /前面還有 1 位 · 已等 0:0\d/ }).waitFor();
    gateway.config.topics[2].staffed = true;
    await context.close();
  }

  // One's own words come into view, in the line and in the chat; what others do moves nobody who reads.
  {
    gateway.open('return', { text: '燈罩有一道裂痕' });
    gateway.place(2);
    const { context, page } = await visit({ viewport: { width: 1440, height: 560 } });
    await pressLauncher(page);
    const frame = await widget(page);
    const say = async (text) => {
      await frame.fill('.in', text);
      await frame.press('.in', 'Enter');
      await frame.locator('.msg.me', { hasText: text }).waitFor();
    };
    const fromEnd = (box) =>
      frame.$eval(box, (e) => Math.round(e.scrollHeight - e.clientHeight - e.scrollTop));
    await frame.waitForSelector('.compose .in');
    for (let n = 1; n <= 8; n += 1) await say(`補充 ${n}`);
    assert.ok((await fromEnd('.w-body')) < 2, 'what was added in the line is in view');
    gateway.accept('林靜宜');
    for (let n = 1; n <= 20; n += 1) gateway.say(`第 ${n} 點`);
    const log = '.log-at .log';
    await frame.locator('.msg', { hasText: '第 20 點' }).waitFor();
    await say('好的');
    await frame.$eval(log, (e) => {
      const scrolled = new Promise((resolve) => {
        e.addEventListener('scroll', resolve, { once: true });
      });
      e.scrollTo(0, 0);
      return scrolled;
    });
    gateway.typing(true);
    await frame.waitForSelector('.typing-at');
    assert.ok((await fromEnd(log)) > 100, 'reading goes on while somebody types');
    gateway.say('還有一點');
    await frame.waitForSelector('.pill');
    await say('收到');
    assert.ok((await fromEnd(log)) < 2, 'own words are in view');
    assert.equal(await frame.locator('.pill').count(), 0);

    // Ending asks once, says what becomes of words not sent, and can be thought better of by keyboard.
    await frame.fill('.in', '還沒');
    const focused = (selector) =>
      frame.waitForFunction((s) => document.activeElement?.matches(s), selector);
    await frame.locator('.menu-at .ib').press('Enter');
    await frame.locator('.item.bad').press('Enter');
    await frame.locator('dialog[open]', { hasText: '會放進新的對話' }).waitFor();
    await focused('dialog .btn:not(.danger)');
    await page.keyboard.press('Escape');
    await frame.waitForFunction(() => !document.querySelector('dialog'));
    await focused('.menu-at .ib');
    assert.ok(!gateway.received.some((m) => m.t === 'conversation.leave'), 'nothing has ended');
    await page.keyboard.press('Enter');
    await frame.locator('.item.bad').press('Enter');
    await frame.locator('dialog[open] .danger').press('Enter');
    await frame.waitForSelector('.five label');
    assert.equal(gateway.received.filter((m) => m.t === 'conversation.leave').length, 1);
    await context.close();
  }

  // Words begun when the chat ended are the next one's, over a reload, too; those of a line that was left
  // need not be typed again.
  {
    gateway.open('return', {});
    gateway.accept('林靜宜');
    const { context, page } = await visit({});
    await pressLauncher(page);
    let frame = await widget(page);
    const begins = (text) =>
      frame.waitForFunction((wanted) => document.querySelector('#words')?.value === wanted, text);
    const start = async () => {
      await frame.locator('.needs label').nth(2).click();
      await frame.click('.w-foot .primary');
      await frame.waitForSelector('.compose .in');
    };
    await frame.fill('.in', '另外想問');
    gateway.end();
    await frame.click('.w-foot .quiet');
    await frame.getByText('還沒送出的內容').waitFor();
    await frame.click('.ways .primary');
    await begins('另外想問');
    gateway.conversation = undefined;
    await page.reload();
    frame = await widget(page);
    await begins('另外想問');
    await start();
    assert.equal(gateway.received.findLast((m) => m.t === 'conversation.start').text, '另外想問');
    assert.equal(await frame.inputValue('.in'), '');
    await frame.fill('.in', '還有一件');
    await frame.press('.in', 'Enter');
    await frame.locator('.msg.me', { hasText: '還有一件' }).waitFor();
    gateway.abandon();
    await frame.click('.ways .primary');
    await begins('另外想問\n還有一件');

    // Said in the same moment as the end: told, and the next chat's.
    await start();
    gateway.accept('林靜宜');
    await frame.fill('.in', '同時送出');
    gateway.refuseNext = { code: 'conversation_closed', retry: false };
    await frame.press('.in', 'Enter');
    gateway.end();
    await frame.click('.w-foot .quiet');
    await frame.locator('.msg.me.failed', { hasText: '對話已經結束，這則沒有送出。' }).waitFor();
    await frame.getByText('還沒送出的內容').waitFor();
    await frame.click('.ways .primary');
    await begins('同時送出');
    await start();
    assert.equal(gateway.received.findLast((m) => m.t === 'conversation.start').text, '同時送出');
    assert.equal(await frame.locator('.msg.failed').count(), 0, 'it is not unsent there, too');
    await context.close();
  }
});
