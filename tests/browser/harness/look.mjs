/**
 * One screen as it stands: at each width axe-core finds nothing in light, no contrast too low in dark, and the
 * page is not wider than its window. With KEFU_SCREENSHOTS it also takes a picture of each.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './stack.mjs';

const fromWeb = createRequire(new URL('../../../web/package.json', import.meta.url));
const source = readFileSync(fromWeb.resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env.KEFU_SCREENSHOTS ? path.join(root, 'build/screenshots') : undefined;
if (pictures) mkdirSync(pictures, { recursive: true });

async function violationsIn(frame, rules) {
  if (!(await frame.evaluate(() => !!globalThis.axe))) await frame.evaluate(source);
  const found = await frame.evaluate(
    (chosen) =>
      globalThis.axe.run(document, { resultTypes: ['violations'], iframes: false, ...chosen }),
    rules,
  );
  return found.violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id} at ${node.target}: ${node.failureSummary}`),
  );
}

// The dark page is the same page in other colours.
const colours = { light: {}, dark: { runOnly: ['color-contrast'] } };

/** Every frame is looked at on its own: axe of one site does not see into another's. */
async function violationsOn(page, rules) {
  const found = [];
  for (const frame of page.frames()) {
    if (frame.isDetached() || (await hidden(frame))) continue;
    found.push(...(await violationsIn(frame, rules)));
  }
  return found;
}

export async function look(page, name, { widths = [1440, 390] } = {}) {
  const problems = [];
  const before = page.viewportSize();
  const ways = widths.flatMap((width) =>
    Object.keys(colours).map((colorScheme) => ({ width, colorScheme })),
  );
  for (const { width, colorScheme } of ways) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.emulateMedia({ colorScheme });
    const where = `${name} ${width} ${colorScheme}`;
    for (const one of await violationsOn(page, colours[colorScheme]))
      problems.push(`${where}: ${one}`);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wider > 0) problems.push(`${where}: ${wider} px wider than the window`);
    if (pictures)
      await page.screenshot({ path: path.join(pictures, `${name}-${width}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
  return problems;
}

async function hidden(frame) {
  const element = await frame.frameElement().catch(() => undefined);
  return element !== undefined && !(await element.isVisible());
}

/** Collects what is wrong with each screen, so that one run tells all of it. */
export function gallery() {
  const problems = [];
  return {
    see: async (page, name, options) => problems.push(...(await look(page, name, options))),
    clean: () => assert.deepEqual(problems, [], problems.join('\n')),
  };
}
