/** The launcher's whole look, adopted into a closed shadow root: no inline style, nothing inherited. */
export const css =
  ':host{all:initial!important;position:fixed!important;z-index:2147483000!important;--a:#076077;--o:#fff;--p:#fff}' +
  ':host([dark]){--a:#55afc2;--o:#02131a;--p:#1e2427}' +
  '[hidden],:host([hidden]){display:none!important}' +
  'button{font:inherit;border:0;padding:0;cursor:pointer;background:0;color:inherit}' +
  '.l,.p{position:fixed;right:24px;bottom:24px;box-shadow:0 0 0 1px rgb(40 34 24/.08),0 12px 40px rgb(0 0 0/.18)}' +
  '.l{width:56px;height:56px;border-radius:50%;display:grid;place-items:center;color:var(--o);background:var(--a)}' +
  '.l:hover{filter:brightness(.9)}' +
  ':focus-visible{outline:2px solid var(--a);outline-offset:3px}' +
  'svg{width:24px;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}' +
  '.n{position:absolute;top:-2px;right:-4px;padding:0 7px;border-radius:11px;background:#ba2524;color:#fff;font:600 13px/22px Roboto,sans-serif;outline:2px solid var(--p)}' +
  '.p{bottom:94px;width:292px;border:0;border-radius:14px 14px 4px;background:var(--p)}' +
  '.on .p{bottom:88px;width:384px;height:min(680px,100vh - 104px);border-radius:14px}' +
  '.left>*{right:auto;left:24px}' +
  '.phone.on .p{inset:0;width:100%;height:100dvh;border-radius:0}' +
  '.phone.on .l{display:none}' +
  '@media(prefers-reduced-motion:no-preference){.p{animation:i .24s cubic-bezier(.2,.8,.2,1)}@keyframes i{0%{opacity:0;translate:0 8px}}}' +
  '@media print{:host{display:none!important}}';
