/** The launcher's whole look, adopted into a closed shadow root: no inline style, nothing inherited. */
export const css =
  ':host{all:initial!important;position:fixed!important;z-index:2147483000!important;--a:light-dark(#076077,#55afc2);--o:light-dark(#fff,#000);--p:light-dark(#fff,#1e2427)}' +
  '[hidden],:host([hidden]){display:none!important}' +
  '.l,.p{border:0;position:fixed;right:24px;bottom:24px;box-shadow:0 0 0 1px #0001,0 12px 40px #0003}' +
  '.l{cursor:pointer;width:56px;height:56px;border-radius:50%;display:grid;place-items:center;color:var(--o);background:var(--a)}' +
  '.l:hover{filter:brightness(.9)}' +
  ':focus-visible{outline:2px solid var(--a);outline-offset:3px}' +
  'svg{width:24px;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}' +
  '.n{position:absolute;top:-2px;right:-4px;padding:0 7px;border-radius:14px;background:#ba2524;color:#fff;font:600 13px/22px sans-serif;outline:2px solid var(--p)}' +
  '.n:empty{padding:7px;margin:4px;background:var(--a)}' +
  '.p{bottom:88px;width:292px;border-radius:14px 14px 4px;background:var(--p)}' +
  ':not(.up)>.p{scale:0}' +
  '.on:not(.up)>.l{opacity:.6}' +
  '.on .p{width:384px;height:min(680px,100vh - 104px);border-radius:14px}' +
  '.left>*{right:auto;left:24px}' +
  '.phone.on .p{inset:0;width:100%;height:100%;border-radius:0}' +
  '.phone.on.up .l{display:none}' +
  '@media(prefers-reduced-motion:no-preference){.up .p{animation:i .24s}@keyframes i{0%{opacity:0;translate:0 8px}}}' +
  '@media print{:host{display:none!important}}';
