// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest';
import { desk, sop } from '../session/store.ts';
import { emptyDesk } from '../state/desk.ts';
import { speak } from '../text.ts';
import { eventWords, whyWords } from '../views/event_words.tsx';
import {
  customerName,
  fieldLabel,
  isAnySkill,
  skillLabel,
  solvedLabel,
  waitingName,
} from '../views/labels.ts';
import { card, ev, me, welcome } from './factory.ts';

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

describe('A chat that a supervisor handed on', () => {
  it('names them, who are nobody to transfer to', () => {
    const by = { role: 'supervisor' as const, id: 'boss', name: '周雅文' };
    const given = ev({ q: 1, k: 'transferred', by, b: { from: 'boss', name: 'Xu' } });
    expect(eventWords(given)).toContain('周雅文');
  });
});

describe('A conversation that anybody may take', () => {
  const nil = '00000000-0000-0000-0000-000000000000';

  it('is never called by the nil id of its skill', () => {
    expect(skillLabel(nil)).toBe(skillLabel('any'));
    expect(isAnySkill(nil)).toBe(true);
    expect(isAnySkill('00000000-0000-7000-8000-000000000001')).toBe(false);
    const queued = ev({ q: 1, k: 'queued', by: { role: 'system' }, b: { skill: nil, level: 0 } });
    expect(eventWords(queued)).not.toContain('0000');
  });
});

describe('A skill', () => {
  const label = { 'zh-Hant': '售前諮詢', 'zh-Hans': '售前咨询', en: 'Before buying' };

  it('called as its topic follows the language of the screen, another keeps its name', () => {
    const before = desk.value;
    const skills = [
      { id: 's1', name: '售前', topic: 'presale' },
      { id: 's2', name: '婚禮', topic: 'presale' },
    ];
    desk.value = { ...emptyDesk, skills };
    sop.value = { topics: [{ key: 'presale', label }] } as never;
    expect(skillLabel('s1')).toBe('Before buying');
    expect(skillLabel('售前')).toBe('Before buying');
    expect(skillLabel('婚禮')).toBe('婚禮');
    expect(skillLabel('剛加的')).toBe('剛加的');
    desk.value = before;
    sop.value = undefined;
  });
});

describe('Why a customer is offered to somebody', () => {
  it('says "you" to the one it is about, and the name to everybody else who reads it', () => {
    const { staff } = welcome();
    const presence = { presence: 'online' as const, load: 0, capacity: 6, skills: [] };
    const colleagues = [{ id: 'staff-2', name: 'Xu', ...presence }];
    desk.value = { ...emptyDesk, staff, colleagues };
    expect(whyWords({ returning: true }, me)).toContain('you');
    const offered = { k: 'offered' as const, by: { role: 'system' as const } };
    const why = { returning: true };
    const other = JSON.stringify(
      eventWords(ev({ q: 1, ...offered, b: { staff: 'staff-2', why } })),
    );
    expect(other).toContain('served by Xu');
    expect(other).not.toMatch(/\byou\b/);
    desk.value = emptyDesk;
  });
});

it('Who took a conversation over is named as the supervisor who did', () => {
  const by = { role: 'supervisor' as const, id: 'z', name: 'Zhou' };
  const b = { staff: 'z', name: 'Zhou', why: 'taken' };
  expect(eventWords(ev({ q: 1, k: 'accepted', by, b }))).toBe('Taken over by Zhou (supervisor)');
});

describe('The form of the service record', () => {
  it('is called as the manual calls it', () => {
    const label = { 'zh-Hant': '狀態', 'zh-Hans': '状态', en: 'Outcome' };
    const options = [{ key: 'partly', label: { ...label, en: 'In part' } }];
    sop.value = { wrap_up: [{ key: 'solved', label, options }] } as never;
    expect([fieldLabel('solved'), solvedLabel('partly')]).toEqual(['Outcome', 'In part']);
    expect(solvedLabel('unknown')).toBe('No wrap-up');
    sop.value = undefined;
  });
});
