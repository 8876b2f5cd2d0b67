import { until } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { chatting } from './pages/scene.mjs';

const here = world();
const { scenario } = here;

scenario(
  'an agent who reads further up sees what they send, and has then read the rest',
  async () => {
    const { desk, customer } = await chatting(here);
    const long = Array.from({ length: 60 }, (_, n) => `第 ${n + 1} 行`).join('\n');
    await desk.say(long);
    await customer.hears(long);
    const ledger = desk.page.locator('.ledger');
    await until(() => ledger.evaluate((box) => box.scrollTop > 600), 'the end is in view');
    await ledger.evaluate((box) => {
      box.scrollTop = 0;
    });
    await desk.page.locator('.pill-new').waitFor();
    await customer.say('看完了');
    await desk.page.locator('.row .cnt').waitFor();

    await desk.say('好的');
    await customer.hears('好的');
    const own = desk.page.locator('.ledger .bub', { hasText: '好的' });
    await until(() => own.last().isVisible(), 'it is drawn');
    const inView = () =>
      own.last().evaluate((bubble) => {
        const box = bubble.closest('.ledger')?.getBoundingClientRect();
        const at = bubble.getBoundingClientRect();
        // Drawn anew when it is stored: the one just found may be gone from the page.
        return box !== undefined && at.top >= box.top && at.bottom <= box.bottom;
      });
    await until(inView, 'own words are in view');
    await desk.page.locator('.pill-new').waitFor({ state: 'detached' });
    await desk.page.locator('.row .cnt').waitFor({ state: 'detached' });
    await customer.untilState('看完了', 'read');

    // The same by the button: nothing new has to come for it to count as read.
    await ledger.evaluate((box) => {
      box.scrollTop = 0;
    });
    await desk.page.locator('.pill-new').waitFor();
    await customer.say('還有一句');
    await desk.page.locator('.row .cnt').waitFor();
    await desk.page.locator('.pill-new').click();
    await desk.page.locator('.row .cnt').waitFor({ state: 'detached' });
    await customer.untilState('還有一句', 'read');
  },
);
