/**
 * `npm run browser`: the browser checks on a fresh build, side by side, for each of them mostly
 * waits. What one has said is printed when it ends.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { root } from '../../scripts/apps.mjs';

const ran = ['embed', 'talk', 'accessibility'].map((check) => {
  const file = path.join(root, 'tests/browser', `${check}.mjs`);
  return new Promise((resolve) => {
    execFile(process.execPath, [file], { maxBuffer: 16 << 20 }, (error, said, complained) => {
      process.stdout.write(said + complained);
      resolve(!error);
    });
  });
});
process.exitCode = (await Promise.all(ran)).every(Boolean) ? 0 : 1;
