// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useFocusKept } from '../views/focus_kept.ts';

let box: HTMLElement;
function Page() {
  useFocusKept();
  return null;
}
const add = (html: string): HTMLElement => {
  document.body.insertAdjacentHTML('beforeend', html);
  return document.body.lastElementChild as HTMLElement;
};
const noticed = () => new Promise((resolve) => setTimeout(resolve, 0)); // observers are told in a later turn
const focused = () => document.activeElement;

beforeEach(() => {
  box = add('<div></div>');
  add('<div id="page" tabindex="-1"></div>');
  act(() => render(<Page />, box));
});
afterEach(() => {
  act(() => render(null, box));
  document.body.replaceChildren();
});

it('What goes with the focus leaves it to the page', async () => {
  const row = add('<div><button>Row</button></div>');
  row.querySelector('button')?.focus();
  row.remove();
  await noticed();
  expect(focused()?.id).toBe('page');
});

it('A row that goes from a dialog leaves the focus in the dialog', async () => {
  const dialog = add('<dialog open tabindex="-1"><p><button>Assign</button></p></dialog>');
  dialog.querySelector('button')?.focus();
  dialog.querySelector('p')?.remove();
  await noticed();
  expect(focused()).toBe(dialog);
});

it('A button that was off while it worked has the focus again', async () => {
  const button = add('<button>Save</button>') as HTMLButtonElement;
  button.focus();
  button.disabled = true;
  await noticed();
  button.blur(); // as a browser does with what is disabled
  button.disabled = false;
  await noticed();
  expect(focused()).toBe(button);
});

it('Nothing is focused while something else has it, or where the focus was only laid down', async () => {
  const button = add('<button>One</button>');
  const other = add('<button>Two</button>');
  button.focus();
  other.focus();
  button.remove();
  await noticed();
  expect(focused()).toBe(other);
  other.blur();
  add('<p>news</p>');
  await noticed();
  expect(focused()).toBe(document.body);
});
