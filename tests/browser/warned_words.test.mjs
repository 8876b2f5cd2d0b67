import assert from 'node:assert/strict';
import { world } from './harness/world.mjs';
import { chatting } from './pages/scene.mjs';

const here = world();
const { scenario } = here;

const PENDING = '.ledger .e.us:has(.meta.bad)';

scenario(
  'a word that is only warned of: said why, sent all the same by the keyboard alone',
  async () => {
    const { desk, customer } = await chatting(here);
    const { page } = desk;
    await desk.say('我百分之百幫您處理好');
    const refused = page.locator(PENDING, { hasText: '百分之百' });
    await refused.waitFor();
    assert.match(await refused.locator('.meta').innerText(), /「百分之百」/);
    assert.equal(await desk.composer().inputValue(), '');
    await desk.say('這句沒有問題');
    await customer.hears('這句沒有問題');
    assert.equal((await customer.texts()).includes('我百分之百幫您處理好'), false);

    const anyway = refused.getByRole('button').first();
    const focused = () => anyway.evaluate((button) => button === document.activeElement);
    for (let presses = 0; presses < 8 && !(await focused()); presses += 1)
      await page.keyboard.press('Shift+Tab');
    assert.ok(await focused(), 'Shift+Tab from the composer comes to it');
    await page.keyboard.press('Enter');
    await customer.hears('我百分之百幫您處理好');
    await refused.waitFor({ state: 'detached' });
  },
);

scenario('a blocked word comes back to be said in another way, never past the manual', async () => {
  const { desk, customer } = await chatting(here);
  await desk.say('這百分之百不關我的事');
  await desk.page.locator('#composer-fault').waitFor();
  assert.equal(await desk.composer().inputValue(), '這百分之百不關我的事');
  assert.equal(await desk.page.locator(PENDING).count(), 0);
  await desk.say('我去問倉庫');
  await customer.hears('我去問倉庫');
  assert.equal((await customer.texts()).includes('這百分之百不關我的事'), false);
});
