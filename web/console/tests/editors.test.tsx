// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault, Storefront } from '../session/rest.ts';
import { speak } from '../text.ts';

const calls = vi.hoisted(() => ({
  answers: [] as unknown[],
  sent: [] as { readonly id: string; readonly draft: Record<string, unknown> }[],
}));
vi.mock('../session/rest.ts', () => {
  const change = async (id: string, draft: Record<string, unknown>) => {
    calls.sent.push({ id, draft });
    return calls.answers.shift();
  };
  const storefronts = async () => calls.answers.shift();
  return { rest: { changeStorefront: change, storefronts } };
});

import { StorefrontEditor } from '../views/admin/storefront_editor.tsx';
import { ownBox } from './own_box.ts';

const shop: Storefront = {
  id: 's1',
  name: 'Morning',
  widget_key: 'pk_1',
  origins: ['https://shop.example'],
  accent_color: '#076077',
  locale: 'zh-Hant',
  greeting: '',
  hours: null,
  identity_required: false,
  version: 1,
};
const refused = (part: Partial<Fault>) => ({
  ok: false,
  fault: { status: 409, code: 'changed_meanwhile', text: '', ...part },
});

const box = ownBox();
const dialog = () => box.querySelector('dialog') as HTMLDialogElement;
const field = (name: string) =>
  box.querySelector<HTMLInputElement>(`[name=${name}]`) as HTMLInputElement;
const write = (name: string, value: string) =>
  act(() => {
    field(name).value = value;
    field(name).dispatchEvent(new Event('input', { bubbles: true }));
  });
// What is answered, and what is asked upon it, is on the screen after this.
const settled = () =>
  act(async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  });
const save = async () => {
  act(() => {
    dialog()
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
  await settled();
};
const said = () => box.querySelector('.dlg-f [role=alert]')?.textContent ?? '';

beforeEach(async () => {
  await speak('en');
  calls.answers.length = 0;
  calls.sent.length = 0;
});

it('A storefront says when its language counts', () => {
  act(() => render(<StorefrontEditor shop={shop} onSaved={() => {}} onClose={() => {}} />, box));
  const label = field('locale').closest('label');
  expect(label?.querySelector('.hint')?.textContent).toMatch(/page's lang.*names none/);
});

describe('What is wrong with a form', () => {
  const show = () =>
    act(() => render(<StorefrontEditor shop={shop} onSaved={() => {}} onClose={() => {}} />, box));

  it('stands beside the buttons, and the field that is wrong has the focus', async () => {
    show();
    write('origins', 'https://shop.example/path');
    await save();
    expect(said()).toContain('https://shop.example/path');
    expect(document.activeElement).toBe(field('origins'));
    expect(field('origins').getAttribute('aria-invalid')).toBe('true');
    const described = field('origins').getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).toContain('/path');
    write('origins', 'https://shop.example');
    write('name', '');
    await save();
    expect(document.activeElement).toBe(field('name'));
    expect(field('origins').hasAttribute('aria-invalid')).toBe(false);
    expect(calls.sent).toEqual([]);
  });

  it('is at the field that the server names', async () => {
    show();
    calls.answers.push(refused({ status: 400, code: 'bad_request', text: 'greeting: too long' }));
    await save();
    expect(said()).toContain('greeting: too long');
    expect(document.activeElement).toBe(field('greeting'));
  });
});

describe('A row that somebody else saved meanwhile', () => {
  const newest = { ...shop, version: 2, greeting: 'Hello', identity_required: true };
  const reload = async () => {
    const buttons = [...box.querySelectorAll<HTMLButtonElement>('.dlg-f button')];
    act(() => buttons.find((one) => one.textContent === 'Reload')?.click());
    await settled();
  };

  it('is named by what has changed, read again by a button, and then saved with both changes', async () => {
    let closed = 0;
    act(() =>
      render(
        <StorefrontEditor shop={shop} onSaved={() => {}} onClose={() => (closed += 1)} />,
        box,
      ),
    );
    write('name', 'Evening');
    calls.answers.push(refused({}), { ok: true, value: { storefronts: [newest] } });
    await save();
    expect(said()).toMatch(/Welcome.*Identity|Greeting.*Identity/);
    expect(field('name').value).toBe('Evening');
    await reload();
    expect(field('name').value).toBe('Evening');
    expect(field('greeting').value).toBe('Hello');
    expect(said()).toBe('');
    expect(document.activeElement).toBe(box.querySelector('.dlg-f [type=submit]'));
    calls.answers.push({ ok: true, value: { ...newest, name: 'Evening', version: 3 } });
    await save();
    expect(calls.sent.at(-1)?.draft).toMatchObject({
      version: 2,
      name: 'Evening',
      greeting: 'Hello',
      identity_required: true,
    });
    expect(closed).toBe(1);
  });

  it('says whose words stay where both have changed the same', async () => {
    act(() => render(<StorefrontEditor shop={shop} onSaved={() => {}} onClose={() => {}} />, box));
    write('greeting', 'Good evening');
    calls.answers.push(refused({}), { ok: true, value: { storefronts: [newest] } });
    await save();
    await reload();
    expect(field('greeting').value).toBe('Good evening');
    expect(box.querySelector('.dlg-f [role=status]')?.textContent).toMatch(/yours in place of/);
  });

  it('is asked for again when it could not be read', async () => {
    act(() => render(<StorefrontEditor shop={shop} onSaved={() => {}} onClose={() => {}} />, box));
    calls.answers.push(refused({}), refused({ status: 0, code: 'unavailable' }));
    await save();
    expect(said()).toContain('saved by somebody else');
    calls.answers.push({ ok: true, value: { storefronts: [newest] } });
    await reload();
    expect(field('greeting').value).toBe('Hello');
  });
});

it('A new identity secret goes by the button that says so only: it is not shown again', async () => {
  const onClose = vi.fn();
  act(() => render(<StorefrontEditor shop={shop} onSaved={() => {}} onClose={onClose} />, box));
  const tryToLeave = () => {
    act(() => void dialog().dispatchEvent(new Event('cancel', { cancelable: true })));
    act(() => box.querySelector<HTMLElement>('.dlg-h button')?.click());
  };
  tryToLeave();
  expect(onClose).toHaveBeenCalledTimes(2);
  calls.answers.push({ ok: true, value: { ...shop, version: 2, identity_secret: 'once' } });
  await save();
  expect(box.textContent).toContain('once');
  tryToLeave();
  calls.answers.push({ ok: true, value: { ...shop, version: 3 } });
  await save(); // Enter in a field
  expect(onClose).toHaveBeenCalledTimes(2);
  expect(box.textContent).toContain('once');
  const buttons = [...box.querySelectorAll<HTMLButtonElement>('.dlg-f button')];
  act(() => buttons.find((one) => one.textContent === 'Close')?.click());
  expect(onClose).toHaveBeenCalledTimes(3);
});
