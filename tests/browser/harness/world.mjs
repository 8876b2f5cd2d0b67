/**
 * One test file's world: the stack, the windows, and `scenario`, which is `test` with a picture of
 * every window and the gateway's log kept in build/browser/ when it fails.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Windows } from './browsers.mjs';
import { root, Stack } from './stack.mjs';

const kept = path.join(root, 'build/browser');

export function world(browser) {
  const stack = new Stack();
  const windows = new Windows(browser);
  before(() => stack.start());
  after(async () => {
    await windows.close();
    await stack.stop();
  });
  const scenario = (name, run) =>
    test(name, async (t) => {
      try {
        await run(t);
        assert.deepEqual(windows.faults, [], 'no error in any page');
      } catch (error) {
        const folder = path.join(kept, name.replace(/[^\w]+/g, '-').slice(0, 60));
        mkdirSync(folder, { recursive: true });
        const focus = await windows.focus();
        await windows.pictures(folder);
        writeFileSync(path.join(folder, 'gateway.log'), stack.log());
        error.message += `\nwindows and log: ${folder}\nfaults: ${windows.faults.join('\n')}`;
        error.message += `\nfocus:\n${focus.join('\n')}`;
        throw error;
      } finally {
        windows.faults.length = 0;
        // The next scenario starts with windows of its own.
        await windows.clear();
      }
    });
  return { stack, windows, scenario };
}
