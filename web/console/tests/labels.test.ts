// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { speak } from '../text.ts';
import { customerName, waitingName } from '../views/labels.ts';
import { card } from './factory.ts';

beforeAll(() => speak('en'));

describe('A visitor without a name', () => {
  const waits = { c: 'conv-1255', name: '', topic: 't', queued_at: 0, points: 0 };

  it('is called the same in the line of the wall and on a card', () => {
    const here = card({ c: 'conv-1255' });
    const visitor = { ...here, customer: { ...here.customer, id: 'cust-f6b1', name: '' } };
    expect(waitingName({ ...waits, customer: 'cust-f6b1' })).toBe(customerName(visitor));
    expect(customerName(visitor)).toContain('f6b1');
  });

  it('has a name all the same where the gateway does not say who it is', () => {
    expect(waitingName(waits)).toContain('1255');
  });
});
