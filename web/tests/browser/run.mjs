/**
 * `npm run browser`: the browser checks on a fresh build. Embedding has several windows at once that wait for
 * each other, and comes first, beside the lightest; the others go side by side, for each mostly waits. What one
 * has said is printed when it ends.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../scripts/apps.mjs';

// What a browser writes after it has said that it is closed goes away with the rest.
const written = mkdtempSync(path.join(tmpdir(), 'kefu-browser-'));
const options = { maxBuffer: 16 << 20, env: { ...process.env, TMPDIR: written } };

function passes(check) {
  const file = path.join(root, 'tests/browser', `${check}.mjs`);
  return new Promise((resolve) => {
    execFile(process.execPath, [file], options, (error, said, complained) => {
      process.stdout.write(said + complained);
      resolve(!error);
    });
  });
}

const together = (checks) => Promise.all(checks.map(passes));
const first = await together(['embed', 'lent']);
const others = await together(['accessibility', 'language', 'talk']);
rmSync(written, { recursive: true, force: true, maxRetries: 10 });
process.exitCode = [...first, ...others].every(Boolean) ? 0 : 1;
