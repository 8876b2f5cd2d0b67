// @vitest-environment happy-dom
import { act } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { now } from '../session/clock.ts';
import type { Account } from '../session/rest.ts';
import { desk, link, lostAt, noNetwork } from '../session/store.ts';
import { emptyDesk } from '../state/desk.ts';
import { locale, speak } from '../text.ts';
import { LinkNotice } from '../views/link_notice.tsx';
import { TopBar } from '../views/top_bar.tsx';
import { welcome } from './factory.ts';
import { ownBox } from './own_box.ts';

const box = ownBox();
const who: Account = {
  ...{ id: 'a', name: 'Anna', role: 'agent', locale: 'en', must_change_password: false },
};
const lose = (seconds: number) =>
  act(() => {
    now.value = 1_000_000;
    lostAt.value = 1_000_000 - seconds * 1000;
  });
const said = () => box.querySelector('.notice > span')?.textContent;
// What a screen reader is given.
const heard = () => {
  const words = box.querySelector('.notice > span')?.cloneNode(true) as HTMLElement | undefined;
  words?.querySelector('[aria-hidden]')?.remove();
  return words?.textContent;
};

beforeEach(async () => {
  vi.stubGlobal('Notification', { permission: 'granted' });
  await speak('en');
});
afterEach(async () => {
  vi.unstubAllGlobals();
  desk.value = emptyDesk;
  link.value = { is: 'idle' };
  lostAt.value = undefined;
  noNetwork.value = false;
  await speak('en');
});

it('The bar says in one sentence that the line is gone and for how long, in every language', async () => {
  act(() => render(<LinkNotice />, box));
  lose(3);
  const found: unknown[] = [];
  for (const language of ['en', 'zh-Hant', 'zh-Hans'] as const) {
    await act(() => speak(language));
    for (const isWithoutNetwork of [false, true]) {
      act(() => {
        noNetwork.value = isWithoutNetwork;
      });
      found.push(said()?.split(/(?<=[.。])/)[0]);
    }
  }
  expect(locale.value).toBe('zh-Hans');
  expect(found).toEqual([
    'No connection for 3 s; it is being restored.',
    'No network on this device for 3 s.',
    '已 3 秒連不上伺服器，正在重新連線。',
    '這台電腦已 3 秒沒有網路。',
    '已 3 秒连不上服务器，正在重新连接。',
    '这台电脑已 3 秒没有网络。',
  ]);
});

it('Who hears the bar hears it whole and is not told each second', () => {
  act(() => render(<LinkNotice />, box));
  lose(3);
  expect(heard()).toMatch(/^No connection; it is being restored\. .*\.$/);
});

it('A window that the server refuses is told to reload, and no time', () => {
  act(() => render(<LinkNotice />, box));
  act(() => {
    link.value = { is: 'stopped', why: 'refused' } as typeof link.value;
  });
  lose(3);
  expect(said()).toBe('The server refuses this window. Reload it.');
});

it('One’s own state is not online while the line is down, and is again once it is back', () => {
  act(() => {
    now.value = 1_000_000;
    desk.value = { ...emptyDesk, me: { ...welcome().me, since: 580_000 } };
    render(<TopBar who={who} />, box);
  });
  const state = () => box.querySelector('.state')?.textContent;
  const isGreen = () => box.querySelector('.state .dot.on') !== null;
  expect([state(), isGreen()]).toEqual(['Online7:00', true]);
  lose(1);
  expect(isGreen()).toBe(true); // too short to be mentioned
  lose(12);
  expect([state(), isGreen()]).toEqual(['Disconnected12 s', false]);
  act(() => {
    lostAt.value = undefined;
  });
  expect([state(), isGreen()]).toEqual(['Online7:00', true]);
});
