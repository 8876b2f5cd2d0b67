import { chmodSync, cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/**
 * A copy of what is served, in a folder for `KEFU_BROWSER_APP`: nobody's build changes what is under test,
 * and the service's user can read it wherever the checkout is.
 */
export function copyServed() {
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
  return app;
}
