/** All browser tests: `node tests/browser/run.mjs [--screenshots] [part of a file's name…]`. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFolder } from './harness/runner.mjs';

const wanted = process.argv.slice(2).filter((one) => !one.startsWith('--'));
if (process.argv.includes('--screenshots')) process.env.KEFU_SCREENSHOTS = '1';

runFolder(path.dirname(fileURLToPath(import.meta.url)), wanted, 3);
