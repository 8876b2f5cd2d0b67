/** The demo shop's page: what a shop's own developer would write, no more. */

import { WORDS } from './words.js';

const lang = document.documentElement.lang;
const words = WORDS[lang] ?? WORDS['zh-Hant'];
const at = (id) => document.getElementById(id);

/** The widget may load later than this: calls wait in a queue until it is there. */
window.kefu ??= (...args) => {
  window.kefu.q ??= [];
  window.kefu.q.push(args);
};
// Looked up at each call: the loader replaces the queue.
const kefu = (...args) => window.kefu(...args);

/** Whom this browser's widget may still know, from an earlier page. */
const WIDGET_KNOWS = 'shop:widget-knows';

function widgetForgets() {
  kefu('reset');
  localStorage.removeItem(WIDGET_KNOWS);
}

// Before the widget says anything: whoever it knows may be signed in no more, or be somebody else.
const who = document.documentElement.dataset.who;
const known = localStorage.getItem(WIDGET_KNOWS);
if (known && known !== who) widgetForgets();
if (who) localStorage.setItem(WIDGET_KNOWS, who);

function node(name, cls, text) {
  const made = document.createElement(name);
  if (cls) made.className = cls;
  if (text) made.textContent = text;
  return made;
}

function picture(name) {
  const image = node('img');
  image.src = `/goods/${name}.svg`;
  image.alt = '';
  return image;
}

function askButton(text, run) {
  const made = node('button', 'ask', text);
  made.type = 'button';
  made.onclick = run;
  return made;
}

function money(order) {
  const digits = order.currency === 'TWD' ? 0 : undefined;
  const text = new Intl.NumberFormat(lang === 'en' ? 'en' : 'zh-TW', {
    style: 'currency',
    currency: order.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(order.total_minor / 100);
  return order.currency === 'TWD' ? `NT${text}` : text;
}

function pictureOf(title) {
  if (/燈|灯|lamp/i.test(title)) return 'lamp';
  return /壺|壶|kettle/i.test(title) ? 'pot' : 'bag';
}

function hint(order) {
  const line = order.lines[0];
  return {
    no: order.number,
    title: `${line.title} × ${line.quantity}`,
    status: words.status[order.status],
  };
}

function drawShelf() {
  for (const [image, title, price, colours] of words.goods) {
    const row = node('p', 'row');
    row.append(
      node('span', '', price),
      node('span', '', colours),
      askButton(words.ask, () => kefu('open')),
    );
    const item = node('li');
    item.append(picture(image), node('h2', '', title), row);
    at('shelf').append(item);
  }
}

function drawOrders(orders) {
  at('orders').hidden = orders.length === 0;
  at('orders-title').textContent = words.orders;
  for (const order of orders) {
    const line = order.lines[0];
    const item = node('li');
    item.append(
      picture(pictureOf(line.title)),
      node('span', '', `${line.title} × ${line.quantity}`),
      node('span', 'no', order.number),
      node('span', `st ${order.status}`, words.status[order.status]),
      node('span', 'sum', money(order)),
      askButton(words.askOrder, () => {
        kefu('order', hint(order));
        kefu('open');
      }),
    );
    at('order-list').append(item);
  }
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
  // The shop's session is over, and with it what the widget may do for the customer.
  if (answer.status === 401) {
    widgetForgets();
    location.reload();
  }
  return answer.json();
}

function drawWho(me, customers) {
  const choice = at('who');
  choice.setAttribute('aria-label', words.signIn);
  choice.append(new Option(words.visitor, ''));
  for (const one of customers) choice.append(new Option(one.name, one.sub));
  choice.value = me?.sub ?? '';
  choice.onchange = async () => {
    // Another person at the same browser: the widget must forget the one before.
    widgetForgets();
    await (choice.value ? post('/api/sign-in', { sub: choice.value }) : post('/api/sign-out'));
    location.reload();
  };
}

function drawLanguage() {
  const choice = at('language');
  choice.setAttribute('aria-label', words.language);
  choice.value = lang;
  choice.onchange = async () => {
    await post('/api/language', { locale: choice.value });
    location.reload();
  };
}

at('title').textContent = words.title;
at('sub').textContent = words.sub;
for (const word of words.nav) at('nav').append(node('span', '', word));
drawShelf();
drawLanguage();

const { me, customers } = await (await fetch('/api/me')).json();
drawWho(me, customers);
if (me) {
  drawOrders(me.orders);
  kefu('tokenProvider', async () => (await post('/api/kefu-token')).token);
  kefu('update', { orders: me.orders.map(hint) });
} else {
  at('visitor').hidden = false;
  at('visitor').textContent = words.hint;
}
