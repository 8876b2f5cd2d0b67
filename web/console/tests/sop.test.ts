import { describe, expect, it } from 'vitest';
import { currentStep, stepsOf } from '../state/sop.ts';
import { byAgent, ev } from './factory.ts';

const reached = (...events: Parameters<typeof stepsOf>[0]) =>
  stepsOf(events)
    .filter((step) => step.done)
    .map((step) => step.id);

const accepted = ev({ q: 1, k: 'accepted', by: byAgent });
const greeting = ev({ q: 2, by: byAgent, b: { text: '您好', auto: true } });
const asks = ev({ q: 3 });
const answers = ev({ q: 4, by: byAgent });

describe('reception steps', () => {
  it('begin with nothing reached and the greeting as the step now', () => {
    expect(reached(accepted)).toEqual([]);
    expect(currentStep(stepsOf([accepted]))).toBe('greet');
  });

  it('count an automatic greeting as greeting, and as nothing else', () => {
    expect(reached(accepted, greeting)).toEqual(['greet']);
    expect(reached(accepted, asks, greeting)).toEqual(['greet']);
  });

  it('know the need once the customer has answered the agent', () => {
    const again = ev({ q: 5 });
    expect(reached(accepted, asks, answers)).toEqual(['greet']);
    expect(reached(accepted, asks, answers, again)).toEqual(['greet', 'need']);
  });

  it('reach help and contact with answers to the customer', () => {
    const talk = [accepted, asks, answers, ev({ q: 5 }), ev({ q: 6, by: byAgent })];
    expect(reached(...talk)).toEqual(['greet', 'need', 'help', 'contact']);
    expect(currentStep(stepsOf(talk))).toBe('farewell');
  });

  it('do not count two agent messages in a row as two answers', () => {
    expect(reached(accepted, asks, answers, ev({ q: 5, by: byAgent }), ev({ q: 6 }))).toEqual([
      'greet',
      'need',
    ]);
  });

  it('reach the farewell only when staff spoke last before the end', () => {
    const end = ev({ q: 9, k: 'ended', b: { by: 'agent' } });
    expect(reached(accepted, asks, answers, end)).toContain('farewell');
    expect(reached(accepted, answers, asks, end)).not.toContain('farewell');
    const said = ev({ q: 8, by: byAgent, b: { text: '再見', auto: true } });
    expect(reached(accepted, answers, asks, said, end)).toContain('farewell');
    expect(reached(accepted, answers, asks, said)).not.toContain('farewell');
    expect(reached(asks, answers, end)).not.toContain('farewell');
    const left = ev({ q: 9, k: 'ended', b: { by: 'customer' } });
    expect(reached(accepted, asks, greeting, left)).not.toContain('farewell');
  });
});
