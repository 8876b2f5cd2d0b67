/**
 * axe on every widget screen, on the app's own address (a frame is not seen from its page). Usually each in one
 * language, with KEFU_LOOKS=all (or `--all`) in every one; `widgetLooks` says which.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../../scripts/apps.mjs';
import { MockGateway } from '../doubles/mock_gateway.mjs';
import { lendContexts } from './browser.mjs';
import { settled } from './settled.mjs';
import { widgetLooks } from './shares.mjs';
import { STATES } from './states.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const contexts = await lendContexts({
  reducedMotion: 'reduce',
  timezoneId: 'Asia/Taipei',
  // Only for the checker itself; the pages run under their policy in `embed.mjs`.
  bypassCSP: true,
});
let found = 0;

const all = process.argv.includes('--all') || process.env.KEFU_LOOKS === 'all';

// What is drawn darker or on another width is drawn again, not loaded again.
async function look({ name, lang, ways }) {
  const context = await contexts.take();
  const gateway = new MockGateway({ dist: path.join(root, 'dist') });
  const port = await gateway.listen();
  const page = await context.newPage();
  const url = `http://localhost:${port}/w/frame?key=pk_test&locale=${lang}`;
  const drawn = async ([theme, width]) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 680 });
  };
  await drawn(ways[0]);
  await STATES[name]({ gateway, page, open: () => page.goto(url), lang });
  await page.addScriptTag({ content: axe });
  for (const way of ways) {
    await drawn(way);
    await settled(page);
    // The dark page is the same page in other colours.
    const rules = way[0] === 'dark' && !all ? { runOnly: ['color-contrast'] } : {};
    for (const fault of await faultsOf(page, rules)) {
      found += 1;
      process.stdout.write(`${name} ${lang} ${way.join(' ')}px: ${fault}\n`);
    }
  }
  gateway.close();
  await contexts.giveBack(context);
}

async function faultsOf(page, rules) {
  const { violations } = await page.evaluate(
    (chosen) => window.axe.run({ resultTypes: ['violations'], ...chosen }),
    rules,
  );
  const told = violations.map(
    (one) => `${one.id}: ${one.nodes.map((at) => at.target.join(' ')).join(', ')}`,
  );
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return wide ? [...told, 'wider than the screen'] : told;
}

// Side by side: a page mostly waits to be drawn.
const left = widgetLooks(Object.keys(STATES), all).values();
const looker = async () => {
  for (const screen of left) await look(screen);
};
await Promise.all([looker(), looker(), looker()]);
await contexts.close();
process.stdout.write(`accessibility: ${found ? `${found} faults` : 'ok'}\n`);
process.exitCode = found ? 1 : 0;
