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
