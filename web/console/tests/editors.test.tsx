// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
  return { rest: { changeStorefront: change } };
});

import { StorefrontEditor } from '../views/admin/storefront_editor.tsx';

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

let box: HTMLElement;
const dialog = () => box.querySelector('dialog') as HTMLDialogElement;
const field = (name: string) =>
  box.querySelector<HTMLInputElement>(`[name=${name}]`) as HTMLInputElement;
const write = (name: string, value: string) =>
  act(() => {
    field(name).value = value;
    field(name).dispatchEvent(new Event('input', { bubbles: true }));
  });
const save = () =>
  act(async () => {
    dialog()
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
const said = () => box.querySelector('.dlg-f [role=alert]')?.textContent ?? '';

beforeEach(async () => {
  await speak('en');
  calls.answers.length = 0;
  calls.sent.length = 0;
  box = document.createElement('div');
  document.body.append(box);
});
afterEach(() => {
  act(() => render(null, box));
  document.body.replaceChildren();
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
