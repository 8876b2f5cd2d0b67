import assert from 'node:assert/strict';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { Shop } from './pages/shop.mjs';

const { stack, windows, scenario } = world();

/** The widget by its own address, as a link in a mail would open it. */
async function byAddress({ width = 1440, height = 900 } = {}) {
  const page = await (await windows.desk({ width, height })).newPage();
  const shop = new Shop(page, stack.frameUrl());
  await page.goto(shop.url);
  await shop.widget.shown('.needs label');
  return shop;
}

const boxOf = async (locator) => locator.boundingBox();

scenario(
  'the widget by its own address is a panel in the middle, on a phone the whole screen',
  async () => {
    const { page } = await byAddress();
    const wide = await boxOf(page.locator('main.w'));
    assert.deepEqual(
      [wide.width, wide.height, wide.x, wide.y],
      [384, 680, (1440 - 384) / 2, (900 - 680) / 2],
    );
    await page.setViewportSize({ width: 390, height: 844 });
    const phone = await boxOf(page.locator('main.w'));
    assert.deepEqual([phone.width, phone.height, phone.x, phone.y], [390, 844, 0, 0]);
  },
);

scenario(
  'who waits is told the truth: nobody is there, somebody is, somebody is asked',
  async () => {
    const { widget } = await byAddress();
    await widget.start({ topic: 'return', text: '有人在嗎' });
    await widget.reads('.w-body h2', /目前沒有客服可以接手/);
    await widget.reads('.w-body .why', /第 1 位/);
    const desk = await Console.at(await windows.desk({ width: 390, height: 844 }), stack, 'lin');
    await desk.offer().waitFor();
    await widget.reads('.w-body h2', /正在請客服接待/);
    await desk.page.keyboard.press('F2');
    await widget.answered('林靜宜');

    // On a phone the next offer covers neither what was said nor what is being written.
    const other = await byAddress();
    await other.widget.start({ topic: 'return', text: '馬上輪到' });
    await desk.offer().waitFor();
    await other.widget.reads('.w-body h2', /正在請客服接待/);
    const offer = await boxOf(desk.offer());
    for (const part of ['.comp', '.ledger', '.th']) {
      const box = await boxOf(desk.page.locator(part));
      const apart = box.y >= offer.y + offer.height || box.y + box.height <= offer.y;
      assert.ok(apart, `the offer does not lie over ${part}`);
    }
    assert.ok((await boxOf(desk.page.locator('.ledger'))).height > 200, 'the chat is still there');
  },
);

scenario(
  'a supervisor on a phone reaches every page and the own menu, in English, too',
  async () => {
    const context = await windows.desk({ language: 'en', width: 390, height: 844 });
    const boss = await Console.at(context, stack, 'zhou');
    await boss.page.locator('html[lang=en]').waitFor();
    const own = await boxOf(boss.page.locator('.bar .end > .ib'));
    assert.ok(own.x + own.width <= 390, 'the menu of the person is in the window');
    await boss.page.locator('.pages a').last().click();
    await boss.page.locator('.pages a[aria-current]').last().waitFor();
  },
);
