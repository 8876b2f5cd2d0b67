/**
 * The browser tests: `node tests/browser/run.mjs [--screenshots] [part of a file's name…]`. The looks at every
 * screen (`screens*`) only when they are named: what a part looks like, the looks of console and widget alone
 * have seen already.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFolder } from './harness/runner.mjs';

const wanted = process.argv.slice(2).filter((one) => !one.startsWith('--'));
if (process.argv.includes('--screenshots')) process.env.KEFU_SCREENSHOTS = '1';

runFolder(path.dirname(fileURLToPath(import.meta.url)), wanted, 3, 'screens');
