// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { beforeEach, expect, it } from 'vitest';
import { useStill } from '../views/use_still.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
function List() {
  const { still, release, on } = useStill();
  return (
    <>
      <div id="list" data-still={String(still)} {...on}>
        <button type="button">row</button>
      </div>
      <textarea />
      <button type="button" id="release" onClick={release} />
    </>
  );
}
const list = () => box.querySelector<HTMLElement>('#list');
const isStill = () => list()?.dataset.still === 'true';
const pointer = (what: 'enter' | 'leave') =>
  act(() => void list()?.dispatchEvent(new Event(`pointer${what}`)));
const focus = (what: string) => act(() => box.querySelector<HTMLElement>(what)?.focus());

beforeEach(() => act(() => render(<List />, box)));

it('A click on a row takes the focus elsewhere, and the rows are still while the pointer rests on them', () => {
  pointer('enter');
  focus('#list button');
  focus('textarea');
  expect(isStill()).toBe(true);
  pointer('leave');
  expect(isStill()).toBe(false);
});

it('The focus alone keeps them, too, and either can be let go', () => {
  focus('#list button');
  pointer('enter');
  pointer('leave');
  expect(isStill()).toBe(true);
  act(() => box.querySelector<HTMLElement>('#release')?.click());
  expect(isStill()).toBe(false);
});
