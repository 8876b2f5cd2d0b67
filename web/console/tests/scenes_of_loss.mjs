/** Words whose customer was gone before the page was loaded, and pages that the gateway does not give. */
const loadedWithWords = async ({ page }) => {
  await page.evaluate(async () => {
    const { id } = await (await fetch('/api/me')).json();
    const entry = { c: 'gone', gen: 1, at: Date.now() - 90_000, attempts: 1, state: 'failed' };
    const error = { code: 'stale_assignment' };
    const said = ['明天早上 9 點到 12 點會有人去收件。', '箱子我們會帶，您不用包裝。'];
    sessionStorage.setItem(
      `kefu.outbox.${id}`,
      JSON.stringify(said.map((text, i) => ({ ...entry, key: `k${i}`, text, error }))),
    );
  });
  await page.reload();
  await page.waitForSelector('.inbox .row');
};

export const lossScenes = {
  gone: {
    phone: true,
    options: { role: 'agent' },
    async act(stage) {
      await loadedWithWords(stage);
      await stage.page.evaluate(async () => {
        const { id } = await (await fetch('/api/me')).json();
        const drafts = { 'gone.note': '客戶要改送公司', 'gone.reply': '再跟您確認一次地' };
        localStorage.setItem(`kefu.drafts.${id}`, JSON.stringify({ at: Date.now(), drafts }));
      });
      await stage.page.click('.row:has-text("9 點到 12 點")');
      await stage.page.waitForSelector('.thread .bub');
    },
  },
  goneListed: {
    phone: true,
    options: { role: 'agent' },
    act: loadedWithWords,
  },
  leavingWords: {
    options: { role: 'agent', cards: false },
    async act({ page }) {
      await loadedWithWords({ page });
      await page.click('.bar .end .ib');
      await page.click('.bar .end .menu [role^=menuitem]:last-child');
      await page.waitForSelector('dialog.ask');
    },
  },
  recordsRefused: {
    phone: true,
    options: { role: 'supervisor' },
    at: '#/records',
    ready: '.rec',
    async act({ page }) {
      await page.route('**/api/records*', (route) =>
        route.fulfill({
          status: 429,
          headers: { 'Retry-After': '60' },
          json: { error: 'rate_limited', text: '' },
        }),
      );
      await page.locator('.rec-h select').first().selectOption({ index: 1 });
      await page.waitForSelector('.rec-err button');
    },
  },
};
