/** `npm run build`: catalogues checked, every part built into dist/, every text file pre-compressed. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { builds, root } from './apps.mjs';
import { checkCatalogues } from './catalogues.mjs';

const COMPRESSED = /\.(html|js|mjs|css|svg|json|txt)$/;
const MIN_BYTES = 200;

function compressTree(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !COMPRESSED.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    if (bytes.length < MIN_BYTES) continue;
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(
      `${file}.br`,
      brotliCompressSync(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
    );
  }
}

const wanted = process.argv.slice(2);
const faults = checkCatalogues(wanted);
if (faults.length) {
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exit(1);
}
const dist = path.join(root, 'dist');
if (!wanted.length) rmSync(dist, { recursive: true, force: true });
for (const [name, config] of Object.entries(builds)) {
  if (wanted.length && !wanted.includes(name)) continue;
  if (config.base && !existsSync(path.join(config.root, 'index.html')))
    throw new Error(`${name}/index.html is missing`);
  await build(config);
  compressTree(path.join(dist, name));
}
if (!wanted.length || wanted.includes('storefront')) {
  cpSync(path.join(root, 'storefront'), path.join(dist, 'storefront'), {
    recursive: true,
    filter: (from) => !/README\.md$|[\\/]tests$/.test(from),
  });
}
