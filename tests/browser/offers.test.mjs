import assert from 'node:assert/strict';
import { untilEqual } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { Shop } from './pages/shop.mjs';

const { stack, windows, scenario } = world();

async function asks(text, topic = 'return') {
  const shop = await Shop.visit(await windows.profile(), stack);
  const customer = await shop.openWidget();
  await customer.start({ topic, text });
  return customer;
}

/** F2 in the very turn in which the offer came into the page, before it was painted. */
const pressAtOnce = (page) =>
  page.evaluate(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('.offer')) return;
      observer.disconnect();
      const key = { key: 'F2', code: 'F2', bubbles: true, cancelable: true };
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', key));
    }).observe(document.body, { childList: true, subtree: true });
  });

scenario(
  'F2 accepts an offer from the moment it is on the screen, wherever the focus is',
  async () => {
    const desk = await Console.at(await windows.desk(), stack, 'lin');
    await pressAtOnce(desk.page);
    const first = await asks('第一位');
    await first.answered('林靜宜');

    // With a menu open, and with the focus in the reply.
    await desk.page.locator('.bar button.state').click();
    await desk.page.locator('.bar [role=menu]').first().waitFor();
    const second = await asks('第二位');
    await desk.offer().waitFor();
    await desk.page.keyboard.press('F2');
    await second.answered('林靜宜');
    await desk.hears('第二位'); // what is written next is for the second

    await desk.page.keyboard.press('Escape');
    await desk.composer().fill('還沒寫完');
    const third = await asks('第三位');
    await desk.offer().waitFor();
    await desk.page.keyboard.press('F2');
    await third.answered('林靜宜');
    await desk.hears('第三位');
    // What was being written stayed with its own customer.
    assert.equal(await desk.composer().inputValue(), '');
    await desk.page.locator('.inbox button.row').nth(1).click();
    await desk.hears('第二位');
    await untilEqual(() => desk.composer().inputValue(), '還沒寫完', 'the words of the second');
  },
);

scenario(
  'an offer that is accepted while the line is down is accepted when it is back',
  async () => {
    const context = await windows.desk();
    const desk = await Console.at(context, stack, 'lin');
    const customer = await asks('斷線');
    await desk.offer().waitFor();
    await context.setOffline(true);
    await desk.page.keyboard.press('F2');
    await desk.page.locator('.offer [aria-busy=true]').waitFor();
    await context.setOffline(false);
    await customer.answered('林靜宜');
    await desk.composer().waitFor();
  },
);

scenario('an offer that nobody answers is told until it was seen', async () => {
  const desk = await Console.at(await windows.desk(), stack, 'wu');
  await asks('沒有人接', 'complaint');
  await desk.offer().waitFor();
  assert.match(await desk.page.locator('.thread .empty').textContent(), /F2 接受/);
  await desk.offer().waitFor({ state: 'detached', timeout: 30_000 });
  const notice = desk.page.locator('.notice', { hasText: '您錯過一位客戶' });
  await notice.waitFor();
  assert.match(await notice.textContent(), /投訴.*(仍在線上|不會收到新邀請)/s);
  await notice.locator('button').last().click();
  await notice.waitFor({ state: 'detached' });
});

scenario('whoever is choosing why to decline has declined when the time is up', async () => {
  const desk = await Console.at(await windows.desk(), stack, 'wu');
  await asks('您還在選', 'complaint');
  await desk.offer().waitFor();
  await desk.page.keyboard.press('Shift+F2');
  await desk.page.locator('.offer [role=menu]:popover-open').waitFor();
  const told = desk.page.locator('.toast', { hasText: '時間將到，已婉拒（未選理由）' });
  await told.waitFor({ timeout: 30_000 });
  await desk.offer().waitFor({ state: 'detached' });
  const lost = await desk.page.evaluate(() => document.activeElement === document.body);
  assert.equal(lost, false, 'the menu went with its offer, and the focus went on');
  assert.equal(await desk.page.locator('.notice', { hasText: '您錯過' }).count(), 0);
});
