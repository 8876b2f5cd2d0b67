/**
 * `npm run browser`: the browser checks on a fresh build, side by side, for each waits half its time. What one
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

const checks = ['accessibility', 'language', 'embed', 'talk', 'lent'];
const passed = await Promise.all(checks.map(passes));
rmSync(written, { recursive: true, force: true, maxRetries: 10 });
process.exitCode = passed.every(Boolean) ? 0 : 1;
