/** `npm run dev`: rebuilds an app into dist/ whenever a file changes; the gateway serves dist/. */
import { build } from 'vite';
import { builds } from './apps.mjs';

const wanted = process.argv.slice(2);
for (const [name, config] of Object.entries(builds)) {
  if (wanted.length && !wanted.includes(name)) continue;
  await build({
    ...config,
    logLevel: 'info',
    build: { ...config.build, watch: {}, minify: false, sourcemap: 'inline' },
  });
}
