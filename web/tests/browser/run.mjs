/** `npm run browser`: the browser checks, one after the other, on a fresh build. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../../scripts/apps.mjs';

for (const check of ['embed', 'talk', 'accessibility']) {
  const file = path.join(root, 'tests/browser', `${check}.mjs`);
  const { status } = spawnSync(process.execPath, [file], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
