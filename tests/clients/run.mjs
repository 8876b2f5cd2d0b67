/** All tests of foreign client libraries: `node tests/clients/run.mjs [part of a file's name…]`. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFolder } from '../browser/harness/runner.mjs';

runFolder(path.dirname(fileURLToPath(import.meta.url)), process.argv.slice(2), 2);
