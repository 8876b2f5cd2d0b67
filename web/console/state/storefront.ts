// What a storefront's form must hold. Pure.

import { brandOf } from '#ui/brand.ts';

// One exact origin per line or space: scheme and host, a port where there is one, nothing after it.
export function originsFrom(text: string): { origins: string[]; wrong: string[] } {
  const origins: string[] = [];
  const wrong: string[] = [];
  for (const word of text.split(/[\s,]+/).filter((one) => one !== '')) {
    const origin = originOf(word);
    if (origin === undefined) wrong.push(word);
    else if (!origins.includes(origin)) origins.push(origin);
  }
  return { origins, wrong };
}

function originOf(word: string): string | undefined {
  try {
    const url = new URL(word);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
    const rest = url.pathname + url.search + url.hash;
    return rest === '/' && url.username === '' ? url.origin : undefined;
  } catch {
    return undefined;
  }
}

// The lines a shop puts into its pages. The first keeps what the page says before the script is there. They
// name no language: the page's own counts, then the browser's. The launcher asks nothing before it is first
// opened, so a colour of the storefront's own stands here.
export function embedSnippet(gateway: string, widgetKey: string, accent?: string): string {
  const brand = brandOf(accent);
  const colour = brand ? ` data-color="${brand.fill}" data-ink="${brand.text}"` : '';
  return `<script>window.kefu ??= (...a) => (window.kefu.q ??= []).push(a)</script>
<script async src="${gateway}/w/v1.js" data-site="${widgetKey}"${colour}></script>`;
}
