import { expect, it } from 'vitest';
import { VirtualTime } from '../../shared/protocol/tests/virtual_time.ts';
import { Fetching } from '../app/fetching.ts';

/** Asks a gateway that answers each time as it is told to. */
function asking(...answers: ('no' | 'yes' | 'nothing')[]) {
  const time = new VirtualTime();
  const askedAt: number[] = [];
  const lacked: boolean[] = [];
  const held: (() => void)[] = [];
  const fetching = new Fetching(
    () => {
      askedAt.push(time.now());
      const answer = answers.shift() ?? 'no';
      if (answer === 'nothing') return new Promise<void>((come) => held.push(come));
      return answer === 'yes' ? Promise.resolve() : Promise.reject(new Error('away'));
    },
    { timers: time, random: () => 1, changed: () => lacked.push(fetching.isLacking) },
  );
  return { time, fetching, askedAt, lacked, comeAfterAll: () => held.shift()?.() };
}

it('What failed to come is asked for again by itself, ever more seldom, until it is here', async () => {
  const { time, fetching, askedAt, lacked } = asking('no', 'no', 'no', 'yes');
  expect(await fetching.now()).toBe(false);
  expect(fetching.isLacking).toBe(true);
  await time.pass(60_000);
  expect(askedAt).toEqual([0, 2_000, 6_000, 14_000]);
  expect(lacked).toEqual([true, true, true, false]);
  expect(await fetching.now()).toBe(true);
  expect(askedAt).toHaveLength(4);
});

it('Half a minute is the longest wait', async () => {
  const { time, fetching, askedAt } = asking();
  void fetching.now();
  await time.pass(600_000);
  const waits = askedAt.slice(1).map((at, i) => at - (askedAt[i] ?? 0));
  expect(Math.max(...waits)).toBe(30_000);
});

it('Who asks for it has it tried at once, and one attempt is enough for all who ask', async () => {
  const { time, fetching, askedAt } = asking('no', 'nothing', 'yes');
  await fetching.now();
  await time.pass(500);
  const [one, other] = [fetching.now(), fetching.now()];
  expect(askedAt).toEqual([0, 500]);
  await time.pass(8_000);
  expect(await Promise.all([one, other])).toEqual([false, false]);
});

it('Silence counts as failed, and what comes after all is taken', async () => {
  const { time, fetching, lacked, askedAt, comeAfterAll } = asking('nothing', 'no');
  const first = fetching.now();
  await time.pass(7_999);
  expect(lacked).toEqual([]);
  await time.pass(1);
  expect(await first).toBe(false);
  expect(lacked).toEqual([true]);
  comeAfterAll();
  await time.pass(60_000);
  expect(fetching.isLacking).toBe(false);
  expect(askedAt).toEqual([0]);
});
