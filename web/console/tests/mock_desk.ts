import type { Card, Ev, Offer } from '#protocol';
import { id, now } from './mock_ids.ts';
import { me } from './mock_people.ts';

// Made-up conversations: cards, an offer, and their logs.

interface Person {
  name: string;
  topic: string;
  skill: number;
  text: string;
  by: string;
  waitS?: number;
  agoS: number;
  vip?: boolean;
  locale?: string;
  state?: Card['state'];
  order?: string;
  shop?: number;
  read: number;
}

const people: Person[] = [
  {
    name: '張*豪',
    topic: 'complaint',
    skill: 15,
    text: '你們到底什麼時候才會處理？',
    by: 'customer',
    waitS: 204,
    agoS: 20,
    read: 1,
  },
  {
    name: '陳*安',
    topic: 'logistics',
    skill: 12,
    text: '顯示已送達，但是我沒有收到',
    by: 'customer',
    waitS: 126,
    agoS: 60,
    read: 2,
  },
  {
    name: '王*明',
    topic: 'return',
    skill: 11,
    text: '好，那我要自己包裝嗎？箱子已經丟掉了',
    by: 'customer',
    waitS: 72,
    agoS: 72,
    vip: true,
    order: 'R20261117-0382',
    read: 7,
  },
  {
    name: 'Liu Y*',
    topic: 'product',
    skill: 14,
    text: 'Does the kettle ship to Hong Kong?',
    by: 'customer',
    waitS: 34,
    agoS: 34,
    locale: 'en',
    read: 3,
  },
  {
    name: '周*婷',
    topic: 'order',
    skill: 13,
    text: '我要改收件人電話',
    by: 'customer',
    waitS: 8,
    agoS: 8,
    read: 3,
  },
  {
    name: '王*明',
    shop: 402,
    topic: 'return',
    skill: 11,
    text: '退款會在三個工作天內入帳',
    by: 'agent',
    agoS: 130,
    read: 4,
  },
  {
    name: '简*',
    topic: 'order',
    skill: 13,
    text: '好的，谢谢，我再确认一下颜色',
    by: 'agent',
    agoS: 360,
    locale: 'zh-Hans',
    read: 4,
  },
  {
    name: '許*凱',
    topic: 'order',
    skill: 13,
    text: '退款進度查詢',
    by: 'customer',
    agoS: 22,
    state: 'wrap_up',
    read: 9,
  },
];

export function cards(): Card[] {
  return people.map((who, i) => {
    const at = now();
    const card: Card = {
      c: id(201 + i),
      state: who.state ?? 'active',
      gen: 2,
      customer: {
        id: id(301 + i),
        name: who.name,
        identified: i !== 3,
        vip: who.vip ?? false,
        locale: who.locale ?? 'zh-Hant',
      },
      topic: who.topic,
      need_type: i % 2 === 0 ? 'functional' : 'emotional',
      skill: id(who.skill),
      assignee: me.id,
      storefront: id(who.shop ?? 401),
      top: i === 2 ? 11 : i === 4 ? 16 : who.state === 'wrap_up' ? 6 : 5,
      opened: at - 600_000,
      since: at - (who.state ? who.agoS * 1000 : 420_000),
      preview: { text: who.text, by: who.by, at: at - who.agoS * 1000 },
      customer_read: 6,
      customer_delivered: 8,
      staff_read: who.read,
    };
    if (who.waitS !== undefined) card.waiting_since = at - who.waitS * 1000;
    if (who.order) card.order = who.order;
    return card;
  });
}

export function offer(handed = false): Offer {
  const at = now();
  return {
    ...(handed && {
      handover: { from: '許哲維', note: '客戶要改送公司，地址已問到；請確認今天司機能不能改送。' },
    }),
    id: id(902),
    c: id(250),
    expires_in_ms: 15_000,
    waited_ms: 52_000,
    why: { skill: id(12), level: 3, load: 4, returning: true },
    card: {
      c: id(250),
      state: 'offered',
      gen: 1,
      customer: { id: id(350), name: '李*蓉', identified: true, vip: true, locale: 'zh-Hant' },
      topic: 'logistics',
      order: 'R20261118-0215',
      skill: id(12),
      storefront: id(401),
      top: 5,
      opened: at - 52_000,
      since: at,
      waiting_from: at - 52_000,
      preview: handed
        ? { text: '好的，我請同事幫您確認司機的路線。', by: 'agent', at: at - 60_000 }
        : { text: '請問今天會到嗎？我四點要出門', by: 'customer', at: at - 52_000 },
      customer_read: 0,
      customer_delivered: 0,
      staff_read: 0,
    },
  };
}

const agent = { role: 'agent' as const, id: me.id, name: '林靜宜' };
export const supervisor = { role: 'supervisor' as const, id: id(2), name: '周雅文' };
const customer = { role: 'customer' as const };
const system = { role: 'system' as const };

type Line = [k: string, by: Ev['by'], secondsAgo: number, b: Ev['b'], hidden?: true];

function logOf(c: string, lines: readonly Line[]): Ev[] {
  let p = 0;
  return lines.map(([k, by, ago, b, hidden], i) => {
    if (!hidden) p += 1;
    const ev: Ev = { t: 'ev', c, q: i + 1, id: `e-${c}-${i}`, k, by, at: now() - ago * 1000, b };
    if (!hidden) ev.p = p;
    return ev;
  });
}

export function logs(all: readonly Card[], long: number): Map<string, Ev[]> {
  const out = new Map<string, Ev[]>();
  all.forEach((card, i) => {
    out.set(card.c, i === 2 ? story(card.c) : i === 4 ? passedOn(card.c) : shortLog(card));
  });
  const first = all[0];
  if (first && long > 0) {
    const lines: Line[] = [];
    for (let n = 0; n < long; n += 1) {
      lines.push([
        'message',
        n % 3 === 0 ? agent : customer,
        (long - n) * 20,
        { text: `第 ${n + 1} 則：${'內容'.repeat(1 + (n % 23))}` },
      ]);
    }
    out.set(first.c, logOf(first.c, lines));
    first.top = long;
    first.staff_read = long - 1;
  }
  return out;
}

export function story(c: string): Ev[] {
  return logOf(c, [
    [
      'opened',
      customer,
      430,
      {
        topic: 'return',
        need_type: 'functional',
        order: 'R20261117-0382',
        text: '昨天收到的檯燈，燈罩有一道裂痕',
        locale: 'zh-Hant',
      },
    ],
    ['queued', system, 430, { skill: id(11), level: 3 }],
    [
      'offered',
      system,
      370,
      {
        staff: me.id,
        offer: id(901),
        until: now(),
        why: { skill: id(11), level: 4, load: 3, returning: true },
      },
      true,
    ],
    ['accepted', agent, 366, { staff: me.id, name: '林靜宜', why: 'offer' }],
    ['message', system, 365, { text: '您好，我是林靜宜，很高興為您服務。', auto: true }],
    ['message', agent, 328, { text: '王先生您好，很抱歉讓您收到破損的商品，我先確認訂單。' }],
    [
      'note',
      agent,
      250,
      { text: '裂痕在燈罩右緣，屬到貨破損，運費由我們負擔。明早能取件嗎？' },
      true,
    ],
    ['message', customer, 180, { text: '對，就是燈罩右邊那裡' }],
    [
      'message',
      agent,
      134,
      { text: '可以換新，明天上午到府取件，不用付運費。確切時段我問好再跟您說。' },
    ],
    ['note', supervisor, 110, { text: '這位今年第二次遇到破損，可以直接補 NT$100 購物金。' }, true],
    ['message', customer, 72, { text: '好，那我要自己包裝嗎？箱子已經丟掉了' }],
  ]);
}

// Handed on, and offered often before somebody took it.
function passedOn(c: string): Ev[] {
  const other = { role: 'agent' as const, id: id(3), name: '許哲維' };
  const note = '要改收件人電話，訂單還沒出貨；請確認能不能改。';
  const asked = (staff: string) => ({ staff, why: { skill: id(13), level: 3, load: 1 } });
  return logOf(c, [
    ['opened', customer, 400, { topic: 'order', locale: 'zh-Hant' }],
    ['queued', system, 400, { skill: id(13), level: 2 }],
    ['accepted', other, 380, { staff: other.id, name: other.name, why: 'offer' }],
    ['message', customer, 300, { text: '我要改收件人電話' }],
    ['message', other, 280, { text: '好的，訂單還沒出貨。' }],
    ['message', other, 270, { text: '我請同事幫您改。' }],
    ['transferred', other, 240, { from: other.id, to_skill: id(13), note }],
    ['offered', system, 235, asked(me.id), true],
    ['missed', system, 215, { staff: me.id }, true],
    ['offered', system, 214, asked(other.id), true],
    ['declined', other, 200, { staff: other.id, reason: 'busy' }, true],
    ['offered', system, 30, asked(me.id), true],
    ['withdrawn', system, 20, { staff: me.id, reason: 'supervisor_assigned' }, true],
    ['accepted', supervisor, 20, { staff: me.id, name: '林靜宜', why: 'assigned' }],
    ['message', agent, 14, { text: '您好，我是林靜宜，請問要改成哪一個號碼？' }],
    ['message', customer, 8, { text: '我要改收件人電話' }],
  ]);
}

const ended = (secondsAgo: number): Line => ['ended', customer, secondsAgo, { by: 'customer' }];

export function shortLog(card: Card): Ev[] {
  const ago = (now() - (card.preview?.at ?? now())) / 1000;
  const last = card.preview?.by === 'agent' ? agent : customer;
  return logOf(card.c, [
    ['opened', customer, ago + 300, { topic: card.topic, locale: card.customer.locale }],
    ['queued', system, ago + 300, { skill: card.skill, level: 2 }],
    ['accepted', agent, ago + 240, { staff: me.id, name: '林靜宜', why: 'offer' }],
    [
      'message',
      agent,
      ago + 230,
      {
        text: card.customer.locale === 'en' ? 'Hello, how can I help?' : '您好，請問需要什麼幫忙？',
      },
    ],
    ['message', last, ago, { text: card.preview?.text ?? '' }],
    ...(card.state === 'wrap_up' ? [ended(ago)] : []),
  ]);
}
