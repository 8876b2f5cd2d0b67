// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { desk, dispatch } from '../session/store.ts';
import { emptyDesk } from '../state/desk.ts';
import { speak } from '../text.ts';
import { Inbox } from '../views/inbox.tsx';
import { welcome } from './factory.ts';

let box: HTMLElement;
const told = (closed_today?: number) =>
  act(() => {
    const me = { presence: 'online' as const, since: 0, load: 0, capacity: 6 };
    const frame = {
      t: 'me' as const,
      ...me,
      ...(closed_today === undefined ? {} : { closed_today }),
    };
    dispatch({ kind: 'frame', frame, now: 0 });
  });

beforeEach(async () => {
  await speak('en');
  desk.value = emptyDesk;
  dispatch({ kind: 'welcome', welcome: welcome(), now: 0 });
  box = document.createElement('div');
  document.body.append(box);
  act(() => render(<Inbox />, box));
});
afterEach(() => {
  act(() => render(null, box));
  box.remove();
});

it('What was closed today is what the gateway says, and nothing is said of nothing', () => {
  expect(box.textContent).not.toContain('Closed today');
  told(12);
  expect(box.textContent).toContain('Closed today12');
  told(0);
  expect(box.textContent).not.toContain('Closed today');
  told();
  expect(box.textContent).not.toContain('Closed today');
});
