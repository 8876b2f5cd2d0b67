/** A chat that goes to a supervisor: asked, done, and how its agent sees it. `watch` looks into one. */
export const takeScenes = (watch) => {
  const supervisor = {
    phone: true,
    options: { role: 'supervisor', cards: false },
    at: '#/wall',
    ready: '.tiles',
  };
  const ask = async (stage) => {
    await watch(stage);
    await stage.page.keyboard.press('F4');
    await stage.page.waitForSelector('dialog.ask');
  };
  return {
    taking: { ...supervisor, act: ask },
    tookOver: {
      ...supervisor,
      async act(stage) {
        await ask(stage);
        await stage.page.keyboard.press('Enter');
        await stage.page.waitForSelector('.comp[data-kind=reply]');
      },
    },
    takenOver: {
      phone: true,
      options: { role: 'agent' },
      async act({ page, gateway }) {
        await page.click('.row:has-text("王*明")');
        await page.waitForSelector('.bub');
        gateway.takeOver(new URL(page.url()).hash.split('/').at(-1));
        await page.waitForSelector('.banner');
      },
    },
  };
};
