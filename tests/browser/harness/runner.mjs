import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { copyServed } from './served.mjs';

// About how long a file takes: whatever begins last should not be what takes longest.
function work(file) {
  const source = readFileSync(file, 'utf8');
  return source.includes("scenario('slow: ") ? Number.POSITIVE_INFINITY : source.length;
}

/**
 * Runs the `*.test.mjs` of a folder whose name holds one of the words, against a copy of what is served. Without
 * words all but those that begin with `unasked`. The last line is `N passed, N failed`; exits 1 when anything
 * failed or nothing ran.
 */
export function runFolder(folder, words, concurrency, unasked) {
  const app = copyServed();
  process.env.KEFU_BROWSER_APP = app;
  // What a browser writes after it has said that it is closed goes away with the rest.
  process.env.TMPDIR = app;
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.test.mjs'))
    .filter((name) =>
      words.length === 0
        ? !unasked || !name.startsWith(unasked)
        : words.some((part) => name.includes(part)),
    )
    .map((name) => path.join(folder, name))
    .sort((one, other) => work(other) - work(one));
  let passed = 0;
  let failed = 0;
  const events = run({ files, concurrency });
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
}
