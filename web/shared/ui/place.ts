// Puts a floating layer beside its button, inside the window.
export function placeBeside(layer: HTMLElement, anchor: HTMLElement, align: 'start' | 'end'): void {
  const margin = 8;
  const at = anchor.getBoundingClientRect();
  const size = layer.getBoundingClientRect();
  const wanted = align === 'start' ? at.left : at.right - size.width;
  const left = Math.max(margin, Math.min(wanted, window.innerWidth - size.width - margin));
  const below = at.bottom + 4;
  const fits = below + size.height + margin <= window.innerHeight;
  const top = fits ? below : Math.max(margin, at.top - 4 - size.height);
  layer.style.setProperty('left', `${left}px`);
  layer.style.setProperty('top', `${top}px`);
}
