/**
 * All browser tests: `node tests/browser/run.mjs [--screenshots] [part of a file's name…]`.
 * The last line is `N passed, N failed`; exits 1 when anything failed or nothing ran.
 */
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const wanted = process.argv.slice(2).filter((one) => !one.startsWith('--'));
if (process.argv.includes('--screenshots')) process.env.KEFU_SCREENSHOTS = '1';

// A copy: nobody's build changes what is under test, and the service's user can read it wherever
// the checkout is.
const app = mkdtempSync(path.join(tmpdir(), 'kefu-app-'));
const served = {
  kefu: process.env.KEFU_BINARY ?? path.join(root, 'build/dev/gateway/app/kefu'),
  dist: process.env.KEFU_WEB_DIST ?? path.join(root, 'web/dist'),
  storefront: path.join(root, 'web/storefront'),
  'ecommerce.toml': path.join(root, 'gateway/service/sop/ecommerce.toml'),
};
for (const [name, from] of Object.entries(served))
  cpSync(from, path.join(app, name), { recursive: true, dereference: true });
chmodSync(app, 0o755);
process.env.KEFU_BROWSER_APP = app;
// What a browser writes after it has said that it is closed goes away with the rest.
process.env.TMPDIR = app;

const files = readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .map((name) => path.join(here, name));
let passed = 0;
let failed = 0;
const events = run({ files, concurrency: 3 });
events.on('test:pass', (one) => {
  if (one.details?.type !== 'suite' && !one.skip && !one.todo) passed += 1;
});
events.on('test:fail', () => {
  failed += 1;
});
events.compose(spec).pipe(process.stdout);
events.once('end', () => {
  rmSync(app, { recursive: true, force: true, maxRetries: 10 });
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  process.once('exit', () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`));
});
