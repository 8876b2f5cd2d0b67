/**
 * Takes pictures of the console's screens: `node console/tests/look.mjs OUT [scene…]`, with
 * `--theme dark`, `--locale en`, `--width 390`.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { settled } from '../../tests/browser/settled.mjs';
import { scenes } from './scenes.mjs';
import { openStage } from './stage.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { theme: { type: 'string' }, locale: { type: 'string' }, width: { type: 'string' } },
});
const [out = 'shots', ...wanted] = positionals;
mkdirSync(out, { recursive: true });
const stage = await openStage();
for (const [name, scene] of Object.entries(scenes)) {
  if (wanted.length && !wanted.includes(name)) continue;
  const width = Number(values.width ?? scene.width ?? 1440);
  const phone = width < 500;
  const look = {
    ...{ width, height: phone ? 844 : 900, touch: phone },
    ...{ at: scene.at ?? '', ready: scene.ready },
  };
  if (values.theme) look.theme = values.theme;
  if (values.locale) look.locale = values.locale;
  const opened = await stage.page(scene.options, look);
  try {
    await scene.act?.(opened);
    await settled(opened.page);
  } catch (error) {
    process.stdout.write(`${name}: ${error}\n`);
  }
  const file = [name, values.theme, values.locale, values.width].filter(Boolean).join('-');
  await opened.page.screenshot({ path: path.join(out, `${file}.png`) });
  for (const fault of opened.faults) process.stdout.write(`${name}: ${fault}\n`);
  await opened.close();
}
await stage.close();
