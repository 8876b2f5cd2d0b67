import { until } from '../harness/until.mjs';

/** The customer's side: the frame inside a shop's page, or the page of its own. */
export class Widget {
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** Found anew each time: a reload makes another one. In a closed shadow root, so no locator. */
  async frame() {
    const ours = () =>
      this.#page
        .frames()
        .findLast((frame) => frame.url().includes('/w/frame') && !frame.isDetached());
    return until(ours, 'the widget has a frame');
  }

  async at(selector) {
    return (await this.frame()).locator(selector);
  }

  async shown(selector) {
    // The frame may be replaced while we look: a page that was told to forget does that.
    const visible = async () => (await this.at(selector)).first().isVisible();
    await until(() => visible().catch(() => false), `the customer sees ${selector}`);
  }

  /** Until the words there match. */
  async reads(selector, pattern) {
    const words = async () => (await (await this.at(selector)).allTextContents()).join('\n');
    await until(async () => pattern.test(await words()), `${selector} reads ${pattern}`);
  }

  /** The keyboard is there. */
  async focused(selector) {
    const held = async () => (await (await this.at(`${selector}:focus`)).count()) > 0;
    await until(() => held().catch(() => false), `${selector} has the customer's focus`);
  }

  async gone(selector) {
    const absent = async () => (await (await this.at(selector)).count()) === 0;
    await until(() => absent().catch(() => false), `${selector} is gone at the customer's`);
  }

  async chooseTopic(key) {
    await (await this.at(`.needs label:has(input[value="${key}"])`)).click();
  }

  async start({ topic, text }) {
    await this.shown('.needs label');
    await this.chooseTopic(topic);
    if (text) await (await this.at('#words')).fill(text);
    await (await this.at('.w-foot .primary')).click();
    await this.shown('.compose .in');
  }

  /** Waiting is over and somebody is there. */
  async answered(name) {
    await this.shown(`.w-top .who .one:text-is("${name}")`);
    await this.shown('.log-at .log');
  }

  async write(text) {
    await (await this.at('.compose .in')).fill(text);
  }

  async draft() {
    return (await this.at('.compose .in')).inputValue();
  }

  async say(text) {
    await this.write(text);
    await (await this.at('.compose .in')).press('Enter');
  }

  /** What is drawn: who, what, and how far one's own got. */
  async messages() {
    return (await this.frame()).evaluate(() =>
      [...document.querySelectorAll('.msg:not(.typing-at)')].map((row) => {
        const text = row.querySelector('.b').cloneNode(true);
        text.querySelector('.vh')?.remove();
        return {
          mine: row.classList.contains('me'),
          text: text.textContent,
          state: row.classList[2] ?? '',
        };
      }),
    );
  }

  async texts() {
    return (await this.messages()).map((one) => one.text);
  }

  async hears(text) {
    await until(async () => (await this.texts()).includes(text), `the customer reads "${text}"`);
  }

  async stateOf(text) {
    return (await this.messages()).findLast((one) => one.text === text)?.state;
  }

  async untilState(text, ...states) {
    await until(
      async () => states.includes(await this.stateOf(text)),
      `"${text}" is ${states.join(' or ')} at the customer's`,
    );
  }

  async systemLines() {
    return (await this.at('.sys')).allTextContents();
  }

  async rate({ score, solved = 0, comment }) {
    await this.shown('input[name=score]');
    await (await this.at(`label:has(input[name=score]) >> nth=${score - 1}`)).click();
    await (await this.at('.seg button')).nth(solved).click();
    if (comment) await (await this.at('#comment')).fill(comment);
    await (await this.at('.w-foot .primary')).click();
    await this.shown('.thanks');
  }

  /** From a chat that has ended to the questions before the next one. */
  async again() {
    await (await this.at('.ways .primary')).click();
    await this.shown('.needs label');
  }
}
