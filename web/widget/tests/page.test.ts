// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { Page } from '../app/page.ts';
import { HANDSHAKE, type ToLoader, type Wishes } from '../bridge.ts';

/** The loader's end: wishes to the frame, and a provider that always has a token. */
async function framed() {
  const around = { postMessage() {} };
  vi.spyOn(window, 'parent', 'get').mockReturnValue(
    around as unknown as Window & typeof globalThis,
  );
  const heard: Wishes[] = [];
  const page = new Page((now) => heard.push(now));
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = (e: MessageEvent<ToLoader>) => {
    if (e.data.t === 'need_token')
      port1.postMessage({ t: 'token', id: e.data.id, token: 'of-old' });
  };
  const message = new MessageEvent('message', { data: HANDSHAKE });
  Object.defineProperties(message, { source: { value: around }, ports: { value: [port2] } });
  window.dispatchEvent(message);
  const wish = async (part: Partial<Wishes>) => {
    const before = heard.length;
    port1.postMessage({ t: 'wishes', open: false, provider: 0, reset: false, ...part });
    await vi.waitUntil(() => heard.length > before);
  };
  return { page, wish, close: () => port1.close() };
}
afterEach(() => vi.restoreAllMocks());

it('A page that was told nothing of a sign-out is not believed about who is there', async () => {
  const { page, wish, close } = await framed();
  await wish({ provider: 1, token: 'given' });
  expect(await page.askToken()).toBe('of-old');
  page.forget();
  await wish({ provider: 1, token: 'given', open: true });
  expect(await page.askToken()).toBeUndefined();
  expect(page.wishes.token).toBeUndefined();

  // Until it names somebody again.
  await wish({ provider: 2, token: 'another' });
  expect(await page.askToken()).toBe('of-old');
  expect(page.wishes.token).toBe('another');
  close();
});
