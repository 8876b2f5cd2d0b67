// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { keysTo } from '../app/keys.ts';

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

function field(): HTMLInputElement {
  const made = document.createElement('input');
  document.body.append(made);
  return made;
}

it('goes to the place at once when the keys come here already', () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  const place = field();
  keysTo(place);
  expect(document.activeElement).toBe(place);
});

it('leaves the keys where they go, and takes them to the place when they come', () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  const place = field();
  keysTo(place);
  expect(document.activeElement).not.toBe(place);
  window.dispatchEvent(new Event('focus'));
  expect(document.activeElement).toBe(place);
});

it('a person who chose another place since is not taken back to this one', () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  keysTo(field());
  window.dispatchEvent(new Event('focus'));
  const other = field();
  other.focus();
  window.dispatchEvent(new Event('focus'));
  expect(document.activeElement).toBe(other);
});

it('whoever has let go of a place gets no keys there', () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  const first = field();
  const looked = vi.spyOn(first, 'focus');
  const letGo = keysTo(first);
  const next = field();
  letGo();
  keysTo(next);
  window.dispatchEvent(new Event('focus'));
  expect(looked).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(next);
});
