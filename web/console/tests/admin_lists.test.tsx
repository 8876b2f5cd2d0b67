// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { speak } from '../text.ts';

const server = vi.hoisted(() => ({ answer: (_: unknown) => {} }));
vi.mock('../session/rest.ts', () => {
  const asked = () =>
    new Promise((resolve) => {
      server.answer = resolve;
    });
  return { rest: { staff: asked, skills: asked, storefronts: asked } };
});

import { SkillsPart } from '../views/admin/skills_part.tsx';
import { StaffPart } from '../views/admin/staff_part.tsx';
import { StorefrontsPart } from '../views/admin/storefronts_part.tsx';

let box: HTMLElement;
beforeEach(async () => {
  await speak('en');
  box = document.createElement('div');
  document.body.append(box);
});
afterEach(() => {
  act(() => render(null, box));
  document.body.replaceChildren();
});

const shown = () => ({
  count: box.querySelector('h1 + small')?.textContent,
  table: box.querySelector('table') !== null,
  words: box.querySelector('.none')?.textContent,
  fault: box.querySelector('.err')?.textContent,
});
const answered = (reply: unknown) =>
  act(async () => {
    server.answer(reply);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  });

describe.each([
  ['staff', <StaffPart mayEdit />, 'No staff yet'],
  ['skills', <SkillsPart />, 'No skills yet'],
  ['storefronts', <StorefrontsPart />, 'No storefronts yet'],
] as const)('The list of %s', (key, part, none) => {
  it('counts nothing before the server has said what there is', async () => {
    act(() => render(part, box));
    expect(shown()).toEqual({ table: false, words: 'Waiting for the server' });
    await answered({ ok: true, value: { [key]: [] } });
    expect(shown()).toEqual({ count: '0', table: true, words: none });
  });

  it('does not wait on once it failed', async () => {
    act(() => render(part, box));
    await answered({ ok: false, fault: { status: 0, code: 'unavailable', text: '' } });
    expect(shown()).toMatchObject({ table: false, words: undefined });
    expect(shown().fault).toContain('does not answer');
  });
});
