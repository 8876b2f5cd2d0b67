import { describe, expect, it } from 'vitest';
import type { Answer } from '#protocol';
import { acceptWhileOffered } from '../session/acceptance.ts';
import { card } from './factory.ts';

const lost: Answer = { is: 'lost' };
const refused = (code: string, retry: boolean): Answer => ({
  is: 'refused',
  err: { t: 'err', r: 1, code, retry },
});
const taken: Answer = { is: 'ok', ok: { t: 'ok', r: 1, card: card({ c: 'c1' }) } };

// The gateway answers these in turn; the offer stands until `over`.
async function press(answers: Answer[], { overAfter = Number.POSITIVE_INFINITY } = {}) {
  let asked = 0;
  const told: Answer[] = [];
  const answer = await acceptWhileOffered({
    ask: async () => answers[asked++] ?? lost,
    stands: () => asked < overAfter,
    worthAsking: async () => {},
    notYet: (one) => told.push(one),
  });
  return { answer, asked, told };
}

describe('Accepting an offer', () => {
  it('asks once when the gateway answers', async () => {
    expect(await press([taken])).toEqual({ answer: taken, asked: 1, told: [] });
  });

  it('asks again after a lost line and after "not now", and says once that it is not done yet', async () => {
    const busy = refused('unavailable', true);
    expect(await press([lost, busy, busy, taken])).toEqual({
      answer: taken,
      asked: 4,
      told: [lost],
    });
  });

  it('takes a final refusal as the end', async () => {
    const gone = refused('offer_gone', false);
    expect(await press([gone, taken])).toEqual({ answer: gone, asked: 1, told: [] });
  });

  it('stops with the offer', async () => {
    const busy = refused('unavailable', true);
    expect(await press([busy, busy, busy], { overAfter: 2 })).toMatchObject({
      answer: busy,
      asked: 2,
    });
    expect(await press([lost], { overAfter: 1 })).toEqual({ answer: lost, asked: 1, told: [] });
  });
});
