// What a storefront's form must hold. Pure.

import { brandOf } from '#ui/brand.ts';

// A word that is no origin: what is wrong with it, and what may be meant.
export interface WrongOrigin {
  readonly word: string;
  readonly why: 'path' | 'form';
  readonly meant: string;
}

// One exact origin per line or space: scheme and host, a port where there is one, nothing after it.
export function originsFrom(text: string): { origins: string[]; wrong: WrongOrigin[] } {
  const origins: string[] = [];
  const wrong: WrongOrigin[] = [];
  for (const word of text.split(/[\s,]+/).filter((one) => one !== '')) {
    const read = originOf(word);
    if (typeof read !== 'string') wrong.push(read);
    else if (!origins.includes(read)) origins.push(read);
  }
  return { origins, wrong };
}

const isHost = /^[\p{L}\p{N}.-]+(:\d+)?(\/|$)/u; // written without its scheme

function originOf(word: string): string | WrongOrigin {
  const url = webAddress(word);
  if (!url) {
    const meant = isHost.test(word) ? webAddress(`https://${word}`)?.origin : undefined;
    return { word, why: 'form', meant: meant ?? 'https://shop.example' };
  }
  if (url.username !== '') return { word, why: 'form', meant: url.origin };
  const rest = url.pathname + url.search + url.hash;
  return rest === '/' ? url.origin : { word, why: 'path', meant: url.origin };
}

function webAddress(word: string): URL | undefined {
  try {
    const url = new URL(word);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}

// The lines a shop puts into its pages. The first keeps what the page says before the script is there. They
// name no language: the page's own counts, then the storefront's. The launcher asks nothing before it is first
// opened, so a colour of the storefront's own stands here.
export function embedSnippet(gateway: string, widgetKey: string, accent?: string): string {
  const brand = brandOf(accent);
  const colour = brand ? ` data-color="${brand.fill}" data-ink="${brand.text}"` : '';
  return `<script>window.kefu ??= (...a) => (window.kefu.q ??= []).push(a)</script>
<script async src="${gateway}/w/v1.js" data-site="${widgetKey}"${colour}></script>`;
}
