// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, describe, expect, it } from 'vitest';
import { perform, useAct, useKeys } from '../views/keys.ts';
import { keysOpen, paletteOpen } from '../views/ui.ts';

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

const press = (code: string, held = {}) => {
  const event = new KeyboardEvent('keydown', { code, cancelable: true, bubbles: true, ...held });
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

  it('go to nothing behind a dialog, but for those that answer an offer, and the one that closes it', () => {
    const done: string[] = [];
    const acts = ['accept', 'decline', 'end', 'take', 'note', 'next', 'urgent', 'region'] as const;
    function Behind() {
      for (const act of acts) useAct(act, () => done.push(act) > 0);
      return null;
    }
    render(
      <>
        <Desk />
        <Behind />
      </>,
      box,
    );
    const all = () => {
      done.length = 0;
      for (const code of ['F2', 'F9', 'F4', 'F8', 'F6']) press(code);
      press('F2', { shiftKey: true });
      press('KeyM', { altKey: true });
      press('ArrowDown', { altKey: true });
      return done.sort();
    };
    expect(all()).toEqual([...acts].sort());
    const dialog = document.createElement('dialog');
    document.body.append(dialog);
    dialog.showModal();
    expect(all()).toEqual(['accept', 'decline']);
    expect([press('KeyK', { ctrlKey: true }), paletteOpen.value]).toEqual([false, false]);
    keysOpen.value = true;
    expect([press('Slash', { ctrlKey: true }), keysOpen.value]).toEqual([true, false]);
    dialog.remove();
    expect(all()).toEqual([...acts].sort());
  });
});
