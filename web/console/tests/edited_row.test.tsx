// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { beforeEach, expect, it, vi } from 'vitest';
import type { SkillRow } from '../session/rest.ts';
import { speak } from '../text.ts';

const server = vi.hoisted(() => ({
  asked: [] as ((reply: unknown) => void)[],
  sent: [] as { readonly id: string; readonly draft: Record<string, unknown> }[],
}));
vi.mock('../session/rest.ts', () => ({
  rest: {
    skills: () => new Promise((resolve) => server.asked.push(resolve)),
    changeSkill: async (id: string, draft: Record<string, unknown>) => {
      server.sent.push({ id, draft });
      return { ok: true, value: { id, ...draft } };
    },
  },
}));

import { SkillsPart } from '../views/admin/skills_part.tsx';
import { ownBox } from './own_box.ts';

const returns: SkillRow = { id: 'a', name: 'Returns desk', topic: 'return', version: 4 };
const sizes: SkillRow = { id: 'b', name: 'Sizes desk', topic: 'product', version: 9 };

const box = ownBox();
const answer = (at: number, rows: readonly SkillRow[] = [returns, sizes]) =>
  act(async () => {
    server.asked[at]?.({ ok: true, value: { skills: rows } });
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  });
const press = (words: string) =>
  act(() =>
    [...box.querySelectorAll('button')].find((one) => one.textContent?.trim() === words)?.click(),
  );
const title = () => box.querySelector('dialog h2')?.textContent;
const name = () => box.querySelector<HTMLInputElement>('dialog [name=name]')?.value;

beforeEach(async () => {
  await speak('en');
  server.asked.length = 0;
  server.sent.length = 0;
  act(() => render(<SkillsPart />, box));
  await answer(0);
});

it('Of two rows opened within one round trip the last is edited, and saved with its own version', async () => {
  press('Returns desk');
  press('Sizes desk');
  await answer(1);
  expect(title()).toBeUndefined();
  await answer(2);
  expect([title(), name()]).toEqual(['Sizes desk', 'Sizes desk']);
  await act(async () => {
    box
      .querySelector('dialog form')
      ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
  expect(server.sent).toMatchObject([{ id: 'b', draft: { name: 'Sizes desk', version: 9 } }]);
});

it('A row that was still being read does not come over one that is being added', async () => {
  press('Returns desk');
  press('Add skill');
  await answer(1);
  expect([title(), name()]).toEqual(['Add skill', '']);
});

it('An answer that a later one has overtaken is not shown', async () => {
  press('Returns desk');
  press('Sizes desk');
  await answer(2, [returns, { ...sizes, name: 'Fitting desk' }]);
  await answer(1);
  expect(title()).toBe('Fitting desk');
  expect(box.querySelector('table')?.textContent).toContain('Fitting desk');
});
