import assert from 'node:assert/strict';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { Shop } from './pages/shop.mjs';

const { stack, windows, scenario } = world({ whole: true });

const asked = '燈罩有一道裂痕，想換一個新的';
const lin = '您好，我是靜宜，已經看到照片了。';
const reply = '可以直接換一個新的嗎？週末要用';
const promise = '可以的，運費由我們負擔。';
const note = '到貨破損，已查庫存：石青 12 件。';
const handover = '想換新檯燈，週末前要到。';
const xu = '您好，我是哲維，由我來安排配送。';
const thanks = '麻煩明天上午送，謝謝';

scenario('a customer is served from the first question to the record', async () => {
  const wrong = await Console.at(await windows.desk(), stack, 'chen');
  const first = await Console.at(await windows.desk(), stack, 'lin', { online: false });
  const shop = await Shop.visit(await windows.profile(), stack, { as: 'u-10382' });

  // chen is online without the skill: that desk stays quiet, and the customer waits for lin.
  await wrong.page.evaluate(() => {
    window.offers = 0;
    new MutationObserver(() => {
      if (document.querySelector('.offer')) window.offers += 1;
    }).observe(document.body, { childList: true, subtree: true });
  });
  await shop.page.locator('#order-list .ask').first().click();
  const customer = shop.widget;
  await customer.shown('.pick');
  await customer.start({ topic: 'return', text: asked });
  await customer.reads('.w-body h2', /沒有客服可以接手/);
  await customer.reads('.w-body .why', /第 1 位/);
  await first.goOnline();

  await first.offer().waitFor();
  const offer = await first.offer().textContent();
  assert.match(offer, /王\*明/, 'the name is masked');
  assert.match(offer, /退換貨 5 級/, 'why this agent');
  assert.match(offer, /R20261117-0382/);
  await first.accept();
  await customer.answered('林靜宜');
  assert.equal(await wrong.page.evaluate(() => window.offers), 0, 'offered by skill only');

  // Typing and ticks, both ways.
  await first.composer().pressSequentially(lin);
  await customer.shown('.typing-at');
  await first.composer().press('Enter');
  await customer.hears(lin);
  await customer.gone('.typing-at');
  await first.mark('已讀');
  await (await customer.at('.compose .in')).pressSequentially(reply);
  await first.page.locator('.typing-row .typing').waitFor();
  await (await customer.at('.compose .in')).press('Enter');
  await first.hears(reply);
  await customer.untilState(reply, 'read');
  await first.say(promise);
  await customer.hears(promise);

  // The customer keeps the same conversation.
  await first.note(note);
  // Somebody who came to work after lin did, and is in lin's list all the same.
  const second = await Console.at(await windows.desk(), stack, 'xu');
  await first.transfer('許哲維', handover);
  await second.offer().waitFor();
  const told = await second.offer().textContent();
  assert.ok(told.includes('林靜宜') && told.includes(handover), `whose and why: ${told}`);
  await second.accept();
  await second.hears(promise);
  const seen = (await second.lines()).map((line) => line.text).join('\n');
  for (const words of [asked, lin, reply, promise, note, handover])
    assert.ok(seen.includes(words), `the second agent sees: ${words}`);
  await customer.answered('許哲維');
  await second.say(xu);
  await customer.hears(xu);
  await customer.say(thanks);
  await second.hears(thanks);
  assert.ok(!(await customer.texts()).includes(note), 'a note stays inside');

  await second.end();
  await second.wrapUp('到貨破損，換新一盞，明天上午送達。');
  await customer.rate({ score: 5, comment: '很快就處理好了' });

  await stack.restartGateway();

  const boss = await Console.at(await windows.desk(), stack, 'zhou');
  await boss.openRecord();
  const summary = await boss.page.locator('.rec-view').textContent();
  for (const words of ['王*明', '5 分', '很快就處理好了', '到貨破損，換新一盞，明天上午送達。'])
    assert.ok(summary.includes(words), `the record says: ${words}`);
  const record = await boss.lines('.rec-log');
  const said = record.filter((line) => ['us', 'customer'].includes(line.kind));
  for (const words of [lin, reply, promise, xu, thanks])
    assert.equal(said.filter((line) => line.text === words).length, 1, `once: ${words}`);
  const all = record.map((line) => line.text).join('\n');
  for (const words of [asked, note, handover, '林靜宜', '許哲維'])
    assert.ok(all.includes(words), `the record has: ${words}`);

  // Whoever takes the next chat of that customer finds what was agreed in this one.
  await customer.again();
  await customer.start({ topic: 'return', text: '取件改成下午可以嗎？' });
  await second.accept();
  await second.page.getByRole('tab', { name: '記錄' }).click();
  const records = second.page.locator('.recs > li');
  await records.first().waitFor();
  assert.equal(await records.count(), 1);
  const known = await records.textContent();
  for (const words of ['退換貨', '許哲維', '5 / 5', '到貨破損，換新一盞，明天上午送達。'])
    assert.ok(known.includes(words), `what was before says: ${words}, not only ${known}`);
});
