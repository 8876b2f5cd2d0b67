// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { now } from '../session/clock.ts';
import * as offers from '../session/offers.ts';
import { desk } from '../session/store.ts';
import { emptyDesk } from '../state/desk.ts';
import { speak } from '../text.ts';
import { OfferToast } from '../views/offer.tsx';
import { offer, welcome } from './factory.ts';

let box: HTMLElement;
const began = now.value;

beforeEach(async () => {
  await speak('en');
  box = document.createElement('div');
  document.body.append(box);
  const held = { offer: offer('o1', 20_000), until: began + 20_000 };
  desk.value = { ...emptyDesk, me: { ...welcome().me, load: 2 }, offers: [held] };
  act(() => render(<OfferToast />, box));
});
afterEach(() => {
  act(() => render(null, box));
  document.body.replaceChildren();
  desk.value = emptyDesk;
  now.value = began;
  vi.restoreAllMocks();
});

const after = (ms: number) =>
  act(() => {
    now.value = began + ms;
  });

function toggled(newState: 'open' | 'closed') {
  const menu = box.querySelector('[role=menu]');
  act(() => void menu?.dispatchEvent(Object.assign(new Event('toggle'), { newState })));
}

it('Who is choosing a reason as time runs out has declined, once', () => {
  const declined = vi.spyOn(offers, 'declineUnsaid').mockResolvedValue();
  toggled('open');
  after(18_000);
  expect(declined).not.toHaveBeenCalled();
  after(19_000);
  after(19_900);
  expect(declined.mock.calls).toEqual([['o1']]);
});

it('Who has put the choice away again has not', () => {
  const declined = vi.spyOn(offers, 'declineUnsaid').mockResolvedValue();
  toggled('open');
  toggled('closed');
  after(19_000);
  expect(declined).not.toHaveBeenCalled();
});

it('What it says of the load is without the offer itself', () => {
  const { why } = offer('o1');
  act(() => {
    const [held] = desk.value.offers;
    if (!held) return;
    const unskilled = { ...held.offer, why: { ...why, skill: '', load: 1 } };
    desk.value = { ...desk.value, offers: [{ ...held, offer: unskilled }] };
  });
  expect(box.querySelector('dl')?.textContent).toContain('You have 1 now');
});
