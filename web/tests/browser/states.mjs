/** How each screen is reached, for the pictures and for the accessibility check. */

const MIN = 60_000;
const say = {
  'zh-Hant': {
    name: '林靜宜',
    other: '許哲維',
    customer: '王小明',
    asked: '燈罩有一道裂痕，想換一個新的',
    lines: [
      '王先生您好，我是靜宜。已看到燈罩的照片，先跟您說聲抱歉。',
      '可以直接換一個新的嗎？週末要用',
      '可以的，這是到貨破損，可以換新，運費由我們負擔。',
      '石青色現貨有 12 件，霧白也有。',
      '石青的就好，謝謝',
      '明天 9 點到 12 點都在家',
    ],
  },
  'zh-Hans': {
    name: '林静宜',
    other: '许哲维',
    customer: '王小明',
    asked: '灯罩有一道裂痕，想换一个新的',
    lines: [
      '王先生您好，我是静宜。已看到灯罩的照片，先跟您说声抱歉。',
      '可以直接换一个新的吗？周末要用',
      '可以的，这是到货破损，可以换新，运费由我们承担。',
      '石青色现货有 12 件，雾白也有。',
      '石青的就好，谢谢',
      '明天 9 点到 12 点都在家',
    ],
  },
  en: {
    name: 'Jing Lin',
    other: 'Wei Xu',
    customer: 'Ming Wang',
    asked: 'The shade is cracked, I would like a new one',
    lines: [
      'Hello Mr Wang, this is Jing. I have seen the photo of the shade, and I am sorry.',
      'Could I simply get a new one? I need it this weekend',
      'Of course. This counts as damaged on arrival, so we pay the shipping.',
      'Azurite: 12 in stock. Fog white is there too.',
      'Azurite is fine, thanks',
      'I am home tomorrow 9 to 12',
    ],
  },
};

export const words = say;

function talk(gateway, lang) {
  const w = say[lang];
  const start = gateway.now() - 30 * MIN;
  gateway.open('return', { order: 'R20261117-0382', text: w.asked, openedAt: start });
  gateway.conversation.state = 'active';
  gateway.conversation.agent = { name: w.name };
  gateway.event('accepted', 'system', { name: w.name }, { at: start + MIN });
  const at = (n) => ({ at: start + n * MIN });
  gateway.event('message', 'agent', { text: w.lines[0], auto: true }, { name: w.name, ...at(1) });
  gateway.event('message', 'customer', { text: w.lines[1] }, at(2));
  gateway.event('message', 'agent', { text: w.lines[2] }, { name: w.name, ...at(3) });
  gateway.event('message', 'agent', { text: w.lines[3] }, { name: w.name, ...at(3) });
  const last = gateway.event('message', 'customer', { text: w.lines[4] }, at(4));
  gateway.marks = { delivered: last.q, read: last.q };
}

function nobody(gateway) {
  gateway.config.online = false;
  for (const one of gateway.config.topics) one.staffed = false;
}

export const STATES = {
  async prechat({ gateway, page, open, lang }) {
    gateway.name = say[lang].customer;
    await open();
    await page.waitForSelector('.needs label');
    await page.locator('.needs label').nth(2).click();
    await page.fill('#order', 'R20261117-0382');
    await page.fill('#words', say[lang].asked);
  },
  async lacking({ page, open }) {
    await page.route('**/w/config*', (route) => route.abort());
    await open();
    await page.waitForSelector('.bare .lack');
  },
  async missing({ page, open }) {
    await open();
    await page.waitForSelector('.needs label');
    await page.click('.w-foot .primary');
  },
  async waiting({ gateway, page, open, lang }) {
    gateway.open('return', {
      order: 'R20261117-0382',
      text: say[lang].asked,
      openedAt: gateway.now() - 68_000,
    });
    gateway.conversation.place = { position: 4, waiting: 6, staffed: true };
    await open();
    await page.waitForSelector('.place');
    await page.fill('.in', say[lang].lines[5]);
    await page.press('.in', 'Enter');
    gateway.place(3);
  },
  async waiting_unknown({ gateway, page, open, lang }) {
    gateway.open('order', { text: say[lang].asked, openedAt: gateway.now() - 12_000 });
    gateway.conversation.place = { position: 1, waiting: 1, staffed: true };
    await open();
    await page.waitForSelector('.why');
  },
  async chat({ gateway, page, open, lang }) {
    talk(gateway, lang);
    await open();
    await page.waitForSelector('.msg.me');
    // A message takes the sign of typing away: all of them first.
    await page.getByText(say[lang].lines[4]).waitFor();
    gateway.typing(true);
    await page.waitForSelector('.typing-at');
  },
  async menu({ gateway, page, open, lang }) {
    talk(gateway, lang);
    await open();
    await page.waitForSelector('.msg.me');
    await page.click('.menu-at .ib');
  },
  async leave({ gateway, page, open, lang }) {
    talk(gateway, lang);
    await open();
    await page.waitForSelector('.msg.me');
    await page.click('.menu-at .ib');
    await page.click('.item.bad');
  },
  async lost({ gateway, page, open, lang }) {
    talk(gateway, lang);
    await open();
    await page.waitForSelector('.msg.me');
    gateway.conversation.agent = { name: say[lang].other };
    gateway.event('transferred', 'agent', { name: say[lang].other });
    await page.locator('.sys', { hasText: say[lang].other }).waitFor();
    gateway.down = true;
    gateway.cut();
    await page.fill('.in', say[lang].lines[5]);
    await page.press('.in', 'Enter');
    await page.waitForSelector('.bar');
  },
  async failed({ gateway, page, open, lang }) {
    talk(gateway, lang);
    await open();
    await page.waitForSelector('.msg.me');
    gateway.refuseNext = { code: 'forbidden_word', retry: false };
    await page.fill('.in', say[lang].lines[5]);
    await page.press('.in', 'Enter');
    await page.waitForSelector('.msg.failed');
  },
  async rating({ gateway, page, open, lang }) {
    talk(gateway, lang);
    await open();
    await page.waitForSelector('.msg.me');
    gateway.end();
    await page.waitForSelector('.five label');
    await page.locator('.five label').nth(1).click();
    await page.locator('.seg button').nth(0).click();
    await page.locator('.reasons button').nth(0).click();
  },
  async ended({ gateway, page, open, lang }) {
    talk(gateway, lang);
    await open();
    await page.waitForSelector('.msg.me');
    gateway.end();
    await page.waitForSelector('.five label');
    await page.locator('.five label').nth(3).click();
    await page.click('.w-foot .primary');
    await page.waitForSelector('.ways');
  },
  async waiting_nobody({ gateway, page, open, lang }) {
    gateway.open('return', { text: say[lang].asked, openedAt: gateway.now() - 12_000 });
    gateway.conversation.place = { position: 1, waiting: 1, staffed: false };
    gateway.config.topics[2].staffed = false;
    await open();
    await page.waitForSelector('.why');
  },
  async waiting_again({ gateway, page, open, lang }) {
    talk(gateway, lang);
    gateway.requeue(2);
    await open();
    await page.waitForSelector('.why.again');
  },
  async partly({ gateway, page, open }) {
    for (const one of gateway.config.topics) one.staffed = one.key !== 'return';
    await open();
    await page.waitForSelector('.needs label');
    await page.locator('.needs label').nth(2).click();
  },
  async offline({ gateway, page, open }) {
    nobody(gateway);
    await open();
    await page.waitForSelector('.needs label');
  },
  async closed({ gateway, page, open }) {
    nobody(gateway);
    gateway.config.hours = { open: false, opens_at: Date.now() + 8 * 60 * MIN };
    await open();
    await page.waitForSelector('.needs label');
  },
  async waiting_closed({ gateway, page, open, lang }) {
    nobody(gateway);
    gateway.config.hours = { open: false, opens_at: Date.now() + 60 * 60 * MIN };
    gateway.open('order', { text: say[lang].asked, openedAt: gateway.now() - 12_000 });
    gateway.conversation.place = { position: 1, waiting: 1, staffed: false };
    await open();
    await page.waitForSelector('.why');
  },
};
