// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, describe, expect, it } from 'vitest';
import { perform, useAct, useKeys } from '../views/keys.ts';

function Offer({ take }: { take: () => void }) {
  useAct('accept', () => {
    take();
    return true;
  });
  return null;
}

function Desk({ take }: { take?: (() => void) | undefined }) {
  useKeys();
  return take ? <Offer take={take} /> : null;
}

const box = document.createElement('div');
afterEach(() => render(null, box));

const press = (code: string) => {
  const event = new KeyboardEvent('keydown', { code, cancelable: true, bubbles: true });
  document.body.dispatchEvent(event);
  return event.defaultPrevented;
};

describe('Keys', () => {
  it('reach what is on the screen at the moment it appears, before anything was painted', () => {
    let taken = 0;
    render(<Desk />, box);
    expect(press('F2')).toBe(false);
    render(<Desk take={() => (taken += 1)} />, box);
    expect(press('F2')).toBe(true);
    expect(taken).toBe(1);
  });

  it('are silent again at the moment it goes', () => {
    render(<Desk take={() => {}} />, box);
    render(<Desk />, box);
    expect(perform('accept')).toBe(false);
  });
});
