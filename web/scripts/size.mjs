/** `npm run size`: fails when a part is heavier than its budget. Bytes after gzip, of a fresh build. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './apps.mjs';

const gz = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const dist = (...parts) => path.join(root, 'dist', ...parts);

/** What a first visit loads: page, entry script, style, everything static, and one locale. */
function firstLoad(app, lazy) {
  const files = readdirSync(dist(app, 'assets')).filter((f) => /\.(js|css|json)$/.test(f));
  const locales = files.filter((f) => /^(zh-Hant|zh-Hans|en)-/.test(f));
  const always = files.filter((f) => !locales.includes(f) && !lazy.test(f));
  const sum = always.reduce((total, f) => total + gz(dist(app, 'assets', f)), 0);
  return sum + Math.max(0, ...locales.map((f) => gz(dist(app, 'assets', f))));
}

function chunk(app, name) {
  const file = readdirSync(dist(app, 'assets')).find((f) => name.test(f) && f.endsWith('.js'));
  return file ? gz(dist(app, 'assets', file)) : Number.POSITIVE_INFINITY;
}

const checks = [
  ['loader', gz(dist('loader', 'v1.js')), 3_000],
  ['widget, first load', firstLoad('widget', /^talk-/), 25_000],
  ['widget, talk chunk', chunk('widget', /^talk-/), 10_000],
  ['console, first load', firstLoad('console', /^(wall|records|admin)_page-/), 90_000],
  ['console, all of it', firstLoad('console', /^$/), 110_000],
];

for (const [name, bytes, budget] of checks) {
  const verdict = bytes > budget ? 'OVER' : 'ok';
  process.stdout.write(`${verdict.padEnd(5)}${name.padEnd(22)}${bytes} of ${budget} bytes\n`);
  if (bytes > budget) process.exitCode = 1;
}
