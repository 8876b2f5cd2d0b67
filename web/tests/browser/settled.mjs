/**
 * Until the page has nothing more to draw: fonts are here, what moves once has moved, and two frames
 * have gone by.
 */
export const settled = (page) =>
  page.evaluate(async () => {
    await document.fonts.ready;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    const once = document
      .getAnimations()
      .filter((a) => Number.isFinite(a.effect.getComputedTiming().endTime));
    await Promise.allSettled(once.map((a) => a.finished));
    await frame();
  });
