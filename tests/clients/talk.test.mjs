/** A whole chat, from the topic to the rating, by each library on both sides; every frame fits the protocol's document. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../browser/harness/stack.mjs';
import { libraries } from './libraries.mjs';
import { cookieOf, Person, ticketOf } from './person.mjs';

const stack = new Stack();
before(() => stack.start());
after(() => stack.stop());

const chat = (client) => client.open(`${stack.gatewayUrl.replace('http', 'ws')}/ws`, ['kefu.v1']);

async function customerArrives(client) {
  const customer = new Person('customer', await chat(client));
  await customer.say({ t: 'hello', v: 1, storefront: stack.widgetKey, locale: 'zh-Hant' });
  const welcome = await customer.get((one) => one.t === 'welcome', 'a welcome');
  assert.equal(welcome.role, 'customer');
  assert.ok(welcome.token, 'a new visitor gets a token');
  return customer;
}

async function agentArrives(client, name) {
  const agent = new Person('staff', await chat(client));
  await agent.say({
    t: 'hello',
    v: 1,
    ticket: await ticketOf(stack.gatewayUrl, stack.staff[name]),
  });
  const welcome = await agent.get((one) => one.t === 'welcome', 'a welcome');
  assert.equal(welcome.role, 'agent');
  const { me } = await agent.ask({ t: 'presence.set', presence: 'online' });
  assert.equal(me.presence, 'online');
  return agent;
}

async function accepted(agent, c) {
  const { offer } = await agent.get((one) => one.t === 'offer' && one.offer.c === c, 'an offer');
  const { card } = await agent.ask({ t: 'offer.accept', offer: offer.id });
  assert.deepEqual([card.c, card.state], [c, 'active']);
  return card;
}

async function bothWays(customer, agent, { c, gen }, words) {
  const reply = `${words}:好的`;
  const said = (who, text) => who.event('message', c, (one) => one.b.text === text);
  await customer.act({ t: 'message.send', c, text: words });
  await said(customer, words);
  assert.equal((await said(agent, words)).by.role, 'customer');
  await agent.act({ t: 'message.send', c, gen, text: reply });
  await said(agent, reply);
  const { by } = await said(customer, reply);
  assert.deepEqual([by.role, by.id], ['agent', undefined]);
}

/** What both were pushed of one conversation is the same, by the number that the customer counts. */
function sameLog(customer, agent, c) {
  const seen = new Map(customer.logs.get(c).map((one) => [one.q, one]));
  const shown = agent.logs.get(c).filter((one) => one.p !== undefined && one.k === 'message');
  assert.ok(shown.length >= 2);
  for (const one of shown)
    assert.deepEqual([seen.get(one.p).id, seen.get(one.p).b.text], [one.id, one.b.text]);
}

for (const library of libraries)
  test(`${library.name}: topic, offer, talk, transfer, end, form, rating`, async (t) => {
    const client = await library.start(stack);
    t.after(() => client.end());
    const customer = await customerArrives(client);
    const lin = await agentArrives(client, 'lin');

    const { conversation } = await customer.act({
      t: 'conversation.start',
      topic: 'return',
      text: '想退貨',
    });
    assert.equal(conversation.state, 'waiting');
    const { c } = conversation;
    const first = await accepted(lin, c);
    await customer.event('accepted', c);
    await bothWays(customer, lin, first, '收到的檯燈是壞的 💡');

    const xu = await agentArrives(client, 'xu');
    const colleague = stack.staff.xu.display;
    const { colleagues } = await colleaguesOf('lin');
    const to_staff = colleagues.find((one) => one.name === colleague).id;
    await lin.act({ t: 'conversation.transfer', c, gen: first.gen, to_staff, note: '請接手' });
    await lin.get((one) => one.t === 'card.gone' && one.c === c, 'the card goes');
    const second = await accepted(xu, c);
    assert.ok(second.gen > first.gen);
    await bothWays(customer, xu, second, '謝謝 👍🏽');
    sameLog(customer, xu, c);

    await xu.act({ t: 'conversation.end', c, gen: second.gen });
    await customer.event('ended', c);
    const form = { topic: 'return', need_type: 'functional', solved: 'yes', solution: '換貨' };
    await xu.act({ t: 'wrap_up.save', c, gen: second.gen, ...form });
    await customer.act({ t: 'survey.rate', c, score: 5, solved: 'yes', tags: [], comment: '很快' });
    await customer.event('rated', c);

    for (const one of [lin, xu]) await one.ask({ t: 'presence.set', presence: 'offline' });
    for (const one of [customer, lin, xu]) assert.equal(await one.leave(), 1000);
    for (const kind of ['welcome', 'ok', 'ack', 'ev', 'state'])
      assert.ok(customer.told.has(kind), `the customer was told ${kind}`);
    for (const kind of ['welcome', 'ok', 'ack', 'ev', 'offer', 'card', 'me'])
      assert.ok(lin.told.has(kind) || xu.told.has(kind), `the agents were told ${kind}`);
  });

/** The staff's list over REST, as asked when a transfer begins. */
async function colleaguesOf(name) {
  const reply = await fetch(`${stack.gatewayUrl}/api/colleagues`, {
    headers: { Cookie: await cookieOf(stack.gatewayUrl, stack.staff[name]) },
  });
  assert.equal(reply.status, 200);
  return reply.json();
}
