// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StaffRole } from '#protocol';
import { type Account, rest, type StaffMember } from '../session/rest.ts';
import { account, desk } from '../session/store.ts';
import { speak } from '../text.ts';
import { RecordsPage } from '../views/records/records_page.tsx';
import { records } from './mock_files.ts';
import { ownBox } from './own_box.ts';

const member = (id: string, active: boolean): StaffMember => ({
  id,
  sign_in_name: id,
  display_name: id,
  role: 'agent',
  active,
  capacity: 6,
  auto_accept: false,
  locale: 'en',
  skills: [],
});
const none = { ok: true as const, value: { records: [], more: false } };

const box = ownBox();
const before = desk.value;
beforeEach(() => speak('en'));
afterEach(() => {
  desk.value = before;
  account.value = undefined;
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function show(role: StaffRole, also: readonly StaffMember[] = []) {
  const asked = vi.spyOn(rest, 'records').mockResolvedValue(none);
  const staff = vi.spyOn(rest, 'staff').mockResolvedValue({
    ok: true,
    value: { staff: [...also, member('ann', true), member('bob', false)] },
  });
  desk.value = {
    ...before,
    staff: { id: 'me', name: 'me', role, locale: 'en' } as never,
    colleagues: [{ id: 'ann', name: 'ann' } as never],
  };
  await act(async () => render(<RecordsPage />, box));
  return { asked, staff };
}

const of = (asked: { mock: { calls: unknown[][] } }) => asked.mock.calls.at(-1)?.[0];
const choose = (id: string) =>
  act(async () => {
    const people = box.querySelector('select');
    if (!people) return;
    people.value = id;
    people.dispatchEvent(new Event('change', { bubbles: true }));
  });
const more = () => box.querySelector<HTMLButtonElement>('.rec-rows > button');
const drawn = () => act(async () => undefined);
const pass = (ms: number) => act(async () => void vi.advanceTimersByTime(ms));
const tooFast = {
  ok: false as const,
  fault: { status: 429, code: 'rate_limited', text: '', afterS: 2 },
};

it('a supervisor finds the records of who is deactivated by name', async () => {
  const { asked } = await show('supervisor');
  const [people] = box.querySelectorAll('select');
  expect([...(people?.options ?? [])].map((one) => one.textContent)).toEqual([
    'All agents',
    'ann',
    'bob (deactivated)',
  ]);
  await choose('bob');
  expect(of(asked)).toMatchObject({ staff: 'bob' });
});

it('a supervisor finds those of everybody, also of who takes no offers', async () => {
  await show('supervisor', [member('me', true)]);
  const [people] = box.querySelectorAll('select');
  expect([...(people?.options ?? [])].map((one) => one.textContent)).toEqual([
    'All agents',
    'me',
    'ann',
    'bob (deactivated)',
  ]);
});

it('an agent has only the own records, and asks for nobody', async () => {
  const { asked, staff } = await show('agent');
  expect(box.querySelectorAll('select')).toHaveLength(1);
  expect(staff).not.toHaveBeenCalled();
  expect(of(asked)).toMatchObject({ staff: 'me' });
});

it('an order number is looked for whole, with Enter, and emptied it shows all again', async () => {
  const { asked } = await show('agent');
  const field = box.querySelector<HTMLInputElement>('input[type=search]');
  const type = async (value: string, key?: string) =>
    act(async () => {
      if (!field) return;
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      if (key) field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });
  const before = asked.mock.calls.length;
  await type('KF-2024');
  expect(asked).toHaveBeenCalledTimes(before);
  await type(' KF-20240815 ', 'Enter');
  expect(of(asked)).toMatchObject({ order: 'KF-20240815', staff: 'me' });
  await type('');
  expect(of(asked)).toMatchObject({ order: '' });
});

it('a slow answer for a filter that has changed since is not shown under the new one', async () => {
  const { asked } = await show('supervisor');
  const answers: ((reply: unknown) => void)[] = [];
  asked.mockImplementation(() => new Promise((resolve) => answers.push(resolve as never)));
  await choose('ann');
  await choose('bob');
  await act(async () => answers[1]?.(none));
  const late = { status: 503, code: 'unavailable', text: '' };
  await act(async () => answers[0]?.({ ok: false, fault: late }));
  expect(box.querySelector('[role=alert]')).toBeNull();
  expect(box.textContent).toContain('No service records');
});

it('goes on where the page ended, not at the time of its last row', async () => {
  const { asked } = await show('supervisor');
  asked.mockResolvedValue({ ok: true, value: { records: records(), more: true, next: '1000.b' } });
  await choose('ann');
  expect(of(asked)).not.toHaveProperty('before');
  await drawn();
  asked.mockResolvedValue(none);
  await act(async () => more()?.click());
  expect(of(asked)).toMatchObject({ staff: 'ann', before: '1000.b' });
  await drawn();
  expect(more()).toBeNull();
});

it('goes on at the time of the last row with a gateway that knows no other way', async () => {
  const { asked } = await show('supervisor');
  const page = records();
  asked.mockResolvedValue({ ok: true, value: { records: page, more: true } });
  await choose('ann');
  await drawn();
  await act(async () => more()?.click());
  expect(of(asked)).toMatchObject({ before: String(page.at(-1)?.wrapped_up_at) });
});

it('a filter that changes gives up what was asked before, and one asked too fast is asked again', async () => {
  const { asked } = await show('supervisor');
  vi.useFakeTimers();
  asked.mockImplementationOnce(() => new Promise(() => {})).mockResolvedValueOnce(tooFast);
  await choose('ann');
  const given = asked.mock.lastCall?.[1];
  expect(given?.aborted).toBe(false);
  await choose('bob');
  await drawn();
  expect(given?.aborted).toBe(true);
  expect(box.querySelector('[role=alert]')?.textContent).toContain('Too fast');
  const before = asked.mock.calls.length;
  asked.mockResolvedValue({ ok: true, value: { records: records(), more: false } });
  await pass(1999);
  expect(asked).toHaveBeenCalledTimes(before);
  await pass(1);
  expect(of(asked)).toMatchObject({ staff: 'bob' });
  await drawn();
  expect(box.querySelector('[role=alert]')).toBeNull();
  expect(box.querySelectorAll('.rec')).toHaveLength(records().length);
});

it('what is asked again is given up when the filter changes or the page is left', async () => {
  const { asked } = await show('supervisor');
  vi.useFakeTimers();
  asked.mockResolvedValue(tooFast);
  await choose('ann');
  await choose('bob');
  const before = asked.mock.calls.length;
  await pass(2000);
  expect(asked).toHaveBeenCalledTimes(before + 1);
  act(() => render(null, box));
  await pass(9000);
  expect(asked).toHaveBeenCalledTimes(before + 1);
});

it('rows that were read stay beside what is wrong with the next page, those of another filter do not', async () => {
  const { asked } = await show('supervisor');
  asked.mockResolvedValue({ ok: true, value: { records: records(), more: true, next: '1.a' } });
  await choose('ann');
  await drawn();
  asked.mockResolvedValue({ ok: false, fault: { status: 503, code: 'unavailable', text: '' } });
  await act(async () => more()?.click());
  await drawn();
  expect(box.querySelectorAll('.rec')).toHaveLength(records().length);
  expect(box.querySelector('[role=alert]')).not.toBeNull();
  expect(more()?.disabled).toBe(false);
  await choose('bob');
  await drawn();
  expect(box.querySelectorAll('.rec')).toHaveLength(0);
  asked.mockResolvedValue(none);
  await act(async () => box.querySelector<HTMLButtonElement>('.rec-err button')?.click());
  expect(of(asked)).toMatchObject({ staff: 'bob' });
});

it('a reload asks once: before the welcome the sign-in says who it is', async () => {
  const asked = vi.spyOn(rest, 'records').mockResolvedValue(none);
  account.value = { id: 'me', role: 'agent' } as unknown as Account;
  desk.value = { ...before, staff: undefined };
  await act(async () => render(<RecordsPage />, box));
  const staff = { id: 'me', name: 'me', role: 'agent', locale: 'en' } as never;
  await act(async () => {
    desk.value = { ...before, staff };
  });
  expect(asked).toHaveBeenCalledTimes(1);
  expect(of(asked)).toMatchObject({ staff: 'me' });
});
