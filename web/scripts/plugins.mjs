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

/** The minifier leaves a custom property as it was written, and a rule that pruning emptied. */
export function tightenTokens(css) {
  const tight = css.replace(/--k-[\w-]+:[^;{}]*/g, (token) => token.replace(/\s*([,/])\s*/g, '$1'));
  let before;
  let after = tight;
  do {
    before = after;
    after = before.replace(/[^{};]+\{;?\}/g, '');
  } while (after !== before);
  return after;
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
          file.source = tightenTokens(pruneCss(String(file.source), scripts));
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

/**
 * A browser may keep a script's failure for as long as the page lives (the HTML standard's module
 * map; Chromium 150 does, 156 does not): asking for the same address again fails without asking
 * anybody. So a second try asks for another address of the same file.
 *
 * @param {string} code
 */
export function withSecondTry(code) {
  return code.replace(
    /\bimport\((["'`])(\.\/[^"'`$]+\.js)\1\)/g,
    (first, _quote, file) => `${first}.catch(()=>import("${file}?"+Date.now()))`,
  );
}

export function secondTries() {
  return {
    name: 'kefu-second-tries',
    enforce: 'post',
    renderChunk: (code) => ({ code: withSecondTry(code), map: null }),
  };
}
