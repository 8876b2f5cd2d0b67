/**
 * The screens of the console: what to open, when it is there (`ready`; else the desk's list or the
 * door), and what to do then.
 */
import { lossScenes } from './scenes_of_loss.mjs';
import { takeScenes } from './scenes_of_taking.mjs';
import { grow } from './wall_grows.mjs';

const row = (name) => `.row:has-text("${name}")`;

export const scenes = {
  door: { phone: true, options: { role: 'agent', signedIn: false } },
  doorWrong: {
    options: { role: 'agent', signedIn: false },
    async act({ page }) {
      await page.fill('[name=name]', 'agent1');
      await page.fill('[name=password]', 'locked');
      await page.click('button[type=submit]');
      await page.waitForSelector('.door .fault');
    },
  },
  change: { options: { role: 'agent', signedIn: true, mustChange: true } },
  none: { phone: true, options: { role: 'agent', cards: false } },
  desk: {
    phone: true,
    options: { role: 'agent', offer: true },
    async act({ page }) {
      await page.click(row('王*明'));
      await page.waitForSelector('.bub');
    },
  },
  handed: {
    phone: true,
    options: { role: 'agent', offer: 'handed' },
    async act({ page }) {
      await page.click(row('王*明'));
      await page.waitForSelector('.offer .told');
    },
  },
  passed: {
    phone: true,
    options: { role: 'agent' },
    async act({ page }) {
      await page.click(row('周*婷'));
      await page.click('.rounds summary');
    },
  },
  came: {
    phone: true,
    options: { role: 'agent' },
    async act({ page, gateway }) {
      await page.click(row('陳*安'));
      gateway.assign();
      await page.waitForSelector('.toast');
    },
  },
  sideRecords: {
    phone: true,
    options: { role: 'agent' },
    async act({ page }) {
      await page.click(row('王*明'));
      const panel = page.locator('.th .only-narrow:visible');
      if (await panel.count()) await panel.click();
      await page.click('#side-tab-records');
      await page.waitForSelector('.recs');
    },
  },
  named: {
    phone: true,
    options: { role: 'agent' },
    async act({ page, gateway }) {
      await page.click(row('王*明'));
      await page.waitForSelector('.bub');
      gateway.say(
        new URL(page.url()).hash.split('/').at(-1),
        'customer',
        '另外 r20261119-0107 少了一個蓋子，R20261118-0215 不是我的',
      );
      await page.focus('.named');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.oh:focus');
    },
  },
  picker: {
    phone: true,
    options: { role: 'agent', offer: true },
    async act({ page }) {
      await page.click(row('王*明'));
      await page.fill('.comp textarea', '/取件');
      await page.waitForSelector('.picker');
    },
  },
  note: {
    options: { role: 'agent' },
    async act({ page }) {
      await page.click(row('王*明'));
      await page.keyboard.press('Alt+KeyM');
      await page.keyboard.type('客戶箱子已丟，請司機帶箱');
    },
  },
  status: {
    phone: true,
    options: { role: 'agent' },
    async act({ page }) {
      await page.click(row('王*明'));
      await page.click('.state');
      await page.waitForSelector('.menu:popover-open');
    },
  },
  wrap: {
    phone: true,
    options: { role: 'agent' },
    async act({ page }) {
      await page.click(row('許*凱'));
      await page.waitForSelector('.drawer');
      await page.keyboard.press('1');
    },
  },
  missed: {
    phone: true,
    options: { role: 'agent', offer: true },
    async act({ page, gateway }) {
      await page.waitForSelector('.offer');
      gateway.miss();
      await page.waitForSelector('.notice');
    },
  },
  unsent: {
    phone: true,
    options: { role: 'agent' },
    async act({ page, gateway }) {
      await page.click(row('王*明'));
      await page.fill('.comp textarea', '箱子我們會帶，大約 1 到');
      await page.focus('.comp textarea');
      gateway.ended(new URL(page.url()).hash.split('/').at(-1));
      await page.waitForSelector('.unsent');
    },
  },
  taken: {
    phone: true,
    options: { role: 'agent' },
    async act({ page, gateway }) {
      await page.click(row('王*明'));
      await page.fill('.comp textarea', '箱子我們會帶，大約 1 到');
      gateway.takeAway(new URL(page.url()).hash.split('/').at(-1));
      await page.waitForSelector('.banner');
    },
  },
  transfer: {
    phone: true,
    options: { role: 'agent' },
    async act({ page }) {
      await page.click(row('王*明'));
      await page.click('.th .fold');
      await page.waitForSelector('dialog');
    },
  },
  ending: {
    phone: true,
    options: { role: 'agent' },
    async act({ page }) {
      await page.click(row('王*明'));
      await page.fill('.comp textarea', '箱子我們會帶');
      await page.keyboard.press('F9');
      await page.waitForSelector('dialog.ask');
    },
  },
  leaving: {
    options: { role: 'agent' },
    async act({ page }) {
      await page.click('.bar .end .ib');
      await page.click('.bar .end .menu [role^=menuitem]:last-child');
      await page.waitForSelector('dialog.ask');
    },
  },
  refused: {
    phone: true,
    options: { role: 'agent' },
    async act({ page, gateway }) {
      await page.click(row('王*明'));
      gateway.refuseNext('笨蛋');
      await page.fill('.comp textarea', '您這個笨蛋怎麼會不知道');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#composer-fault');
    },
  },
  warned: {
    phone: true,
    options: { role: 'agent' },
    async act({ page, gateway }) {
      await page.click(row('王*明'));
      gateway.refuseNext('百分之百', true);
      await page.fill('.comp textarea', '我百分之百幫您處理好');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.ledger .meta.bad button');
    },
  },
  palette: {
    phone: true,
    options: { role: 'agent' },
    async act({ page }) {
      await page.keyboard.press('Control+KeyK');
      await page.waitForSelector('.palette');
    },
  },
  declined: {
    options: { role: 'agent', offer: true },
    async act({ page }) {
      await page.keyboard.press('Shift+F2');
      await page.waitForSelector('.offer .menu:popover-open');
    },
  },
  filled: {
    options: { role: 'agent' },
    async act({ page }) {
      await page.click(row('王*明'));
      await page.fill('.comp textarea', '/qjbz');
      await page.keyboard.press('Tab');
      await page.waitForFunction(() =>
        /R2026/.test(document.querySelector('.comp textarea').value),
      );
    },
  },
  sop: {
    phone: true,
    options: { role: 'agent' },
    async act({ page }) {
      await page.click(row('王*明'));
      await page.keyboard.press('Alt+KeyG');
      await page.waitForSelector('.sop-more');
    },
  },
  person: {
    phone: true,
    options: { role: 'agent' },
    async act({ page }) {
      await page.click('.bar .end .ib');
      await page.waitForSelector('.menu:popover-open');
    },
  },
  keys: {
    options: { role: 'agent' },
    async act({ page }) {
      await page.keyboard.press('Control+Slash');
      await page.waitForSelector('.keys');
    },
  },
  lost: {
    options: { role: 'agent' },
    async act({ page, gateway }) {
      await page.click(row('王*明'));
      await page.routeWebSocket('**/ws', (socket) => socket.close({ code: 4000, reason: '' }));
      await gateway.drop();
      await page.waitForSelector('.notice');
      await page.waitForSelector('.timer.stale');
      await page.fill('.comp textarea', '這一則等連線恢復。');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.meta button');
    },
  },
  records: { phone: true, options: { role: 'agent' }, at: '#/records', ready: '.rec' },
  record: {
    phone: true,
    options: { role: 'agent' },
    at: '#/records',
    ready: '.rec',
    async act({ page }) {
      await page.click('.rec >> nth=0');
      await page.waitForSelector('.rec-log .bub');
    },
  },
  wall: {
    phone: true,
    options: { role: 'supervisor' },
    at: '#/wall',
    ready: '.tiles',
    width: 1600,
    act: grow,
  },
  queue: {
    phone: true,
    options: { role: 'supervisor' },
    at: '#/wall',
    ready: '.tiles',
    width: 1600,
    async act(stage) {
      await grow(stage);
      await stage.page.click('.q >> nth=0');
      await stage.page.waitForSelector('dialog .line');
    },
  },
  chats: {
    phone: true,
    options: { role: 'supervisor' },
    at: '#/wall',
    ready: '.tiles',
    width: 1600,
    async act(stage) {
      await grow(stage);
      await stage.page.click('.agents li button >> nth=0');
      await stage.page.waitForSelector('dialog .line li');
    },
  },
  watch: {
    phone: true,
    options: { role: 'supervisor', cards: false },
    at: '#/wall',
    ready: '.tiles',
    async act(stage) {
      await grow(stage);
      await stage.page.click('.q >> nth=0');
      await stage.page.click('dialog .line .look >> nth=0');
      await stage.page.waitForSelector('.watch-bar');
      await stage.page.waitForSelector('.bub');
    },
  },
  ...lossScenes,
  ...takeScenes((stage) => scenes.watch.act(stage)),
  staff: { phone: true, options: { role: 'admin' }, at: '#/admin/staff', ready: '.link' },
  staffEdit: {
    phone: true,
    options: { role: 'admin' },
    at: '#/admin/staff',
    ready: '.link',
    async act({ page }) {
      await page.click('.link >> nth=0');
      await page.waitForSelector('.levels');
    },
  },
  skills: { options: { role: 'admin' }, at: '#/admin/skills', ready: '.link' },
  shops: { phone: true, options: { role: 'admin' }, at: '#/admin/storefronts', ready: '.link' },
  shopEdit: {
    phone: true,
    options: { role: 'admin' },
    at: '#/admin/storefronts',
    ready: '.link',
    async act({ page }) {
      await page.click('.link >> nth=0');
      await page.waitForSelector('.copyable');
    },
  },
  shopWrong: {
    phone: true,
    options: { role: 'admin' },
    at: '#/admin/storefronts',
    ready: '.link',
    async act({ page }) {
      await page.click('.link >> nth=0');
      await page.fill('[name=origins]', 'https://shop.example/path');
      await page.locator('.copyable').scrollIntoViewIfNeeded();
      await page.click('.dlg-f [type=submit]');
      await page.waitForSelector('.dlg-f .err');
    },
  },
  shopStale: {
    phone: true,
    options: { role: 'admin' },
    at: '#/admin/storefronts',
    ready: '.link',
    async act({ page, gateway }) {
      gateway.changedMeanwhile = true;
      await page.click('.link >> nth=0');
      await page.fill('[name=name]', '晨光選物二');
      await page.click('.dlg-f [type=submit]');
      await page.waitForSelector('.dlg-f .err');
    },
  },
  once: {
    phone: true,
    options: { role: 'admin' },
    at: '#/admin/staff',
    ready: '.link',
    async act({ page }) {
      await page.click('.link >> nth=0');
      await page.click('.dlg-f .start');
      await page.click('.dlg-f .start');
      await page.waitForSelector('dialog pre');
    },
  },
};
