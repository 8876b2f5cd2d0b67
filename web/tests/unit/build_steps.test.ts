import { describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript
import { checkCatalogues, compare, placeholders } from '../../scripts/catalogues.mjs';
// @ts-expect-error plain JavaScript
import { pruneCss, tightenTokens, withSecondTry } from '../../scripts/plugins.mjs';

describe('The catalogue check', () => {
  it('finds nothing in the catalogues as they are', () => {
    expect(checkCatalogues()).toEqual([]);
  });

  it('names a missing key, an extra key, an empty text and a differing placeholder', () => {
    const reference = { a: '{n} 位', b: '好', c: '嗎', d: '前面還有 {n} 位' };
    const other = { a: '{m} people', c: '', d: '{n} {n?person:people} ahead', e: 'extra' };
    expect(compare(reference, other, 'en')).toEqual([
      'en: "a" has {m}, expected {n}',
      'en: "b" is missing',
      'en: "c" is empty',
      'en: "e" is not in zh-Hant',
    ]);
  });

  it('sees a plural as its number', () => {
    expect(placeholders('{n} {n?person:people} by {time}')).toBe('n time');
  });
});

describe('Pruning tokens', () => {
  it('drops what nothing uses, through chains, and keeps what a script names', () => {
    const css = ':root{--k-a:1px;--k-b:var(--k-a);--k-c:red;--k-d:2px}p{width:var(--k-d)}';
    expect(pruneCss(css, '')).toBe(':root{--k-d:2px}p{width:var(--k-d)}');
    expect(pruneCss(css, "'--k-c'")).toBe(':root{--k-c:red;--k-d:2px}p{width:var(--k-d)}');
  });

  it('does not take a longer name for a shorter one', () => {
    expect(pruneCss('a{--k-x:1;--k-x-2:2}b{c:var(--k-x-2)}', '')).toBe(
      'a{--k-x-2:2}b{c:var(--k-x-2)}',
    );
  });
});

describe('Tightening tokens', () => {
  it('writes a value as short as it goes, and leaves no rule that is empty', () => {
    const css = ':root{--k-a:400 12px / 18px x, "A B";}@media (x){:root{;}}p{font:1px / 2px a, b}';
    expect(tightenTokens(css)).toBe(':root{--k-a:400 12px/18px x,"A B";}p{font:1px / 2px a, b}');
  });
});

describe('A second try', () => {
  it('asks for another address of the same chunk', () => {
    for (const quote of ["'", '"', '`'])
      expect(withSecondTry(`a(()=>import(${quote}./talk-1.js${quote}))`)).toBe(
        `a(()=>import(${quote}./talk-1.js${quote}).catch(()=>import("./talk-1.js?"+Date.now())))`,
      );
  });

  it('is not made of what is computed, nor of what is none of the build’s chunks', () => {
    for (const code of ['import("./" + name + ".js")', 'import("preact")', 'reimport("./a.js")'])
      expect(withSecondTry(code)).toBe(code);
  });
});
