import { css } from './style.ts';

/**
 * The launcher's parts, in a closed shadow root: made at once, put into the page by whoever knows that
 * it is to be there. The script is read here, too, while the browser still says which one it is.
 */

export const BRAND =
  'M10 2.6 16.2 6.7a1.8 1.8 0 0 1 .7 1.3v5.2a1.8 1.8 0 0 1-1.8 1.8H9.6l-3.8 2.8V15h-.9a1.8 1.8 0 0 1-1.8-1.8V8a1.8 1.8 0 0 1 .7-1.3zM7 10.2h6';
export const DOWN = 'm5.5 8 4.5 4.5 4.5-4.5';
const SVG = 'http://www.w3.org/2000/svg';
/** Black or white, whichever can be read on the fill at 4.5:1: one of them always can. */
const INK = 'color(from var(--a) xyz calc((.18 - y)*1e5) calc((.18 - y)*1e5) calc((.18 - y)*1e5))';

export const doc = document;
export const host = element('div');
/** As a module it is nobody's script, and names no storefront. */
const script = (doc.currentScript ?? host) as HTMLScriptElement;
export const options = script.dataset;
export const { origin } = new URL(script.src, location as unknown as URL);

export const box = element('div');
export const launcher = element('button');
export const badge = element('span');
export const path = doc.createElementNS(SVG, 'path');

const root = host.attachShadow({ mode: 'closed' });
const sheet = new CSSStyleSheet();
sheet.replaceSync(`${css}div{color-scheme:${options.theme ?? 'light dark'}}`);
root.adoptedStyleSheets = [sheet];
const svg = doc.createElementNS(SVG, 'svg');
svg.append(path);
launcher.append(svg, badge);
box.append(launcher);
root.append(box);

export function element<Name extends keyof HTMLElementTagNameMap>(name: Name) {
  return doc.createElement(name);
}

/** Without a fill in the design's own colour: what is undefined is no declaration. */
export function dye(fill?: string, ink = INK): void {
  host.style.cssText = (fill && `--a:${fill};--o:${ink}`) as string;
}
