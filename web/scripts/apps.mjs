/**
 * How each part is built. Every app is one Vite build of its own, so that nothing of the console
 * can end up in the widget. `base` is where the gateway serves the folder.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainImports, pruneTokens, secondTries } from './plugins.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const automatic = { jsx: { runtime: 'automatic', importSource: 'preact' } };
const cssTarget = ['chrome123', 'safari17.5', 'firefox120'];
const quiet = { configFile: false, envDir: false, logLevel: 'warn' };

/** Children as arguments: a twentieth of the widget's bytes less than as a property. */
const classic = {
  jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' },
  jsxInject: "import { Fragment, h } from 'preact'",
};

function app(name, base, target, oxc) {
  return {
    ...quiet,
    root: path.join(root, name),
    base,
    oxc,
    plugins: [plainImports(), pruneTokens(), secondTries()],
    build: {
      outDir: path.join(root, 'dist', name),
      emptyOutDir: true,
      assetsDir: 'assets',
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      target,
      cssTarget,
      modulePreload: false,
      reportCompressedSize: false,
    },
  };
}

function library(entry, outDir, fileName, format, target) {
  return {
    ...quiet,
    root,
    build: {
      outDir: path.join(root, 'dist', outDir),
      emptyOutDir: true,
      copyPublicDir: false,
      target,
      reportCompressedSize: false,
      lib: {
        entry: path.join(root, entry),
        name: 'kefuLoader',
        formats: [format],
        fileName: () => fileName,
      },
    },
  };
}

export const builds = {
  loader: library('widget/loader/index.ts', 'loader', 'v1.js', 'iife', ['es2022', 'safari16.4']),
  widget: app('widget', '/w/', ['es2022', 'safari16.4'], classic),
  console: app('console', '/console/', 'es2022', automatic),
  protocol: library('shared/protocol/index.ts', 'protocol', 'index.mjs', 'es', 'node20'),
};
