// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StaffRole } from '#protocol';
import { rest, type StaffMember } from '../session/rest.ts';
import { desk } from '../session/store.ts';
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

it('a supervisor finds the records of who is deactivated by name', async () => {
  const { asked } = await show('supervisor');
  const [people] = box.querySelectorAll('select');
  expect([...(people?.options ?? [])].map((one) => one.textContent)).toEqual([
    'All agents',
    'ann',
    'bob (deactivated)',
  ]);
  await act(async () => {
    if (!people) return;
    people.value = 'bob';
    people.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(asked).toHaveBeenLastCalledWith(expect.objectContaining({ staff: 'bob' }));
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
  expect(asked).toHaveBeenCalledWith(expect.objectContaining({ staff: 'me' }));
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
  expect(asked).toHaveBeenLastCalledWith(
    expect.objectContaining({ order: 'KF-20240815', staff: 'me' }),
  );
  await type('');
  expect(asked).toHaveBeenLastCalledWith(expect.objectContaining({ order: '' }));
});

it('a slow answer for a filter that has changed since is not shown under the new one', async () => {
  const { asked } = await show('supervisor');
  const answers: ((reply: unknown) => void)[] = [];
  asked.mockImplementation(() => new Promise((resolve) => answers.push(resolve as never)));
  const [people] = box.querySelectorAll('select');
  const choose = (id: string) =>
    act(async () => {
      if (!people) return;
      people.value = id;
      people.dispatchEvent(new Event('change', { bubbles: true }));
    });
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
  const [people] = box.querySelectorAll('select');
  await act(async () => {
    if (!people) return;
    people.value = 'ann';
    people.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(asked).toHaveBeenLastCalledWith(expect.not.objectContaining({ before: '1000.b' }));
  await act(async () => undefined); // what was answered is drawn
  asked.mockResolvedValue(none);
  await act(async () => box.querySelector<HTMLButtonElement>('.rec-rows > button')?.click());
  expect(asked).toHaveBeenLastCalledWith(
    expect.objectContaining({ staff: 'ann', before: '1000.b' }),
  );
  await act(async () => undefined);
  expect(box.querySelector('.rec-rows > button')).toBeNull();
});
