// @vitest-environment happy-dom
import { render } from 'preact';
import { expect, it, vi } from 'vitest';
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

it('A dialog that insists is closed by its own button only', () => {
  const box = document.createElement('div');
  document.body.append(box);
  const onClose = vi.fn();
  const done = (
    <button type="button" onClick={onClose}>
      Noted
    </button>
  );
  render(
    <Dialog title="Once" closeLabel="Close" insists onClose={onClose} foot={done}>
      <p>secret</p>
    </Dialog>,
    box,
  );
  const dialog = box.querySelector('dialog') as HTMLDialogElement;
  const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  dialog.dispatchEvent(pressed);
  expect(pressed.defaultPrevented).toBe(true);
  dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
  expect(onClose).not.toHaveBeenCalled();
  // A browser that closes it all the same (a phone's own way back) has it open again.
  dialog.close();
  expect(dialog.open).toBe(true);
  expect(onClose).not.toHaveBeenCalled();
  expect(box.querySelector('[aria-label=Close]')).toBeNull();
  box.querySelector('button')?.click();
  expect(onClose).toHaveBeenCalledOnce();
  render(null, box);
});

it('A dialog with a form begins at its first field, but under a finger no keyboard comes up', () => {
  const box = document.createElement('div');
  document.body.append(box);
  const show = (fine: boolean) => {
    vi.stubGlobal('matchMedia', () => ({ matches: fine }));
    render(
      <Dialog title="New" closeLabel="Close" onClose={() => {}}>
        <input name="who" />
      </Dialog>,
      box,
    );
    const at = document.activeElement;
    render(null, box);
    return at instanceof HTMLInputElement;
  };
  expect([show(true), show(false)]).toEqual([true, false]);
  vi.unstubAllGlobals();
});
