/** axe on every widget screen, on the app's own address (a frame is not seen from its page). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../../scripts/apps.mjs';
import { MockGateway } from '../doubles/mock_gateway.mjs';
import { launch } from './browser.mjs';
import { settled } from './settled.mjs';
import { STATES } from './states.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const port = 18080;
const browser = await launch();
let found = 0;

for (const [lang, theme, width] of [
  ['zh-Hant', 'light', 390],
  ['zh-Hant', 'dark', 390],
  ['zh-Hans', 'light', 320],
  ['en', 'light', 320],
  ['en', 'dark', 384],
]) {
  for (const [name, arrange] of Object.entries(STATES)) {
    const context = await browser.newContext({
      viewport: { width, height: 680 },
      colorScheme: theme,
      reducedMotion: 'reduce',
      timezoneId: 'Asia/Taipei',
      // Only for the checker itself; the pages run under their policy in `embed.mjs`.
      bypassCSP: true,
    });
    const gateway = new MockGateway({ dist: path.join(root, 'dist') });
    await gateway.listen(port);
    const page = await context.newPage();
    const url = `http://localhost:${port}/w/frame?key=pk_test&locale=${lang}`;
    await arrange({ gateway, page, open: () => page.goto(url), lang });
    await settled(page);
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => window.axe.run());
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    for (const v of violations) {
      found += 1;
      const where = v.nodes.map((n) => n.target.join(' ')).join(', ');
      process.stdout.write(`${name} ${lang} ${theme}: ${v.id}: ${where}\n`);
    }
    if (wide) {
      found += 1;
      process.stdout.write(`${name} ${lang} ${width}px: wider than the screen\n`);
    }
    gateway.close();
    await context.close();
  }
}
await browser.close();
process.stdout.write(`accessibility: ${found ? `${found} faults` : 'ok'}\n`);
process.exitCode = found ? 1 : 0;
