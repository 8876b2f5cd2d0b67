import type { Card, Colleague, Ev, Offer, Skill } from '#protocol';
import type { CustomerFile, ServiceRecord, Sop, StaffMember, Storefront } from '../session/rest.ts';

// Made-up people and words for the test double.

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const now = () => Date.now();
const l = (hant: string, hans: string, en: string) => ({ 'zh-Hant': hant, 'zh-Hans': hans, en });

export const me = {
  id: id(1),
  state: { presence: 'online', since: Date.now() - 6_128_000, load: 4, capacity: 6 },
};

export const skills: Skill[] = [
  { id: id(11), name: '退換貨', topic: 'return' },
  { id: id(12), name: '物流', topic: 'logistics' },
  { id: id(13), name: '訂單', topic: 'order' },
  { id: id(14), name: '商品諮詢', topic: 'product' },
  { id: id(15), name: '投訴', topic: 'complaint' },
];

const names = [
  '許哲維',
  '陳柏翰',
  '周詠晴',
  '黃士豪',
  '吳佩珊',
  '蔡宜庭',
  '鄭宇翔',
  '謝雨桐',
  '曾冠廷',
  '廖心瑜',
  '賴俊宏',
  '高子晴',
  '江柏宇',
  '潘思妤',
  '石家豪',
  '方怡君',
  '杜承恩',
];
const presenceOf = (i: number) =>
  (i === 16 ? 'offline' : i % 5 === 4 ? 'away' : 'online') as Colleague['presence'];

export const colleagues: Colleague[] = names.map((name, i) => ({
  id: id(101 + i),
  name,
  presence: presenceOf(i),
  load: (i * 5) % 7,
  capacity: 6,
  skills: [
    { id: id(11 + (i % 5)), level: 1 + (i % 5) },
    { id: id(11 + ((i + 2) % 5)), level: 1 + ((i + 3) % 5) },
  ],
}));

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
    name: '黃*如',
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
      storefront: id(401),
      top: i === 2 ? 11 : 5,
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

const agent = { role: 'agent' as const, id: me.id, name: '林靜宜' };
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
    out.set(card.c, i === 2 ? story(card.c) : shortLog(card));
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
    [
      'note',
      { role: 'supervisor', id: id(2), name: '周雅文' },
      110,
      { text: '這位今年第二次遇到破損，可以直接補 NT$100 購物金。' },
      true,
    ],
    ['message', customer, 72, { text: '好，那我要自己包裝嗎？箱子已經丟掉了' }],
  ]);
}

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
  ]);
}

export function offer(): Offer {
  const at = now();
  return {
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
      preview: { text: '請問今天會到嗎？我四點要出門', by: 'customer', at: at - 52_000 },
      customer_read: 0,
      customer_delivered: 0,
      staff_read: 0,
    },
  };
}

export const sop: Sop = {
  greeting: l(
    '您好，我是{agent}，很高興為您服務。',
    '您好，我是{agent}，很高兴为您服务。',
    'Hello, this is {agent}.',
  ),
  farewell: l('感謝您的來訊，祝您愉快。', '感谢您的来讯，祝您愉快。', 'Thank you for writing.'),
  sla: { accept: 60, warn: 100, breach: 180 },
  topics: [
    { key: 'return', icon: 'return', label: l('退換貨', '退换货', 'Returns') },
    { key: 'logistics', icon: 'truck', label: l('物流', '物流', 'Delivery') },
    { key: 'order', icon: 'order', label: l('訂單', '订单', 'Orders') },
    { key: 'product', icon: 'product', label: l('商品諮詢', '商品咨询', 'Products') },
    { key: 'complaint', icon: 'complaint', label: l('投訴', '投诉', 'Complaints') },
  ],
  need_types: [
    { key: 'functional', label: l('功能性', '功能性', 'Functional') },
    { key: 'emotional', label: l('情感', '情感', 'Emotional') },
    { key: 'price', label: l('價格', '价格', 'Price') },
  ],
  steps: [
    { key: 'greet', label: l('迎接', '迎接', 'Greet') },
    { key: 'need', label: l('了解需求', '了解需求', 'Understand') },
    { key: 'help', label: l('提供幫助', '提供帮助', 'Help') },
    { key: 'contact', label: l('保持聯繫', '保持联系', 'Keep in touch') },
    { key: 'farewell', label: l('告別', '告别', 'Farewell') },
  ],
  phrases: [
    {
      code: 'qjbz',
      topic: 'return',
      text: l(
        '{customer}您好，不需要原箱。取件司機會帶紙箱到府，請把商品與配件放在一起即可。取件時段是 {time}，訂單 {order}。',
        '{customer}您好，不需要原箱。取件司机会带纸箱上门，取件时段是 {time}，订单 {order}。',
        'No box is needed for the pick-up at {time}, order {order}.',
      ),
    },
    {
      code: 'qjsj',
      topic: 'return',
      text: l(
        '取件時段確認：{time} 可以嗎？',
        '取件时段确认：{time} 可以吗？',
        'Is {time} fine for the pick-up?',
      ),
    },
    {
      code: 'qjyc',
      topic: 'logistics',
      text: l(
        '取件延遲了，很抱歉讓您久等。',
        '取件延迟了，很抱歉让您久等。',
        'The pick-up is late, we are sorry.',
      ),
    },
    {
      code: 'qjcz',
      topic: 'logistics',
      text: l('超商取件期限是七天。', '便利店取件期限是七天。', 'Pick up within seven days.'),
    },
    {
      code: 'gxph',
      topic: '',
      text: l(
        '感謝您配合取件，祝您愉快。',
        '感谢您配合取件，祝您愉快。',
        'Thank you for your help with the pick-up.',
      ),
    },
    {
      code: 'zh',
      topic: '',
      text: l(
        '您好，我是{agent}，請問需要什麼幫忙？',
        '您好，我是{agent}，请问需要什么帮忙？',
        'Hello, this is {agent}. How can I help?',
      ),
    },
  ],
  decline_reasons: [
    { key: 'busy', label: l('正在處理急件', '正在处理急件', 'Busy with something urgent') },
    { key: 'skill', label: l('不熟悉這類問題', '不熟悉这类问题', 'Not my field') },
    { key: 'shift', label: l('快下班了', '快下班了', 'End of shift') },
  ],
  away_reasons: [
    { key: 'break', label: l('小休', '小休', 'Break') },
    { key: 'meal', label: l('用餐', '用餐', 'Meal') },
    { key: 'meeting', label: l('會議', '会议', 'Meeting') },
    { key: 'training', label: l('培訓', '培训', 'Training') },
  ],
};

export function customerFile(of: string): CustomerFile {
  const day = 86_400_000;
  return {
    id: of,
    name: '王*明',
    identified: true,
    vip: true,
    phone: '0912***678',
    email: 'm***@mail.example',
    address: '台北市大安區 ****',
    conversations: 4,
    orders: [
      {
        number: 'R20261117-0382',
        status: 'delivered',
        currency: 'TWD',
        total_minor: 248_000,
        placed_at: now() - 7 * day,
        lines: [{ title: '溪石摺疊檯燈', variant: '石青', quantity: 1, price_minor: 248_000 }],
        timeline: [
          { at: now() - 5 * day, text: '已送達，管理室代收' },
          { at: now() - 5.3 * day, text: '外送中，司機 07' },
          { at: now() - 5.5 * day, text: '抵達台北轉運站' },
          { at: now() - 6 * day, text: '已出貨，EX-7730-0951' },
        ],
      },
      {
        number: 'R20261119-0107',
        status: 'in_transit',
        currency: 'TWD',
        total_minor: 176_000,
        placed_at: now() - 4 * day,
        lines: [{ title: '霧釉手沖壺', quantity: 2, price_minor: 88_000 }],
        timeline: [],
      },
      {
        number: 'R20261120-0044',
        status: 'placed',
        currency: 'TWD',
        total_minor: 129_000,
        placed_at: now() - 3 * day,
        lines: [{ title: '帆布工作包', quantity: 1, price_minor: 129_000 }],
        timeline: [],
      },
    ],
  };
}

export function records(): ServiceRecord[] {
  const who = ['林*翰', '吳*德', '許*凱', '何*芳', '邱*仁', '蘇*玲'];
  const solved = ['yes', 'yes', 'partly', 'no', 'yes', 'yes'] as const;
  return who.map((name, i) => ({
    id: id(501 + i),
    conversation: id(601 + i),
    customer: name,
    staff: me.id,
    staff_name: '林靜宜',
    channel: 'chat',
    topic: sop.topics[i % 5]?.key ?? '',
    need_type: 'functional',
    solved: solved[i] ?? 'yes',
    solution:
      [
        '換新一件，到府取件，運費由我們負擔',
        '已通知物流改派送時間',
        '補寄配件，等客戶確認',
        '客戶要求與主管通話',
        '說明保固範圍與送修方式',
        '更改收件人電話',
      ][i] ?? '',
    opened_at: now() - i * 3_000_000 - 900_000,
    accepted_at: now() - i * 3_000_000 - 860_000,
    ended_at: now() - i * 3_000_000 - 120_000,
    wrapped_up_at: now() - i * 3_000_000 - 60_000,
    ...(i % 2 === 0 ? { score: 5 - (i % 3), score_comment: '很有耐心' } : {}),
  }));
}

export function staff(): StaffMember[] {
  return ['林靜宜', ...names.slice(0, 9)].map((name, i) => ({
    id: id(701 + i),
    sign_in_name: `agent${i + 1}`,
    display_name: name,
    role: i === 2 ? 'supervisor' : 'agent',
    active: i !== 7,
    capacity: 4 + (i % 4),
    auto_accept: false,
    must_change_password: i === 5,
    locale: '',
    skills: [
      { id: id(11 + (i % 5)), level: 1 + (i % 5) },
      { id: id(11 + ((i + 2) % 5)), level: 1 + ((i + 3) % 5) },
    ],
  }));
}

export const storefronts: Storefront[] = [
  {
    id: id(401),
    name: '日器官網',
    widget_key: 'pk_4f7a21c09be35d68',
    origins: ['https://shop.example'],
    accent_color: '#076077',
    locale: 'zh-Hant',
    greeting: '',
    identity_required: false,
  },
  {
    id: id(402),
    name: '日器海外店',
    widget_key: 'pk_90ab6c11e2f4d7a3',
    origins: ['https://intl.shop.example', 'https://m.shop.example'],
    accent_color: '#834d7e',
    locale: 'en',
    greeting: 'Welcome',
    identity_required: true,
  },
];

const depth = [7, 3, 2, 1, 0];
const whyOf = ['all_full', 'next', 'next', 'all_away', 'none'] as const;

// A full picture and changes, spread over the last hour so that the trend can be drawn.
export function wallFrames(): object[] {
  const tiles = (k: number) => ({
    waiting: 14 - (k % 5),
    longest_wait_ms: 252_000 - k * 4000,
    agents_online: 12,
    agents_ready: 9 - (k % 3),
    capacity_free: 17,
    active: 46,
    closed_today: 196 - k,
    abandoned_today: 8,
    service_level: 0.76 + (k % 4) / 100,
    late: 2,
  });
  const queues = (k: number) =>
    skills.map((skill, i) => ({
      skill: skill.id,
      name: skill.name,
      waiting: Math.max(0, (depth[i] ?? 0) - (k % (i + 2))),
      ...(depth[i] ? { oldest_queued_at: now() - ([252, 98, 44, 21, 0][i] ?? 0) * 1000 } : {}),
      agents_online: 4 - (i % 3),
      why: whyOf[i],
      list: Array.from({ length: depth[i] ?? 0 }, (_, n) => ({
        c: id(801 + i * 10 + n),
        name: `${'張陳李王林黃吳'[n]}*${'豪安蓉明翰如德'[n]}`,
        topic: skill.topic,
        queued_at: now() - (252 - n * 31) * 1000,
        points: n === 0 ? 30 : 0,
      })),
    }));
  const agents = ['林靜宜', ...names].map((name, i) => ({
    staff: id(100 + i),
    name,
    presence: i === 17 ? 'offline' : i % 5 === 4 ? 'away' : 'online',
    ...(i % 5 === 4 ? { reason: ['break', 'meal', 'meeting'][i % 3] } : {}),
    since: now() - (i * 411 + 300) * 1000,
    connected: i !== 8,
    load: (i * 5) % 7,
    capacity: 6,
    ...(i < 10 && i % 5 !== 4
      ? {
          longest_unanswered_since:
            now() - ([72, 34, 204, 12, 0, 126, 8, 21, 44, 0][i] ?? 0) * 1000,
        }
      : {}),
    closed_today: 31 - i,
    ...(i % 4 === 3 ? {} : { score: 4.1 + (i % 8) / 10 }),
  }));
  return [{ t: 'wall', v: 1, full: true, tiles: tiles(0), queues: queues(0), agents }];
}
