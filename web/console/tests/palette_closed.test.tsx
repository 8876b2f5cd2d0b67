// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { expect, it } from 'vitest';
import type { Account } from '../session/rest.ts';
import { Palette } from '../views/palette.tsx';
import { paletteOpen } from '../views/ui.ts';

it('A palette the browser closed by itself opens at the next Ctrl+K', () => {
  const box = document.body.appendChild(document.createElement('div'));
  const who = { role: 'agent' } as Account;
  act(() => render(<Palette who={who} />, box));
  act(() => {
    paletteOpen.value = true;
  });
  act(() => box.querySelector('dialog')?.close());
  expect(paletteOpen.value).toBe(false);
  expect(box.querySelector('dialog')).toBeNull();
  act(() => {
    paletteOpen.value = true;
  });
  expect(box.querySelector('dialog')?.open).toBe(true);
  act(() => {
    paletteOpen.value = false;
    render(null, box);
  });
  box.remove();
});
