import { untilEqual } from '../harness/until.mjs';
import { Console } from './console.mjs';
import { Shop } from './shop.mjs';

/** An agent and a customer of the demo shop in the middle of a chat. */
export async function chatting(
  { stack, windows },
  {
    agent = 'lin',
    as,
    language = 'zh-Hant',
    topic = 'return',
    text = '想換一個新的',
    ...profile
  } = {},
) {
  const [desk, shop] = await Promise.all([
    windows.desk({ language }).then((context) => Console.at(context, stack, agent)),
    windows.profile({ language, ...profile }).then((context) => Shop.visit(context, stack, { as })),
  ]);
  const customer = await shop.openWidget();
  await customer.start({ topic, text });
  await desk.accept();
  await customer.answered(stack.staff[agent].display);
  return { desk, shop, customer };
}

/** Both sides show exactly these words in this order, each once. */
export async function bothRead({ desk, customer }, texts) {
  const ours = (all) => all.filter((text) => texts.includes(text));
  await untilEqual(async () => ours(await customer.texts()), texts, 'what the customer reads');
  await untilEqual(async () => ours(await desk.texts()), texts, 'what the agent reads');
}
