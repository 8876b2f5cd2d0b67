// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, it } from 'vitest';
import { Dialog } from '#ui/dialog.tsx';

it('A dialog is modal from its first moment and gives the focus back', () => {
  const box = document.createElement('div');
  const behind = document.createElement('textarea');
  document.body.append(behind, box);
  behind.focus();
  render(
    <Dialog title="Transfer" closeLabel="Close" onClose={() => {}}>
      <p>…</p>
    </Dialog>,
    box,
  );
  expect(box.querySelector('dialog')?.open).toBe(true);
  box.querySelector('button')?.focus();
  render(null, box);
  expect(document.activeElement).toBe(behind);
});
