// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { beforeEach, expect, it } from 'vitest';
import { speak } from '../text.ts';
import { LedgerLine } from '../views/ledger_line.tsx';
import { byAgent, ev } from './factory.ts';

beforeEach(() => speak('en'));

it('What came of itself is told apart from what was written, also where nothing marks what was read', () => {
  const box = document.createElement('div');
  const shown = (auto: boolean) => {
    const said = ev({ q: 1, by: byAgent, b: { text: 'Welcome!', ...(auto ? { auto } : {}) } });
    act(() =>
      render(<LedgerLine row={{ kind: 'ev', key: 'e1', ev: said }} card={undefined} last />, box),
    );
    return box.querySelector('.under')?.textContent;
  };
  expect([shown(true), shown(false)]).toEqual(['Automatic', '']);
});
