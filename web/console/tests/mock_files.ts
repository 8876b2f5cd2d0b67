import type { CustomerFile, ServiceRecord } from '../session/rest.ts';
import { id, now } from './mock_ids.ts';
import { me } from './mock_people.ts';
import { sop } from './mock_sop.ts';

// Made-up customers, orders and service records.

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
    records: [
      {
        conversation: id(611),
        staff_name: '許哲維',
        topic: 'logistics',
        solved: 'yes',
        solution: '包裹已改送台北門市，客戶當晚取件。',
        ended_at: now() - 9 * day,
        score: 5,
      },
      {
        conversation: id(612),
        staff_name: '林靜宜',
        topic: 'return',
        solved: 'partly',
        solution: '燈罩有刮痕，答應下批到貨時補寄一個，客戶先留用。',
        ended_at: now() - 31 * day,
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
    customer_id: id(701 + i),
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
    ...(i % 3 === 0 ? { order: `KF202411240${i}` } : {}),
    ...(i % 2 === 0 ? { score: 5 - (i % 3), score_comment: '很有耐心' } : {}),
  }));
}
