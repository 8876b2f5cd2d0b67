import { until } from '../harness/until.mjs';

/** The staff's side. Keys and roles where there are any, so that every language reads the same. */
export class Console {
  constructor(page, stack) {
    this.page = page;
    this.url = `${stack.gatewayUrl}/console/`;
  }

  static async open(context, stack) {
    const console = new Console(await context.newPage(), stack);
    await console.page.goto(console.url);
    return console;
  }

  /** Signed in and, for agents, ready to take conversations. */
  static async at(context, stack, name, { online = true } = {}) {
    const console = await Console.open(context, stack);
    await console.signIn(stack.staff[name]);
    await console.entered();
    if (online && stack.staff[name].role === 'agent') await console.goOnline();
    return console;
  }

  async signIn({ name, password }) {
    await this.page.locator('input[name=name]').fill(name);
    await this.page.locator('input[name=password]').fill(password);
    await this.page.keyboard.press('Enter');
  }

  async entered() {
    await this.page.locator('.bar .pages a[aria-current]').waitFor();
  }

  async goOnline() {
    await this.chooseState((all) => all.first());
    await this.page.locator('.bar button.state .dot.on').waitFor();
  }

  async go(hash) {
    await this.page.evaluate((to) => {
      location.hash = to;
    }, hash);
  }

  offer() {
    return this.page.locator('.offer');
  }

  async accept() {
    await this.offer().waitFor();
    await this.page.keyboard.press('F2');
    await this.page.locator('.thread .th').waitFor();
    await this.composer().waitFor();
  }

  /** By keyboard, with the first of the reasons. */
  async decline() {
    await this.offer().waitFor();
    await this.page.keyboard.press('Shift+F2');
    await this.page.locator('.offer [role=menu] [role^=menuitem]').first().click();
    await this.offer().waitFor({ state: 'detached' });
  }

  composer() {
    return this.page.locator('.comp textarea');
  }

  async say(text) {
    await this.composer().fill(text);
    await this.composer().press('Enter');
  }

  async note(text) {
    await this.page.keyboard.press('Alt+m');
    await this.page.locator('.comp[data-kind=note]').waitFor();
    await this.say(text);
    await this.page.locator('.ledger .note', { hasText: text }).waitFor();
    await this.page.keyboard.press('Alt+m');
    await this.page.locator('.comp[data-kind=reply]').waitFor();
  }

  /** The conversation as it is drawn: { kind, text } from top to bottom. */
  async lines(log = '.ledger') {
    return this.page.locator(log).evaluate((box) =>
      [...box.querySelectorAll('.e')].map((row) => {
        const words = ['.note p:last-child', '.bub', 'p']
          .map((one) => row.querySelector(one))
          .find(Boolean)
          .cloneNode(true);
        words.querySelector('.vh')?.remove();
        const kind = row.querySelector('.note')
          ? 'note'
          : row.classList.contains('ev')
            ? 'event'
            : row.classList.contains('us')
              ? 'us'
              : 'customer';
        return { kind, text: words.textContent };
      }),
    );
  }

  /** What was said, by either side, in order. */
  async texts() {
    const said = ['us', 'customer'];
    return (await this.lines()).filter((one) => said.includes(one.kind)).map((one) => one.text);
  }

  async hears(text) {
    await until(async () => (await this.texts()).includes(text), `the agent reads "${text}"`);
  }

  /** The tick under the newest message that has this one. */
  async mark(text) {
    await this.page.locator('.ledger .e.us .meta', { hasText: text }).first().waitFor();
  }

  async transfer(colleague, note) {
    await this.page.locator('.th .btn.fold').click();
    const dialog = this.page.locator('dialog[open]');
    await dialog.locator('.target', { hasText: colleague }).locator('input').check();
    await dialog.locator('textarea').fill(note);
    await dialog.locator('.dlg-f .primary').click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** The question that an act asks before it leaves something behind. */
  question() {
    return this.page.locator('dialog.ask[open]');
  }

  /** Ends it; whatever is asked first is answered with yes. */
  async end() {
    const drawer = this.page.locator('.drawer');
    await this.page.keyboard.press('F9');
    await this.question().or(drawer).first().waitFor();
    if (await this.question().isVisible()) await this.page.keyboard.press('Enter');
    await drawer.waitFor();
  }

  async chooseState(at) {
    await this.page.locator('.bar button.state').click();
    await at(this.page.locator('.bar [role=menu] [role^=menuitem]:visible')).click();
  }

  /** Leaves the customers to the others, and says so when asked. */
  async goOffline() {
    await this.chooseState((all) => all.last());
    await this.question().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.bar button.state .dot.off').waitFor();
  }

  async wrapUp(solution) {
    await this.fillWrapUp(solution);
    await this.page.keyboard.press('F9');
    await this.page.locator('.drawer').waitFor({ state: 'detached' });
  }

  async fillWrapUp(solution) {
    const drawer = this.page.locator('.drawer');
    await drawer.locator('[data-field=topic]').selectOption({ index: 4 });
    await drawer.locator('[data-field=needType]').selectOption({ index: 1 });
    await drawer.locator('input[name=solved]').first().check();
    await drawer.locator('[data-field=solution]').fill(solution);
  }

  async openRecord(index = 0) {
    await this.go('#/records');
    await this.page.locator('.rec').nth(index).click();
    await this.page.locator('.rec-log .e').first().waitFor();
  }
}
