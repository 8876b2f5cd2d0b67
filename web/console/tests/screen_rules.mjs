/**
 * What every screen keeps to, beside axe: nothing wider than the window, the end of the log in view, no button
 * narrower than its words, and where fingers point no target under 44 px. Answers what is wrong, in words.
 */

const wide = () =>
  document.documentElement.scrollWidth > document.documentElement.clientWidth
    ? ['the page is wider than the window']
    : [];

// Scenes open at the end and nobody has scrolled: the last words are whole, and nothing offers the way.
const endInView = () => {
  const log = document.querySelector('.ledger');
  if (!log?.checkVisibility()) return [];
  const past = log.scrollHeight - log.scrollTop - log.clientHeight;
  if (past > 1) return [`the log ends ${past} px under its edge`];
  return document.querySelector('.pill-new') ? ['the way to the end is offered at the end'] : [];
};

const tightButtons = () => {
  const out = [];
  for (const one of document.querySelectorAll('.btn')) {
    const { paddingLeft, paddingRight, fontSize } = getComputedStyle(one);
    if (!one.checkVisibility({ visibilityProperty: true }) || fontSize === '0px') continue;
    const words = document.createRange();
    words.selectNodeContents(one);
    const over =
      words.getBoundingClientRect().width -
      (one.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight));
    if (over > 1) out.push(`"${one.textContent}" is ${Math.round(over)} px wider than its button`);
  }
  return out;
};

const smallTargets = () => {
  const least = 44;
  const kinds =
    'button, a[href], input, select, textarea, summary, [role^=menuitem], [role=option]';
  const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
  const inText = (at) => at.matches('.bub .named') || getComputedStyle(at).display === 'inline';
  const reached = (at, box) => {
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const at44 = least / 2 - 1;
    const hit = (left, top) => {
      const within = (px, end) => Math.min(Math.max(px, 0), end - 1); // the window's edge is no gap
      return at.contains(
        document.elementFromPoint(within(left, innerWidth), within(top, innerHeight)),
      );
    };
    const around = [
      [x - at44, y],
      [x + at44, y],
      [x, y - at44],
      [x, y + at44],
    ];
    return !hit(x, y) || around.every(([left, top]) => hit(left, top)); // covered: no target now
  };
  const out = [];
  for (const one of document.querySelectorAll(kinds)) {
    const at = (one.matches('input') && one.closest('label')) || one;
    const seen = one.checkVisibility({ visibilityProperty: true }) && !one.closest('.vh, [inert]');
    if (!seen || (modal && !modal.contains(one)) || inText(at)) continue;
    const box = at.getBoundingClientRect();
    if (Math.min(box.width, box.height) > least - 0.5 || reached(at, box)) continue;
    const name = one.getAttribute('aria-label') ?? one.textContent.trim().slice(0, 20);
    out.push(`"${name}" is ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }
  return out;
};

export async function faultsOf(page) {
  const found = [];
  for (const rule of [wide, endInView, tightButtons]) found.push(...(await page.evaluate(rule)));
  return found;
}

export const targetFaultsOf = (page) => page.evaluate(smallTargets);
