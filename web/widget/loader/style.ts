/** The launcher's whole look, adopted into a closed shadow root: no inline style, nothing inherited. */
export const css =
  ':host{all:initial!important;--a:light-dark(#076077,#55afc2);--o:light-dark(#fff,#000);--p:light-dark(#fff,#1e2427)}' +
  ':host([hidden]) div{display:none}' +
  'button,iframe{border:0;position:fixed;z-index:9999999999;right:24px;bottom:24px;box-shadow:0 0 0 1px #0001,0 12px 40px #0003}' +
  'button{cursor:pointer;padding:18px;border-radius:50%;color:var(--o);background:var(--a)}' +
  'button:hover{filter:brightness(.9)}' +
  ':focus-visible{outline:2px solid var(--a);outline-offset:3px}' +
  'svg{display:block;height:20px;width:20px;scale:1.2;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}' +
  'span{position:absolute;right:-4px;top:-2px;border-radius:14px;outline:2px solid var(--p);padding:0 7px;background:#ba2524;color:#fff;font:600 13px/22px sans-serif}' +
  'span:empty{padding:7px;margin:4px;background:var(--a)}' +
  'iframe{bottom:88px;width:292px;border-radius:14px 14px 4px;background:var(--p)}' +
  ':not(.up)>iframe{scale:0}' +
  '.on:not(.up)>button{opacity:.6}' +
  '.on iframe{width:384px;height:min(680px,100vh - 104px);border-radius:14px}' +
  '.left>*{right:auto;left:24px}' +
  '.phone.on iframe{inset:0;width:100%;border-radius:0}' +
  '.phone.on.up button{display:none}' +
  '@media not (prefers-reduced-motion){.up iframe{animation:i .24s}@keyframes i{0%{translate:0 8px;opacity:0}}}' +
  '@media print{div{display:none}}';
