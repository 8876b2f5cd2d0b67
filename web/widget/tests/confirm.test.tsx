// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { expect, it } from 'vitest';
import { Confirm } from '../app/confirm.tsx';

it('A question is answered once: by its buttons, or with no by whatever else closes it', () => {
  const box = document.body.appendChild(document.createElement('div'));
  const answers: boolean[] = [];
  const asked = () => {
    const answered = (yes: boolean) => {
      answers.push(yes);
      render(null, box);
    };
    act(() => render(<Confirm text="End it?" yes="End" no="Stay" answered={answered} />, box));
    return box.querySelector('dialog') as HTMLDialogElement;
  };
  act(() => asked().close()); // as Esc does
  expect(answers).toEqual([false]);
  const dialog = asked();
  act(() => dialog.querySelector<HTMLElement>('.danger')?.click());
  expect(answers).toEqual([false, true]);
  box.remove();
});
