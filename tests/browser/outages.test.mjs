import { world } from './harness/world.mjs';
import { bothRead, chatting } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const here = world();
const { stack, windows, scenario } = here;

/** Somebody new still gets into the line, and is offered to the agent who is there. */
async function lineStillWorks({ desk }) {
  const shop = await Shop.visit(await windows.profile(), stack);
  const next = await shop.openWidget();
  await next.start({ topic: 'return', text: '下一位' });
  await desk.offer().waitFor();
  await desk.page.keyboard.press('F2');
  await next.answered('林靜宜');
}

/** What the customer and the agent wrote before, during and after, in that order on both sides. */
async function throughOutage(outage, { during }) {
  const scene = await chatting(here);
  const { desk, customer } = scene;
  await customer.say('之前：客戶');
  await desk.hears('之前：客戶');
  await desk.say('之前：客服');
  await customer.hears('之前：客服');
  const texts = ['之前：客戶', '之前：客服'];
  const duringIt = async () => {
    if (!during) return;
    await customer.say('中間：客戶');
    texts.push('中間：客戶');
  };
  await outage(duringIt);
  if (during) await desk.hears('中間：客戶');
  await customer.say('之後：客戶');
  await desk.hears('之後：客戶');
  await desk.say('之後：客服');
  await bothRead(scene, [...texts, '之後：客戶', '之後：客服']);
  await customer.untilState('之後：客戶', 'delivered', 'read');
  await desk.mark('已讀');
  return scene;
}

scenario('the gateway is killed in mid-chat: both sides go on by themselves', async () => {
  const { desk, customer } = await throughOutage(
    async (writeDuringIt) => {
      await stack.killGateway();
      await writeDuringIt();
      await stack.gateway.start();
    },
    { during: true },
  );
  await desk.end();
  await desk.wrapUp('重新啟動後結案。');
  await customer.shown('input[name=score]');
});

scenario('Redis is emptied in mid-chat: the chat goes on and so does the line', async () => {
  await lineStillWorks(
    await throughOutage(() => stack.redisCommand('FLUSHALL'), { during: false }),
  );
});

scenario('Redis restarts in mid-chat: the chat goes on and so does the line', async () => {
  const scene = await throughOutage(
    async (writeDuringIt) => {
      await stack.redis.stop('SIGKILL');
      await writeDuringIt();
      await stack.redis.start();
    },
    { during: true },
  );
  await lineStillWorks(scene);
});
