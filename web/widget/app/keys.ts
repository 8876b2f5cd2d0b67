/**
 * To a screen's first place. Keys that go to the shop's page, where somebody may be typing, are not
 * fetched from there: it waits until they come into the frame, or whoever waits lets go of it (the
 * answer), as a screen must that goes.
 */
export function keysTo(place: HTMLElement | null): () => void {
  const take = () => place?.focus();
  if (document.hasFocus()) take();
  else addEventListener('focus', take, { once: true });
  return () => removeEventListener('focus', take);
}
