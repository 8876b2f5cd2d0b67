/**
 * The screens of the console: what to open, when it is there (`ready`; else the desk's list or the
 * door), and what to do then.
 */
import { settled } from '../../tests/browser/settled.mjs';

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
      await stage.page.click('dialog .line .ib >> nth=0');
      await stage.page.waitForSelector('.watch-bar');
      await stage.page.waitForSelector('.bub');
    },
  },
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

/** Lets the wall see a while of changes: each counts as 5 s later. */
async function grow({ page, gateway }) {
  const waiting = (k) =>
    [7, 3, 2, 1, 0].map((n, i) => Math.max(0, n - ((40 - k) % (i + 4)) + (k > 25 ? 1 : -1)));
  const skill = (i) => `00000000-0000-7000-8000-${String(11 + i).padStart(12, '0')}`;
  const staff = (i) => `00000000-0000-7000-8000-${String(101 + i).padStart(12, '0')}`;
  await page.clock.install();
  for (let k = 0; k < 41; k += 1) {
    await page.clock.fastForward(5000);
    gateway.push({
      t: 'wall',
      v: k + 2,
      tiles: {
        waiting: waiting(k).reduce((a, b) => a + b, 0),
        longest_wait_ms: 120_000 + k * 3300 + (k % 7) * 9000 - 54_000 * (k === 40),
        service_level: 0.86 - k * 0.0025,
        agents_ready: 9 + (k % 5) - (k === 40 ? 0 : 1),
        closed_today: 156 + k,
      },
      queues: waiting(k).map((n, i) => ({
        skill: skill(i),
        name: ['退換貨', '物流', '訂單', '商品諮詢', '投訴'][i],
        waiting: k === 40 ? [7, 3, 2, 1, 0][i] : n,
        ...(i < 4 ? { oldest_queued_at: Date.now() + 205_000 - [252, 98, 44, 21][i] * 1000 } : {}),
        agents_online: 4 - (i % 3),
        why: ['all_full', 'next', 'next', 'all_away', 'none'][i],
        list: Array.from({ length: [7, 3, 2, 1, 0][i] }, (_, n2) => ({
          c: `00000000-0000-7000-8000-${String(801 + i * 10 + n2).padStart(12, '0')}`,
          name: `${'張陳李王林黃吳'[n2]}*${'豪安蓉明翰如德'[n2]}`,
          topic: ['return', 'logistics', 'order', 'product', 'complaint'][i],
          queued_at: Date.now() + 205_000 - (252 - n2 * 31) * 1000,
          waiting_from: Date.now() + 205_000 - (252 - n2 * 31) * 1000,
          ...(n2 === 0 && i < 2 ? { offered_to: staff(i) } : {}),
          points: n2 === 0 ? 30 : 0,
        })),
      })),
      agents: [],
    });
    // Every frame counts one more as closed: it has arrived when that number is on the screen.
    await page.locator('.tile .big b', { hasText: new RegExp(`^${156 + k}$`) }).waitFor();
  }
  await settled(page);
}
