import assert from 'node:assert/strict';
import { until, untilEqual } from './harness/until.mjs';
import { world } from './harness/world.mjs';
import { chatting } from './pages/scene.mjs';
import { Shop } from './pages/shop.mjs';

const here = world();
const { stack, windows, scenario } = here;

/** What the frame's origin keeps of the customer, in this tab and in all of them. */
const keptOf = async (widget) =>
  (await widget.frame()).evaluate(() => ({
    token: Object.entries(localStorage).find(([name]) => name.includes(':token:'))?.[1] ?? '',
    drafts: Object.values(sessionStorage).join(''),
    all: JSON.stringify({ ...localStorage, ...sessionStorage }),
  }));

/** As a shop does that needs no reload for it. */
const signOut = (shop) => shop.page.evaluate(() => window.kefu('reset'));

scenario('signing out in one tab forgets the customer in every tab', async () => {
  const profile = await windows.profile();
  const first = await Shop.visit(profile, stack, { as: 'u-10382' });
  const here = await first.openWidget();
  await here.shown('.needs label');
  await (await here.at('#words')).fill('只有我知道的事');
  const second = await Shop.visit(profile, stack);
  const there = await second.openWidget();
  await there.shown('.needs label');
  await (await there.at('#words')).fill('另一頁的秘密');
  await there.chooseTopic('return');
  await there.reads('h2', /王/);

  // The second page still believes that somebody is signed in, and could still get a token.
  const hellos = [];
  second.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"t":"hello"')) hellos.push(JSON.parse(payload));
    }),
  );
  await signOut(first);
  await there.reads('h2', /^您好/);
  await until(() => hellos.length > 0, 'the second page leads now');
  assert.ok(
    hellos.every((one) => !one.jwt),
    'as a visitor',
  );
  assert.equal(await (await there.at('#words')).inputValue(), '');
  assert.equal(await (await there.at('.needs .on')).count(), 0);
  assert.equal((await keptOf(there)).drafts, '');

  const again = await first.openWidget();
  await again.shown('.needs label');
  assert.equal(await (await again.at('#words')).inputValue(), '');
  const kept = (await keptOf(again)).all;
  assert.doesNotMatch(kept, /只有我|秘密/);
  // Either page is a new visitor's, who can begin at once.
  await there.start({ topic: 'order', text: '新的訪客' });
});

scenario(
  'signing out in mid-chat says so to the gateway and leaves nothing of the chat',
  async () => {
    const { desk, shop, customer } = await chatting(here);
    const second = new Shop(await shop.page.context().newPage(), shop.url);
    await second.open();
    const mirror = await second.openWidget();
    await mirror.shown('.log-at .log');
    await desk.say('您的退款帳號是？');
    await mirror.hears('您的退款帳號是？');
    await mirror.write('帳號 700-');
    await customer.write('另外，');
    const before = (await keptOf(customer)).token;

    await signOut(second);
    await customer.gone('.log-at .log');
    await customer.shown('.needs label');
    await (await second.openWidget()).shown('.needs label');
    const kept = await keptOf(customer);
    assert.equal(kept.drafts, '');
    assert.doesNotMatch(kept.all, /帳號|另外/);
    await until(async () => {
      const { token } = await keptOf(customer);
      return token !== before;
    }, 'the token is gone');
    const answer = await desk.page.evaluate(
      ([storefront, token]) =>
        new Promise((resolve) => {
          const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws`, 'kefu.v1');
          const hello = { t: 'hello', v: 1, storefront, token, locale: 'zh-Hant' };
          socket.onopen = () => socket.send(JSON.stringify(hello));
          socket.onmessage = ({ data }) => resolve(data);
          socket.onclose = ({ code }) => resolve(`${code}`);
        }),
      [stack.widgetKey, before],
    );
    // Whoever found the old token is a new visitor with it.
    const { conversation, token } = JSON.parse(answer.split('\n')[0]);
    assert.equal(conversation, undefined);
    assert.notEqual(token, undefined);
  },
);

scenario('whoever comes after the shop’s session ran out is a new visitor', async () => {
  const { shop, customer } = await chatting(here, { as: 'u-10382' });
  const welcomes = [];
  shop.page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"t":"welcome"')) welcomes.push(JSON.parse(payload));
    }),
  );
  await shop.page.context().clearCookies({ name: 'shop' });
  await shop.reload();
  await shop.page.waitForSelector('#visitor:not([hidden])');
  const visitor = await shop.openWidget();
  await visitor.reads('h2', /^您好/);
  await visitor.start({ topic: 'order', text: '我是另一個人' });
  assert.equal(await (await customer.at('text=想換一個新的')).count(), 0);
  const { identified, conversation } = welcomes.at(-1);
  assert.equal(identified, false);
  assert.equal(conversation, undefined);
});

scenario('a session that ran out under an open page is the end of the customer there', async () => {
  const { shop, customer } = await chatting(here, { as: 'u-30864' });
  await shop.page.context().clearCookies({ name: 'shop' });
  const again = shop.page.waitForEvent('load');
  // The transcript asks the page who is there.
  await (await customer.at('.menu-at .ib')).click();
  await (await customer.at('.menu [role=switch] + .item')).click();
  await again;
  await shop.page.waitForSelector('#visitor:not([hidden])');
  const visitor = await shop.openWidget();
  await visitor.shown('.needs label');
  await visitor.gone('.log-at .log');
});

scenario('the leading tab keeps its connection when the same customer opens another', async () => {
  const profile = await windows.profile();
  const first = await Shop.visit(profile, stack, { as: 'u-20517' });
  const sockets = [];
  const sent = [];
  first.page.on('websocket', (socket) => {
    sockets.push(socket);
    socket.on('framesent', ({ payload }) => sent.push(String(payload)));
  });
  const widget = await first.openWidget();
  await widget.start({ topic: 'return', text: '第一頁' });
  assert.equal(sockets.length, 1);
  const asked = [];
  profile.on('request', (request) => {
    if (request.url().endsWith('/api/kefu-token')) asked.push(request);
  });
  const second = await Shop.visit(profile, stack);
  const mirror = await second.openWidget();
  await mirror.shown('.w-body .pick');
  await untilEqual(async () => asked.length, 1, 'the second page was asked who is there');
  await mirror.say('第二頁');
  await widget.reads('.added', /第二頁/);
  assert.equal(sockets.length, 1, 'one connection all along');

  await signOut(second);
  await until(() => sent.some((one) => one.includes('"forget":true')), 'the token is ended');
});
