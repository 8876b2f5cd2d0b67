import { settled } from '../../tests/browser/settled.mjs';

/** Lets the wall see a while of changes: each counts as 5 s later. */
export async function grow({ page, gateway }) {
  const waiting = (k) =>
    [7, 3, 2, 1, 0].map((n, i) => Math.max(0, n - ((40 - k) % (i + 4)) + (k > 25 ? 1 : -1)));
  const skill = (i) => `00000000-0000-7000-8000-${String(11 + i).padStart(12, '0')}`;
  const staff = (i) => `00000000-0000-7000-8000-${String(101 + i).padStart(12, '0')}`;
  await page.clock.install();
  for (let k = 0; k < 41; k += 1) {
    await page.clock.fastForward(5000);
    gateway.push({
      t: 'wall',
      v: k + 2,
      tiles: {
        waiting: waiting(k).reduce((a, b) => a + b, 0),
        longest_wait_ms: 120_000 + k * 3300 + (k % 7) * 9000 - 54_000 * (k === 40),
        service_level: 0.86 - k * 0.0025,
        agents_ready: 9 + (k % 5) - (k === 40 ? 0 : 1),
        closed_today: 156 + k,
      },
      queues: waiting(k).map((n, i) => ({
        skill: skill(i),
        name: ['退換貨', '物流', '訂單', '商品諮詢', '投訴'][i],
        waiting: k === 40 ? [7, 3, 2, 1, 0][i] : n,
        ...(i < 4 ? { oldest_queued_at: Date.now() + 205_000 - [252, 98, 44, 21][i] * 1000 } : {}),
        agents_online: 4 - (i % 3),
        why: ['all_full', 'next', 'next', 'all_away', 'none'][i],
        list: Array.from({ length: [7, 3, 2, 1, 0][i] }, (_, n2) => ({
          c: `00000000-0000-7000-8000-${String(801 + i * 10 + n2).padStart(12, '0')}`,
          name: `${'張陳李王林黃吳'[n2]}*${'豪安蓉明翰如德'[n2]}`,
          topic: ['return', 'logistics', 'order', 'product', 'complaint'][i],
          queued_at: Date.now() + 205_000 - (252 - n2 * 31) * 1000,
          waiting_from: Date.now() + 205_000 - (252 - n2 * 31) * 1000,
          ...(n2 === 0 && i < 2 ? { offered_to: staff(i) } : {}),
          points: n2 === 0 ? 30 : 0,
        })),
      })),
      agents: [],
    });
    // Every frame counts one more as closed: it has arrived when that number is on the screen.
    await page.locator('.tile .big b', { hasText: new RegExp(`^${156 + k}$`) }).waitFor();
  }
  await settled(page);
}
