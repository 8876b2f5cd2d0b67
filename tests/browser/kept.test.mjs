import assert from 'node:assert/strict';
import { untilEqual } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { chatting } from './pages/scene.mjs';

const here = world();
const { scenario } = here;
const PHONE = { width: 390, height: 844, hasTouch: true, isMobile: true };

for (const [browser, strict] of [
  ['an ordinary browser', false],
  ['a browser that gives frames no storage', true],
])
  scenario(`in ${browser} a reload keeps what was read and what was written`, async () => {
    const { desk, shop, customer } = await chatting(here, { strict, ...PHONE });
    await shop.page.addInitScript(() => {
      window.heard = [];
      window.kefu = (...call) => window.kefu.q.push(call);
      window.kefu.q = [];
      for (const name of ['message', 'unread'])
        window.kefu('on', name, (told) => window.heard.push(told?.count ?? name));
    });
    await desk.say('第一句');
    await customer.hears('第一句');
    await desk.mark('已讀');
    await customer.write('寫到 | 一半的話');

    await shop.reload();
    const heard = () => shop.page.evaluate(() => window.heard);
    await shop.pressLauncher();
    await untilEqual(() => customer.draft(), '寫到 | 一半的話', 'the customer’s draft');
    await customer.hears('第一句');
    await customer.say('寫完了');
    await desk.hears('寫完了');
    assert.deepEqual(await heard(), [], 'what was there before is no news for the page');
    await desk.say('第二句');
    await customer.hears('第二句');
    const messages = async () => (await heard()).filter((what) => what === 'message');
    await untilEqual(messages, ['message'], 'what is new is told once');
  });

scenario('a rating that was skipped is not asked for again, and may still be given', async () => {
  const { desk, shop, customer } = await chatting(here);
  await desk.end();
  await customer.shown('input[name=score]');
  await (await customer.at('.w-foot .quiet')).click();
  await customer.shown('.ways .quiet');
  await customer.focused('.log');
  await desk.wrapUp('已說明。');
  await shop.reload();
  await customer.shown('.ways .quiet');
  await customer.gone('input[name=score]');
  await (await customer.at('.ways .quiet')).click();
  await customer.rate({ score: 4 });
});
