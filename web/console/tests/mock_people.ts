import type { Colleague, Skill } from '#protocol';
import type { StaffMember, Storefront } from '../session/rest.ts';
import { id } from './mock_ids.ts';

// Made-up staff, skills and storefronts.

export const me = {
  id: id(1),
  state: { presence: 'online', since: Date.now() - 6_128_000, load: 4, capacity: 8 },
};

export const skills: Skill[] = [
  { id: id(11), name: '退換貨', topic: 'return' },
  { id: id(12), name: '物流', topic: 'logistics' },
  { id: id(13), name: '訂單', topic: 'order' },
  { id: id(14), name: '商品諮詢', topic: 'product' },
  { id: id(15), name: '投訴', topic: 'complaint' },
];

export const names = [
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
    hours: {
      utc_offset_min: 480,
      week: [1, 2, 3, 4, 5].map((day) => ({ day, from_min: 540, to_min: day === 5 ? 1560 : 1080 })),
    },
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
    hours: null,
    identity_required: true,
  },
];
