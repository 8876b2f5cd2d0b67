/**
 * The widget in a page it does not control, for tests that run one after the other in a process of
 * their own: the demo shop (strict CSP, other site) and the scripted gateway.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/apps.mjs';
import { createShop } from '../../storefront/server.mjs';
import { MockGateway } from '../doubles/mock_gateway.mjs';
import { launch } from './browser.mjs';

const out = process.argv[2];
if (out) mkdirSync(out, { recursive: true });
export const gateway = new MockGateway({ dist: path.join(root, 'dist') });
export const GATEWAY = `http://localhost:${await gateway.listen()}`;
const customers = JSON.parse(
  readFileSync(path.join(root, 'storefront/demo-customers.json'), 'utf8'),
);
const shop = createShop({
  gateway: GATEWAY,
  widgetKey: 'pk_test',
  secret: 'x'.repeat(32),
  customers,
  now_s: () => Math.floor(Date.now() / 1000),
});
await new Promise((resolve) => shop.listen(0, '127.0.0.1', resolve));
export const SHOP = `http://127.0.0.1:${shop.address().port}/`;

const browsers = {};
const browser = (strict) => (browsers[strict] ??= launch({ whole: true, strict }));
export const faults = [];
export const picture = (page, name) =>
  out && page.screenshot({ path: path.join(out, `${name}.png`) });

/** `snippet`: what else stands on the script's tag, as `data-…`; `lang`: of the page, instead of the shop's. */
export async function visit({ blocked = false, snippet, lang, ...options }) {
  const context = await (await browser(blocked)).newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-TW',
    timezoneId: 'Asia/Taipei',
    ...options,
  });
  const page = await context.newPage();
  page.on('console', (m) => {
    if (/Content Security Policy|Refused/i.test(m.text())) faults.push(m.text());
  });
  page.on('pageerror', (e) => faults.push(e.message));
  await page.addInitScript(
    ([given, lang]) => {
      new MutationObserver((_, watch) => {
        const script = document.querySelector('script[data-site]');
        if (!script) return;
        watch.disconnect();
        Object.assign(script.dataset, given);
        document.documentElement.lang = lang ?? document.documentElement.lang;
      }).observe(document, { childList: true, subtree: true });
    },
    [snippet, lang],
  );
  await page.goto(SHOP);
  await page.waitForFunction(() => window.kefu?.booted);
  await launcherShown(page);
  return { context, page };
}

export const frameOf = (page) => page.frames().find((f) => f.url().includes('/w/frame'));
export async function widget(page) {
  // In a closed shadow root: only the browser itself can name it.
  const frame = frameOf(page) ?? (await page.waitForEvent('framenavigated'));
  await frame.waitForSelector('main, .peek');
  return frame;
}
/** As patient as the browser's own waits: the machine may be busy. */
const POLLS = 600;
const POLL_MS = 50;

export async function until(holds, what) {
  for (let i = 0; i < POLLS; i += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  assert.fail(what);
}

/** The launcher is what lies in the corner: its host, since its shadow root is closed to everybody. */
export const launcherShown = (page) =>
  page.waitForFunction(() => {
    const there = document.elementFromPoint(innerWidth - 52, innerHeight - 52);
    return there?.tagName === 'DIV' && there === document.body.lastElementChild;
  });

/** Until the launcher is named so: the browser tells it to those who cannot see, whatever the root. */
export async function launcherReads(page, name) {
  const asked = await page.context().newCDPSession(page);
  await until(async () => {
    const { nodes } = await asked.send('Accessibility.getFullAXTree');
    return nodes.some((n) => n.role?.value === 'button' && n.name?.value === name);
  }, `a button reads ${name}`);
}

/** What the browser draws it with, as `[background, ink]`. */
export async function launcherColours(page) {
  const asked = await page.context().newCDPSession(page);
  await asked.send('DOM.enable');
  await asked.send('CSS.enable');
  const { root } = await asked.send('DOM.getDocument', { depth: -1, pierce: true });
  const below = (node) => [
    node,
    ...[...(node.children ?? []), ...(node.shadowRoots ?? [])].flatMap(below),
  ];
  const closed = below(root).find((n) => n.shadowRootType === 'closed');
  const { nodeId } = below(closed).find((n) => n.localName === 'button');
  const { computedStyle } = await asked.send('CSS.getComputedStyleForNode', { nodeId });
  await asked.detach();
  return ['background-color', 'color'].map(
    (name) => computedStyle.find((s) => s.name === name).value,
  );
}

export async function pressLauncher(page) {
  const { width, height } = page.viewportSize();
  await page.mouse.click(width - 24 - 28, height - 24 - 28);
}

/** Runs what is to hold; afterwards nothing was refused or threw in any page that is not accounted for. */
export async function holds(name, run) {
  try {
    await run();
    assert.deepEqual(faults, [], 'no violation of the shop’s policy, no error on the page');
    process.stdout.write(`${name}: ok\n`);
  } finally {
    for (const one of Object.values(browsers)) await (await one).close();
    gateway.close();
    shop.closeAllConnections();
    shop.close();
  }
}
