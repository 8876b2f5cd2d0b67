/**
 * axe-core and the rules of `screen_rules.mjs` on every screen of the console:
 * `node console/tests/axe.mjs [scene…]`. Fails on any violation and on any error in the page. Each scene
 * in zh-Hant light and dark, zh-Hans and en; the narrow ones at 390 px too, under a finger.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { settled } from '../../tests/browser/settled.mjs';
import { scenes } from './scenes.mjs';
import { faultsOf } from './screen_rules.mjs';
import { openStage } from './stage.mjs';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const looks = [
  { locale: 'zh-Hant', theme: 'light' },
  { locale: 'zh-Hant', theme: 'dark' },
  { locale: 'zh-Hans', theme: 'light' },
  { locale: 'en', theme: 'light' },
  { locale: 'zh-Hant', theme: 'light', width: 390, height: 844, touch: true },
  { locale: 'en', theme: 'light', width: 390, height: 844, touch: true },
];
const wanted = process.argv.slice(2);
const stage = await openStage();
let screens = 0;
let bad = 0;

const say = (line) => process.stdout.write(`${line}\n`);

for (const [name, scene] of Object.entries(scenes)) {
  if (wanted.length && !wanted.includes(name)) continue;
  for (const look of looks) {
    if (look.width && !scene.phone) continue;
    const title = `${name} ${look.locale} ${look.theme}${look.width ? ` ${look.width}` : ''}`;
    const opened = await stage.page(scene.options, {
      width: scene.width ?? 1440,
      at: scene.at ?? '',
      ready: scene.ready,
      ...look,
    });
    try {
      await scene.act?.(opened);
      await settled(opened.page);
      await opened.page.evaluate(source);
      const found = await opened.page.evaluate(() =>
        globalThis.axe.run(document, { resultTypes: ['violations'] }),
      );
      screens += 1;
      for (const violation of found.violations) {
        bad += 1;
        say(`${title}: ${violation.id}, ${violation.help}`);
        for (const node of violation.nodes.slice(0, 4))
          say(`    ${node.target} ${node.failureSummary?.split('\n')[1] ?? ''}`);
      }
      for (const fault of await faultsOf(opened.page, look)) {
        bad += 1;
        say(`${title}: ${fault}`);
      }
    } catch (error) {
      bad += 1;
      say(`${title}: ${error}`);
    }
    for (const fault of opened.faults) {
      bad += 1;
      say(`${title}: ${fault}`);
    }
    await opened.page.close();
  }
}
await stage.close();
say(`${screens} screens, ${bad} faults`);
process.exitCode = bad > 0 || screens === 0 ? 1 : 0;
