/** A browser context that is lent on tells nothing of the look before. `node tests/browser/lent.mjs` */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { lendContexts } from './browser.mjs';

const server = createServer((_, reply) => reply.setHeader('content-type', 'text/html').end('<p>'));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://localhost:${server.address().port}/`;
const contexts = await lendContexts();

/** Looks with what `use` makes of the page; answers which context it was lent. */
async function look(use) {
  const context = await contexts.take();
  const page = await context.newPage();
  await page.goto(url);
  await use(page);
  await contexts.giveBack(context);
  return context;
}

const kept = () => `${localStorage.length} ${document.cookie}`;
const first = await look(async (page) => {
  await page.context().addCookies([{ name: 'visitor', value: 'a', url }]);
  await page.evaluate(() => {
    localStorage.setItem('draft', 'a');
    addEventListener('pagehide', () => localStorage.setItem('left', 'b'));
  });
});
const second = await look(async (page) => assert.equal(await page.evaluate(kept), '0 '));
assert.equal(second, first, 'it is lent on');

const years = 400 * 24 * 3_600_000;
await look((page) => page.clock.setFixedTime(Date.now() + years));
const later = await look(async (page) => {
  assert.ok(Math.abs((await page.evaluate(() => Date.now())) - Date.now()) < years / 2);
});
assert.notEqual(later, first, 'whose clock was set');

await contexts.close();
server.close();
process.stdout.write('lent contexts: ok\n');
