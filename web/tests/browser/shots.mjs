/**
 * Pictures of every widget screen, for eyes: `node tests/browser/shots.mjs OUT_FOLDER [state…]`.
 * 390 px, three languages, light and dark. The shop's page at 1440 is `embed.mjs OUT_FOLDER`'s.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/apps.mjs';
import { MockGateway } from '../doubles/mock_gateway.mjs';
import { launch } from './browser.mjs';
import { settled } from './settled.mjs';
import { STATES } from './states.mjs';

const out = process.argv[2] ?? 'shots';
const only = process.argv.slice(3);
mkdirSync(out, { recursive: true });
const browser = await launch();

for (const [lang, theme] of [
  ['zh-Hant', 'light'],
  ['zh-Hant', 'dark'],
  ['zh-Hans', 'light'],
  ['zh-Hans', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
]) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    colorScheme: theme,
    deviceScaleFactor: 1,
    locale: lang === 'en' ? 'en-GB' : lang === 'zh-Hant' ? 'zh-TW' : 'zh-CN',
    timezoneId: 'Asia/Taipei',
  });
  for (const [name, arrange] of Object.entries(STATES)) {
    if (only.length && !only.includes(name)) continue;
    const gateway = new MockGateway({ dist: path.join(root, 'dist') });
    const port = await gateway.listen();
    const page = await context.newPage();
    page.on('console', (m) => process.stdout.write(`${name} ${lang}: ${m.text()}\n`));
    page.on('pageerror', (e) => process.stdout.write(`${name} ${lang}: ${e.message}\n`));
    const url = `http://localhost:${port}/w/frame?key=pk_test&locale=${lang}`;
    await arrange({ gateway, page, open: () => page.goto(url), lang });
    await settled(page);
    await page.screenshot({ path: path.join(out, `${name}-${lang}-${theme}.png`) });
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    await page.close();
    gateway.close();
  }
  await context.close();
}
await browser.close();
