/**
 * Fails when the three catalogues of an app do not have the same keys and, key by key, the same
 * placeholders. zh-Hant is the one the others are held to, because the keys are typed from it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** The beginning of the three files' names. */
const CATALOGUES = [
  'shared/i18n/catalogues/',
  'widget/catalogues/',
  'widget/catalogues/few/few-',
  'widget/catalogues/talk/talk-',
  'console/catalogues/',
];
const LOCALES = ['zh-Hant', 'zh-Hans', 'en'];

export function placeholders(text) {
  return [...new Set([...text.matchAll(/\{(\w+)(?:\?[^}]*)?\}/g)].map((m) => m[1]))]
    .sort()
    .join(' ');
}

/** @returns {string[]} one line per fault; empty when all is well */
export function compare(reference, other, name) {
  const faults = [];
  for (const [key, text] of Object.entries(reference)) {
    if (typeof other[key] !== 'string') faults.push(`${name}: "${key}" is missing`);
    else if (other[key] === '') faults.push(`${name}: "${key}" is empty`);
    else if (placeholders(other[key]) !== placeholders(text))
      faults.push(
        `${name}: "${key}" has {${placeholders(other[key])}}, expected {${placeholders(text)}}`,
      );
  }
  for (const key of Object.keys(other))
    if (!(key in reference)) faults.push(`${name}: "${key}" is not in zh-Hant`);
  return faults;
}

/** All catalogues, or `shared` and those of the named apps. */
export function checkCatalogues(apps = []) {
  const faults = [];
  for (const names of CATALOGUES) {
    const app = names.split('/')[0] ?? '';
    if (apps.length && app !== 'shared' && !apps.includes(app)) continue;
    const read = (locale) =>
      JSON.parse(readFileSync(path.join(root, `${names}${locale}.json`), 'utf8'));
    const reference = read('zh-Hant');
    for (const locale of LOCALES)
      faults.push(...compare(reference, read(locale), `${names}${locale}.json`));
  }
  return faults;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = checkCatalogues();
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length ? 1 : 0;
}
