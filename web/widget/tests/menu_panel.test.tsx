// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { expect, it, vi } from 'vitest';

const state = vi.hoisted(() => ({
  choose: vi.fn(async () => false),
  intend: vi.fn(),
  setSound: vi.fn(),
  sound: { value: false },
  visitorToken: () => undefined,
}));
vi.mock('../app/state.ts', () => state);
vi.mock('../app/words.ts', () => ({ locale: () => 'zh-Hant', t: (key: string) => key }));

import { MenuPanel } from '../app/menu_panel.tsx';

it('A language that did not come is told where it was chosen, until the next choice', async () => {
  const box = document.body.appendChild(document.createElement('div'));
  const draw = () =>
    act(() => render(<MenuPanel talk={undefined} shown put={() => undefined} />, box));
  const press = async (lang: string) => {
    await act(async () => box.querySelector<HTMLElement>(`[lang=${lang}]`)?.click());
    draw();
  };
  const told = () => box.querySelector('[role=alert]')?.textContent;
  draw();
  await press('en');
  expect(state.choose).toHaveBeenLastCalledWith('en');
  expect(told()).toBe('menu.language_failed');
  state.choose.mockResolvedValueOnce(true);
  await press('zh-Hans');
  expect(told()).toBeUndefined();
  render(null, box);
  box.remove();
});
