import assert from 'node:assert/strict';
import { world } from './harness/world.mjs';
import { chatting } from './pages/scene.mjs';

const { stack, windows, scenario } = world();

scenario('who waits again keeps the chat as it was, and is told why', async () => {
  const { desk, customer } = await chatting({ stack, windows });
  await desk.say('我看一下。');
  await customer.hears('我看一下。');
  await desk.goOffline();
  await customer.reads('.w', /正在為您安排另一位客服/);
  assert.deepEqual(
    (await customer.texts()).filter((text) => ['想換一個新的', '我看一下。'].includes(text)),
    ['想換一個新的', '我看一下。'],
  );
  await customer.gone('.w-body h2');
  // Nobody else is there: not 'the next one', and a wait that has only begun.
  await customer.reads('.why.again', /這項問題目前沒有客服可以接手 · 已等 0:/);
});
