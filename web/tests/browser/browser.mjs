/** Chromium as all browser tests use it: a fresh profile, nothing but this machine's own servers. */
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const WHOLE = process.env.KEFU_CHROMIUM ?? '/usr/bin/chromium';
const DEBIANS_SHELL = '/usr/bin/chromium-headless-shell';
/** The same engine without the window around it, at half the cost, where it is there. */
const SHELL = process.env.KEFU_CHROMIUM ?? (existsSync(DEBIANS_SHELL) ? DEBIANS_SHELL : WHOLE);

/**
 * The last such list is the one that counts, so all but the last line are Playwright's own. Each window of
 * the whole browser would start three processes more: two that draw what its address bar drops down, and
 * one in reserve.
 */
const withoutFeatures = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints'],
  ...['NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess'],
];
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${withoutFeatures.join(',')}`,
];

/**
 * A browser for any number of contexts, which keep nothing of each other. `whole`: with all that a window
 * decides (input methods, which frames may store, where keys go). `strict`, only the whole one knows it:
 * frames of another site have no storage, as in private windows; without it they do, as in most visitors'.
 * It goes by the profile, and its contexts share that one's. `more`: other words for its command line.
 */
export async function launch({ whole = false, strict = false, more = [] } = {}) {
  const profile = mkdtempSync(path.join(tmpdir(), 'kefu-profile-'));
  mkdirSync(path.join(profile, 'Default'));
  writeFileSync(
    path.join(profile, 'Default/Preferences'),
    JSON.stringify({
      profile: { cookie_controls_mode: strict ? 1 : 0, block_third_party_cookies: strict },
    }),
  );
  const own = await chromium.launchPersistentContext(profile, {
    executablePath: whole || strict ? WHOLE : SHELL,
    args: [...args, ...more],
  });
  // The browser may still be writing when it says that it is closed.
  own.on('close', () => rm(profile, { recursive: true, force: true, maxRetries: 10 }));
  return own.browser();
}

/** `use` is called at each use of a context's clock, through it or through a page of it. */
function watchClock({ clock }, use) {
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(clock))) {
    if (name === 'constructor') continue;
    const real = clock[name];
    clock[name] = (...given) => {
      use();
      return real.apply(clock, given);
    };
  }
}

/**
 * For one look after the other: whatever draws the pages of a context goes on with the next ones, and keeps
 * what it has compiled. A context that was given back has no page with anything in it, no cookie and nothing
 * stored. One whose clock was set is not lent again: every page it opens from then on would run by that.
 */
export async function lendContexts(options) {
  // One process draws for a context, however many pages there are.
  const browser = await launch({ more: ['--renderer-process-limit=1'] });
  const idle = [];
  const clocked = new WeakSet();
  const made = async () => {
    const context = await browser.newContext(options);
    watchClock(context, () => clocked.add(context));
    return context;
  };
  return {
    async take() {
      const lent = idle.pop() ?? (await made());
      // With its last page the process would go.
      if (lent.pages().length === 0) await lent.newPage();
      return lent;
    },
    async giveBack(context) {
      if (clocked.has(context)) return context.close();
      const [first, ...others] = context.pages();
      for (const page of others) await page.close();
      await context.clearCookies();
      // Once they are closed: a page may store something as it leaves.
      const tools = await context.newCDPSession(first);
      await tools.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
      await tools.detach();
      idle.push(context);
    },
    close: () => browser.close(),
  };
}
