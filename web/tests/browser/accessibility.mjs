/** axe on every widget screen, on the app's own address (a frame is not seen from its page). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../../scripts/apps.mjs';
import { MockGateway } from '../doubles/mock_gateway.mjs';
import { lendContexts } from './browser.mjs';
import { settled } from './settled.mjs';
import { STATES } from './states.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const contexts = await lendContexts({
  reducedMotion: 'reduce',
  timezoneId: 'Asia/Taipei',
  // Only for the checker itself; the pages run under their policy in `embed.mjs`.
  bypassCSP: true,
});
let found = 0;

// Each language once; what is drawn darker or on another width is drawn again, not loaded again.
const screens = [
  ['zh-Hant', ['light', 390], ['dark', 390]],
  ['zh-Hans', ['light', 320]],
  ['en', ['light', 320], ['dark', 384]],
].flatMap(([lang, ...ways]) =>
  Object.entries(STATES).map(([name, arrange]) => ({ name, arrange, lang, ways })),
);

async function look({ name, arrange, lang, ways }) {
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
  await arrange({ gateway, page, open: () => page.goto(url), lang });
  await page.addScriptTag({ content: axe });
  for (const way of ways) {
    await drawn(way);
    await settled(page);
    for (const fault of await faultsOf(page)) {
      found += 1;
      process.stdout.write(`${name} ${lang} ${way.join(' ')}px: ${fault}\n`);
    }
  }
  gateway.close();
  await contexts.giveBack(context);
}

async function faultsOf(page) {
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  const told = violations.map(
    (one) => `${one.id}: ${one.nodes.map((at) => at.target.join(' ')).join(', ')}`,
  );
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return wide ? [...told, 'wider than the screen'] : told;
}

// Side by side: a page mostly waits to be drawn.
const left = screens.values();
const looker = async () => {
  for (const screen of left) await look(screen);
};
await Promise.all([looker(), looker(), looker()]);
await contexts.close();
process.stdout.write(`accessibility: ${found ? `${found} faults` : 'ok'}\n`);
process.exitCode = found ? 1 : 0;
