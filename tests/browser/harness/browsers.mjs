/**
 * Chromium with a profile each, nothing but this machine's own servers. Debian's headless shell: the
 * same engine without the window around it, at half the cost, where it is there. What that window decides (input
 * methods, which frames may store, where keys go) is looked at in the whole browser.
 */
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEADLINE_MS } from './until.mjs';

const fromWeb = createRequire(new URL('../../../web/package.json', import.meta.url));
const { chromium } = fromWeb('playwright-core');
export const axeSource = fromWeb.resolve('axe-core/axe.min.js');

const WHOLE = process.env.KEFU_CHROMIUM ?? '/usr/bin/chromium';
const DEBIANS_SHELL = '/usr/bin/chromium-headless-shell';
const SHELL = process.env.KEFU_CHROMIUM ?? (existsSync(DEBIANS_SHELL) ? DEBIANS_SHELL : WHOLE);
const settings = {
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

const regions = {
  'zh-Hant': { locale: 'zh-TW', timezoneId: 'Asia/Taipei' },
  'zh-Hans': { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
  en: { locale: 'en-GB', timezoneId: 'Europe/London' },
};

/**
 * Every window of one test file, and what went wrong in them: errors of scripts and refusals of the
 * page's policy count as failures whatever the test looked at.
 */
export class Windows {
  faults = [];
  #isWhole;
  #browser;
  #contexts = [];
  #profiles = [];

  constructor({ whole = false } = {}) {
    this.#isWhole = whole;
  }

  /**
   * A new profile. Frames of another site have their storage, as in most visitors' browsers;
   * `strict`: they have none, as in a private window; only the whole browser knows that.
   */
  async profile({
    language = 'zh-Hant',
    theme = 'light',
    width = 1440,
    height = 900,
    strict = false,
    ...more
  } = {}) {
    const folder = mkdtempSync(path.join(tmpdir(), 'kefu-profile-'));
    mkdirSync(path.join(folder, 'Default'));
    writeFileSync(
      path.join(folder, 'Default/Preferences'),
      JSON.stringify({
        profile: { cookie_controls_mode: strict ? 1 : 0, block_third_party_cookies: strict },
      }),
    );
    this.#profiles.push(folder);
    const context = await chromium.launchPersistentContext(folder, {
      ...settings,
      executablePath: strict ? WHOLE : this.#executable(),
      ...regions[language],
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      ...more,
    });
    this.#adopt(context);
    return context;
  }

  /** Each open page as it is now. */
  async pictures(folder) {
    const pages = this.#contexts.flatMap((context) => context.pages());
    await Promise.allSettled(
      pages.map((page, i) =>
        page.screenshot({ path: path.join(folder, `window-${i}.png`), timeout: 5_000 }),
      ),
    );
  }

  /** In each frame of each page, what has the focus, and whether keys go there. */
  async focus() {
    const frames = this.#contexts.flatMap((one) => one.pages()).flatMap((page) => page.frames());
    const told = frames.map(async (frame) => {
      const late = new Promise((resolve) => setTimeout(resolve, 5_000, 'no answer'));
      const said = frame.evaluate(() => {
        const at = document.activeElement?.cloneNode(false).outerHTML.slice(0, 120);
        return `${document.hasFocus() ? 'keys' : 'no keys'}, ${at}`;
      });
      return `${frame.url()}: ${await Promise.race([said, late]).catch((error) => error.message)}`;
    });
    return Promise.all(told);
  }

  /**
   * A desk: staff pages belong to the gateway's own site, so a private window is enough. Its person has
   * chosen the language there, which counts before that of their account.
   */
  async desk({ language = 'zh-Hant', theme = 'light', width = 1440, height = 1200, ...more } = {}) {
    this.#browser ??= chromium.launch({ ...settings, executablePath: this.#executable() });
    const context = await (await this.#browser).newContext({
      ...regions[language],
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      ...more,
    });
    await context.addInitScript((chosen) => {
      if (location.protocol === 'about:' || localStorage.getItem('kefu.locale')) return;
      localStorage.setItem('kefu.locale', chosen);
    }, language);
    this.#adopt(context);
    return context;
  }

  /** The windows of one scenario; `close` also ends the browser that desks share. */
  async clear() {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    // The browser may still be writing when it says that it is closed.
    await Promise.all(
      this.#profiles
        .splice(0)
        .map((one) => rm(one, { recursive: true, force: true, maxRetries: 10 })),
    );
  }

  async close() {
    await this.clear();
    await (await this.#browser)?.close();
  }

  #executable() {
    return this.#isWhole ? WHOLE : SHELL;
  }

  #adopt(context) {
    context.setDefaultTimeout(DEADLINE_MS);
    context.on('page', (page) => this.#watch(page));
    for (const page of context.pages()) this.#watch(page);
    this.#contexts.push(context);
  }

  #watch(page) {
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.stack}`));
    page.on('console', (message) => {
      const text = message.text();
      if (/Content Security Policy|Refused to/i.test(text)) this.faults.push(text);
    });
  }
}
