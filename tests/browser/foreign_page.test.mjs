/**
 * A page of somebody else's, open in an office, has its browser ask us for something without end.
 * The colleague beside it, at the same address, must notice nothing of that.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { world } from './harness/world.mjs';
import { Console } from './pages/console.mjs';

const { stack, windows, scenario } = world();
const flood_ms = 9_000;

/** Many requests at once of each kind that such a page can make without asking its visitor. */
const page = (gateway) => `<!doctype html><title>foreign</title><script>
  const ask = (path, more) => fetch(${JSON.stringify(gateway)} + path + '?' + Math.random(), { mode: 'no-cors', ...more });
  window.asked = 0;
  const end = Date.now() + ${flood_ms};
  const on = async (path, more) => {
    while (Date.now() < end) {
      await ask(path, more).catch(() => {});
      window.asked += 1;
    }
  };
  window.done = Promise.all(['/', '/console/', '/api/me', '/w/config', '/ws', '/nowhere'].flatMap((path) => [on(path), on(path, { method: 'POST', body: 'x'.repeat(9_000) })]));
</script>`;

/** localhost and 127.0.0.1 are two sites to a browser. */
async function foreignSite(gateway) {
  const server = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html');
    answer.end(page(gateway));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

scenario('a foreign page that asks without end keeps no colleague out', async () => {
  const site = await foreignSite(stack.gatewayUrl);
  try {
    const tab = await (await windows.profile()).newPage();
    await tab.goto(site.url);
    await tab.waitForFunction(() => window.asked > 500);
    const desk = await Console.at(await windows.desk(), stack, 'lin');
    await desk.page.reload();
    await desk.entered();
    await tab.evaluate(() => window.done);
    assert.ok((await tab.evaluate(() => window.asked)) > 500);
    const late = await Console.open(await windows.desk(), stack);
    await late.signIn(stack.staff.zhou);
    await late.entered();
    // Each refusal is an error in that page's own log, and none of ours.
    const theirs = (fault) => fault.includes('127.0.0.1') || fault.includes('403') || fault.includes('ERR_BLOCKED');
    windows.faults.splice(0, windows.faults.length, ...windows.faults.filter((fault) => !theirs(fault)));
  } finally {
    site.close();
  }
});
