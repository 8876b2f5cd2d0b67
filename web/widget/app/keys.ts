/**
 * To a screen's first place. Keys that go to the shop's page, where somebody may be typing, are not
 * fetched from there: it waits until they come into the frame.
 */
export function keysTo(place: HTMLElement | null): void {
  const take = () => place?.focus();
  if (document.hasFocus()) take();
  else addEventListener('focus', take, { once: true });
}
