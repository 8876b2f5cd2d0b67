import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach } from 'vitest';

/** A place in the page for what each test of a file shows: it is there before the file's own
 *  `beforeEach`, and empty and gone after each test. */
export function ownBox(): HTMLElement {
  const box = document.createElement('div');
  beforeEach(() => document.body.append(box));
  afterEach(() => {
    act(() => render(null, box));
    document.body.replaceChildren();
  });
  return box;
}
