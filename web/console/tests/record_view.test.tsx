// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rest, type WholeConversation } from '../session/rest.ts';
import { speak } from '../text.ts';
import { RecordView } from '../views/records/record_view.tsx';
import { card } from './factory.ts';
import { records } from './mock_files.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
beforeEach(() => speak('en'));
afterEach(() => vi.restoreAllMocks());

async function show(found: WholeConversation) {
  vi.spyOn(rest, 'conversation').mockResolvedValue({ ok: true, value: found });
  await act(async () => render(<RecordView id="c" record={undefined} />, box));
  await act(async () => undefined); // what was asked for comes
  return box.querySelector('[role=log]')?.textContent ?? '';
}

it('a log that is cut says so, one that is whole does not', async () => {
  expect(await show({ card: card({ c: 'c' }), events: [], cut: true })).toContain(
    'too long to show whole',
  );
  await act(async () => render(null, box));
  expect(await show({ card: card({ c: 'c' }), events: [] })).not.toContain('too long');
});

it('the summary says all that the wrap-up asked for', async () => {
  vi.spyOn(rest, 'conversation').mockResolvedValue({
    ok: true,
    value: { card: card({ c: 'c' }), events: [] },
  });
  const [record] = records();
  await act(async () => render(<RecordView id="c" record={record} />, box));
  const named = [...box.querySelectorAll('dt')].map((one) => one.textContent);
  expect(named).toEqual(expect.arrayContaining(['Kind of need', 'Solved', 'Solution']));
});
