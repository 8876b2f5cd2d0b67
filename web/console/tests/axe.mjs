/**
 * axe-core and the rules of `screen_rules.mjs` on every screen of the console:
 * `node console/tests/axe.mjs [--all] [scene…]`. A screen with a violation or an error in the page is a
 * failed one. Each scene is opened once, and drawn again in dark, under a finger and at its other width;
 * `--all` (or KEFU_LOOKS=all) opens it at each width and in each language. `consoleLooks` says which and why.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { settled } from '../../tests/browser/settled.mjs';
import { consoleLooks } from '../../tests/browser/shares.mjs';
import { scenes } from './scenes.mjs';
import { faultsOf, targetFaultsOf } from './screen_rules.mjs';
import { openStage } from './stage.mjs';

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean' } },
});
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const all = values.all || process.env.KEFU_LOOKS === 'all';
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
async function drawnAgain(opened, again) {
  await opened.dark();
  await settled(opened.page);
  const colours = { runOnly: ['color-contrast'] };
  const found = (await violationsOf(opened.page, colours)).map((fault) => `dark: ${fault}`);
  await opened.touch();
  await settled(opened.page);
  found.push(...(await targetFaultsOf(opened.page)));
  if (!again) return found;
  await opened.page.setViewportSize(again);
  await settled(opened.page);
  const measured = [...(await faultsOf(opened.page)), ...(await targetFaultsOf(opened.page))];
  return [...found, ...measured.map((fault) => `at ${again.width} px: ${fault}`)];
}

async function look({ name, scene, way, again }) {
  const opened = await stage.page(scene.options, {
    ...{ at: scene.at ?? '', ready: scene.ready },
    ...way,
  });
  const { page, faults } = opened;
  try {
    await scene.act?.(opened);
    await settled(page);
    await page.evaluate(axe);
    faults.push(...(await violationsOf(page)), ...(await faultsOf(page)));
    faults.push(...(await drawnAgain(opened, again)));
  } catch (error) {
    faults.push(String(error));
  }
  await opened.close();
  screens += 1;
  failed += faults.length > 0 ? 1 : 0;
  for (const fault of faults)
    process.stdout.write(`${name} ${way.locale} ${way.width}: ${fault}\n`);
}

// Side by side: a page mostly waits to be drawn.
const left = consoleLooks(scenes, all)
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  .values();
const looker = async () => {
  for (const screen of left) await look(screen);
};
await Promise.all([looker(), looker(), looker()]);
await stage.close();
process.stdout.write(`${screens - failed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || screens === 0 ? 1 : 0;
