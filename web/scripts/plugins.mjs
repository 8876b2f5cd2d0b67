/** Vite plug-ins of this build. */

/**
 * Ships only the design tokens an app uses: drops `--k-…` declarations that nothing in the app's
 * built CSS or scripts refers to. Repeats until nothing more falls away, since tokens use tokens.
 */

/** @param {string} css @param {string} scripts */
export function pruneCss(css, scripts) {
  let before;
  do {
    before = css;
    const used = new Set(
      [...`${css}\n${scripts}`.matchAll(/(--k-[\w-]+)(?!\s*:)(?![\w-])/g)].map((m) => m[1]),
    );
    css = css.replace(/(--k-[\w-]+)\s*:[^;{}]*;?/g, (whole, name) => (used.has(name) ? whole : ''));
  } while (css !== before);
  return css;
}

export function pruneTokens() {
  return {
    name: 'kefu-prune-tokens',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const scripts = files
        .filter((f) => f.type === 'chunk')
        .map((f) => f.code)
        .join('\n');
      for (const file of files)
        if (file.type === 'asset' && file.fileName.endsWith('.css'))
          file.source = pruneCss(String(file.source), scripts);
    },
  };
}

/**
 * A chunk brings no style sheet of its own here (`cssCodeSplit: false`), so `import()` needs no
 * helper that preloads one; Vite's is replaced by the call itself.
 */
export function plainImports() {
  return {
    name: 'kefu-plain-imports',
    enforce: 'pre',
    load: (id) =>
      id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : null,
  };
}
