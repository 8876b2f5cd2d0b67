import { id, now } from './mock_ids.ts';
import { names, skills } from './mock_people.ts';

// Made-up frames of the wall.

const depth = [7, 3, 2, 1, 0];
const whyOf = ['all_full', 'next', 'excluded', 'all_away', 'none'] as const;

// A full picture and changes, spread over the last hour so that the trend can be drawn.
export function wallFrames(): object[] {
  const tiles = (k: number) => ({
    waiting: 14 - (k % 5),
    ringing: 2,
    longest_wait_ms: 252_000 - k * 4000,
    agents_online: 12,
    agents_ready: 9 - (k % 3),
    capacity_free: 17,
    active: 46,
    closed_today: 155,
    abandoned_today: 8,
    service_level: 0.86,
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
        customer: id(1801 + i * 10 + n),
        name: `${'張陳李王林黃吳'[n]}*${'豪安蓉明翰如德'[n]}`,
        topic: skill.topic,
        queued_at: now() - (252 - n * 31) * 1000,
        waiting_from: now() - (252 - n * 31) * 1000,
        ...(n === 0 && i < 2 ? { offered_to: id(101 + i) } : {}),
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
