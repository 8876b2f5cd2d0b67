// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, expect, it, vi } from 'vitest';
import type { Card } from '#protocol';
import { type CustomerFile, rest } from '../session/rest.ts';
import { useCustomerFile } from '../views/use_customer_file.ts';
import { card } from './factory.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
const file = { id: 'x', name: 'Wang', identified: true, vip: false, orders: [] };
afterEach(() => vi.restoreAllMocks());

function Panel(props: { of: Card | undefined; opened: boolean }) {
  return <p>{useCustomerFile(props.of, props.opened).file?.name}</p>;
}

it('A file is read again for the next chat of its customer, and when the panel is opened, not closed', async () => {
  const read = vi.spyOn(rest, 'customer').mockImplementation(async () => {
    return { ok: true, value: file as unknown as CustomerFile };
  });
  const show = async (of: Card | undefined, opened = false) => {
    await act(() => render(<Panel of={of} opened={opened} />, box));
    await act(async () => undefined); // its effect, and the answer
    return [read.mock.calls.length, box.textContent];
  };
  const first = card({ c: 'one' });
  const next = { ...card({ c: 'two' }), customer: first.customer };
  expect(await show(first)).toEqual([1, 'Wang']);
  expect(await show({ ...first, top: 9 })).toEqual([1, 'Wang']);
  expect(await show(first, true)).toEqual([2, 'Wang']);
  expect(await show(first)).toEqual([2, 'Wang']);
  expect(await show(undefined)).toEqual([2, '']);
  expect(await show(first)).toEqual([3, 'Wang']);
  expect(await show(next)).toEqual([4, 'Wang']);
});
