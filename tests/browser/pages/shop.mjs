import { until } from '../harness/until.mjs';
import { Widget } from './widget.mjs';

/** The demo shop's page, with the widget's launcher on it. */
export class Shop {
  constructor(page, url) {
    this.page = page;
    this.url = url;
    this.widget = new Widget(page);
  }

  static async visit(context, stack, { as } = {}) {
    const shop = new Shop(await context.newPage(), stack.shopUrl);
    await shop.open();
    if (as) await shop.signIn(as);
    return shop;
  }

  async open() {
    await this.page.goto(this.url);
    await this.ready();
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  async signIn(sub) {
    const again = this.page.waitForEvent('load');
    await this.page.selectOption('#who', sub);
    await again;
    await this.page.waitForSelector('#order-list li');
    await this.ready();
  }

  /** The launcher is in a closed shadow root: it is where a customer sees it. */
  async pressLauncher() {
    await this.#launcherThere();
    const { width, height } = this.page.viewportSize();
    await this.page.mouse.click(width - 52, height - 52);
  }

  /** The launcher has the keyboard: on the page it is its host, and the frame has none. */
  async launcherFocused() {
    const isHost = () => document.activeElement?.matches('body > div:last-child');
    const isLost = async () => (await this.widget.frame()).evaluate(() => !document.hasFocus());
    const held = async () => (await this.page.evaluate(isHost)) && (await isLost());
    await until(held, 'the launcher has the focus');
  }

  async openWidget() {
    await this.pressLauncher();
    await this.widget.shown('main.w');
    return this.widget;
  }

  async ready() {
    await this.#launcherThere();
    await this.page.waitForFunction(() => document.querySelectorAll('#who option').length > 1);
  }

  // A click before would fall on the page.
  async #launcherThere() {
    await this.page.waitForFunction(
      () => window.kefu?.booted && document.body.lastElementChild?.tagName === 'DIV',
    );
  }
}
