/** The windows of the tests: a context each in a browser that they share. */
import path from 'node:path';
import { launch } from '../../../web/tests/browser/browser.mjs';
import { DEADLINE_MS } from './until.mjs';

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
  #browsers = {};
  #contexts = [];

  constructor({ whole = false } = {}) {
    this.#isWhole = whole;
  }

  /**
   * A customer's window, with nothing kept from another. Frames of another site have their storage, as in most
   * visitors' browsers; `strict`: they have none, as in a private window; only the whole browser knows that.
   */
  async profile({ height = 900, strict = false, ...more } = {}) {
    return this.#context(await this.#browser(strict), { height, ...more });
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

  /** A desk. Its person has chosen the language there, which counts before that of their account. */
  async desk({ language = 'zh-Hant', height = 1200, ...more } = {}) {
    const context = await this.#context(await this.#browser(false), { language, height, ...more });
    await context.addInitScript((chosen) => {
      if (location.protocol === 'about:' || localStorage.getItem('kefu.locale')) return;
      localStorage.setItem('kefu.locale', chosen);
    }, language);
    return context;
  }

  /** The windows of one scenario; `close` also ends the browsers that they share. */
  async clear() {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }

  async close() {
    await this.clear();
    const open = await Promise.all(Object.values(this.#browsers));
    await Promise.all(open.map((browser) => browser.close()));
  }

  #browser(strict) {
    const start = () => launch({ whole: this.#isWhole, strict });
    return (this.#browsers[strict ? 'strict' : 'usual'] ??= start());
  }

  async #context(
    browser,
    { language = 'zh-Hant', theme = 'light', width = 1440, height, ...more },
  ) {
    const context = await browser.newContext({
      ...regions[language],
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      ...more,
    });
    context.setDefaultTimeout(DEADLINE_MS);
    context.on('page', (page) => this.#watch(page));
    this.#contexts.push(context);
    return context;
  }

  #watch(page) {
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.stack}`));
    page.on('console', (message) => {
      const text = message.text();
      if (/Content Security Policy|Refused to/i.test(text)) this.faults.push(text);
    });
  }
}
