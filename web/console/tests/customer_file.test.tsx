// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
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

it('The next chat of a customer is read, too, where the panel closes as it comes', async () => {
  let count = 0;
  vi.spyOn(rest, 'customer').mockImplementation(async () => {
    count += 1;
    return { ok: true, value: { ...file, name: `read ${count}` } as unknown as CustomerFile };
  });
  const first = card({ c: 'one' });
  const next = { ...card({ c: 'two' }), customer: first.customer };
  function Desk(props: { of: Card }) {
    const [opened, setOpened] = useState(true);
    useEffect(() => () => setOpened(false), [props.of.c]);
    return <Panel of={props.of} opened={opened} />;
  }
  const show = async (of: Card) => {
    await act(() => render(<Desk of={of} />, box));
    await act(async () => undefined);
    return box.textContent;
  };
  expect(await show(first)).toBe('read 1');
  await show(next);
  expect(box.textContent).toBe(`read ${count}`);
  expect(count).toBeGreaterThan(1);
});
