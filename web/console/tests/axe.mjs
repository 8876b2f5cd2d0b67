/**
 * axe-core and the rules of `screen_rules.mjs` on every screen of the console:
 * `node console/tests/axe.mjs [--all] [scene…]`. A screen with a violation or an error in the page is a
 * failed one. Each scene once at its own width, light and dark, and the narrow ones at 390 px in the
 * language of the longest words; `--all` in the other languages too.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { settled } from '../../tests/browser/settled.mjs';
import { scenes } from './scenes.mjs';
import { faultsOf, targetFaultsOf } from './screen_rules.mjs';
import { openStage } from './stage.mjs';

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean' } },
});
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const desk = { locale: 'zh-Hant' };
const phone = { locale: 'en', width: 390, height: 844, touch: true };
const more = [{ locale: 'zh-Hans' }, { locale: 'en' }, { ...phone, locale: 'zh-Hant' }];
const looks = values.all ? [desk, phone, ...more] : [desk, phone];
const stage = await openStage();
let screens = 0;
let failed = 0;

async function violationsOf(page, options) {
  const found = await page.evaluate(
    (chosen) => globalThis.axe.run(document, { resultTypes: ['violations'], ...chosen }),
    options,
  );
  return found.violations.map(({ id, help, nodes }) => {
    const where = nodes
      .slice(0, 4)
      .map((at) => `\n    ${at.target} ${at.failureSummary?.split('\n')[1] ?? ''}`);
    return `${id}, ${help}${where.join('')}`;
  });
}

// The dark one and the one under a finger are drawn again, not loaded again.
async function drawnAgain(opened) {
  await opened.dark();
  await settled(opened.page);
  const colours = { runOnly: ['color-contrast'] };
  const dark = await violationsOf(opened.page, colours);
  await opened.touch();
  await settled(opened.page);
  const targets = await targetFaultsOf(opened.page);
  return [...dark.map((fault) => `dark: ${fault}`), ...targets];
}

async function look({ name, scene, way }) {
  const opened = await stage.page(scene.options, {
    ...{ width: scene.width ?? 1440, at: scene.at ?? '', ready: scene.ready },
    ...way,
  });
  const { page, faults } = opened;
  try {
    await scene.act?.(opened);
    await settled(page);
    await page.evaluate(axe);
    faults.push(...(await violationsOf(page)), ...(await faultsOf(page)));
    faults.push(...(await (way.touch ? targetFaultsOf(page) : drawnAgain(opened))));
  } catch (error) {
    faults.push(String(error));
  }
  await opened.close();
  screens += 1;
  failed += faults.length > 0 ? 1 : 0;
  for (const fault of faults)
    process.stdout.write(`${name} ${way.locale} ${way.width ?? ''}: ${fault}\n`);
}

// Side by side: a page mostly waits to be drawn.
const left = Object.entries(scenes)
  .filter(([name]) => wanted.length === 0 || wanted.includes(name))
  .flatMap(([name, scene]) => looks.map((way) => ({ name, scene, way })))
  .filter(({ scene, way }) => !way.width || scene.phone)
  .values();
const looker = async () => {
  for (const screen of left) await look(screen);
};
await Promise.all([looker(), looker(), looker()]);
await stage.close();
process.stdout.write(`${screens - failed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || screens === 0 ? 1 : 0;
