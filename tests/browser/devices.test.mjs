import assert from 'node:assert/strict';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';
import { bothRead } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const { scenario, stack, windows } = world();

scenario('a second device of a customer sees the chat that the first one began', async () => {
  const language = 'zh-Hant';
  const [desk, phone, laptop] = await Promise.all([
    windows.desk({ language }).then((context) => Console.at(context, stack, 'lin')),
    ...[1, 2].map(async () =>
      Shop.visit(await windows.profile({ language }), stack, { as: 'u-10382' }),
    ),
  ]);
  const [first, second] = [await phone.openWidget(), await laptop.openWidget()];
  await second.shown('#words');
  await (await second.at('#words')).fill('這邊才寫到一半');
  await first.start({ topic: 'return', text: '在手機上開始的' });
  await second.shown('.compose .in');
  assert.equal(await second.draft(), '這邊才寫到一半');
  await desk.accept();
  for (const one of [first, second]) await one.answered(stack.staff.lin.display);
  await second.say('在電腦上說的');
  await desk.hears('在電腦上說的');
  await desk.say('兩邊都看得到');
  for (const one of [first, second])
    await bothRead({ desk, customer: one }, ['在手機上開始的', '在電腦上說的', '兩邊都看得到']);
});
