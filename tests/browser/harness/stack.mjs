/**
 * Everything that a shop runs, for one test file: a private Redis, the seeded gateway, the demo
 * shop's own backend. Real programs on free ports, files in a folder of their own.
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Lane } from './lane.mjs';
import { answersPing, freePorts, own, runOnce, Service } from './processes.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
/** `run.mjs` makes a copy of what is served; without it, the builds themselves. */
const copy = process.env.KEFU_BROWSER_APP;
const served = (name, own) => (copy ? path.join(copy, name) : own);
const BINARY = served(
  'kefu',
  process.env.KEFU_BINARY ?? path.join(root, 'build/dev/gateway/app/kefu'),
);
const WEB_DIST = served('dist', process.env.KEFU_WEB_DIST ?? path.join(root, 'web/dist'));
const SHOP = served('storefront', path.join(root, 'web/storefront'));
const SOP = served('ecommerce.toml', path.join(root, 'gateway/service/sop/ecommerce.toml'));

export class Stack {
  /** Origins, without a slash at the end. */
  gatewayUrl;
  shopUrl;
  /** Sign-in name → { name, password, role, display }. */
  staff = {};
  gateway;
  redis;
  #folder;
  #lane;
  #shop;
  #socket;
  #serve;

  /** `serve`: more words for `kefu serve`. */
  constructor({ serve = [] } = {}) {
    this.#serve = serve;
  }

  async start() {
    this.#folder = mkdtempSync(path.join(tmpdir(), 'kefu-browser-'));
    const at = (...names) => path.join(this.#folder, ...names);
    for (const name of ['redis', 'records', 'keys', 'log']) mkdirSync(at(name), { mode: 0o700 });
    this.#lane = await Lane.take(copy && path.join(copy, 'lanes'));
    const [port, ops] = await freePorts(2);
    this.gatewayUrl = `http://localhost:${port}`;
    this.shopUrl = `http://127.0.0.1:${this.#lane.shopPort}`;
    this.#socket = at('redis', 'redis.sock');
    writeFileSync(at('kefu.toml'), this.#config(port, ops));
    chmodSync(this.#folder, 0o711);
    const isSeeded = this.#lane.fill(this.#folder);
    await own(this.#folder);
    this.redis = new Service(
      'redis',
      'redis-server',
      ['--port', '0', '--unixsocket', this.#socket, '--dir', at('redis'), '--save', ''],
      at('log', 'redis.log'),
      () => answersPing(this.#socket),
    );
    await this.redis.start();
    if (!isSeeded) await this.#seed(at);
    this.#readSeed(at);
    this.gateway = new Service(
      'gateway',
      BINARY,
      ['serve', '--config', at('kefu.toml'), ...this.#serve],
      at('log', 'gateway.log'),
      () => answers(`http://127.0.0.1:${ops}/readyz`),
    );
    this.#shop = new Service(
      'shop',
      process.execPath,
      [
        path.join(SHOP, 'server.mjs'),
        ...['--port', String(this.#lane.shopPort), '--gateway', this.gatewayUrl],
        ...['--widget-key', this.widgetKey, '--identity-secret-file', at('keys', 'shop-secret')],
      ],
      at('log', 'shop.log'),
      () => answers(this.shopUrl),
    );
    await Promise.all([this.gateway.start(), this.#shop.start()]);
    return this;
  }

  async stop() {
    await Promise.all([this.gateway, this.#shop].map((one) => one?.stop()));
    await this.redis?.stop();
    this.#lane?.giveBack();
    if (this.#folder && !process.env.KEFU_KEEP)
      rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The power goes: no farewell, and the same records afterwards. */
  async killGateway() {
    await this.gateway.stop('SIGKILL');
  }

  async restartGateway() {
    await this.gateway.stop();
    await this.gateway.start();
  }

  async redisCommand(...words) {
    return runOnce('redis-cli', ['-s', this.#socket, ...words]);
  }

  /** The frame by itself: a widget without a shop around it. */
  frameUrl(locale = 'zh-Hant') {
    return `${this.gatewayUrl}/w/frame?key=${this.widgetKey}&locale=${locale}`;
  }

  log() {
    return this.gateway?.log() ?? '';
  }

  #config(port, ops) {
    const at = (...names) => JSON.stringify(path.join(this.#folder, ...names));
    return `
[listen]
address = "127.0.0.1"
port = ${port}
[ops]
address = "127.0.0.1"
port = ${ops}
[public]
url = "${this.gatewayUrl}"
[records]
path = ${at('records', 'records.db')}
keys_path = ${at('records', 'data-keys.db')}
[vault]
key_file = ${at('keys', 'kek')}
[redis]
socket = ${JSON.stringify(this.#socket)}
[web]
dist = ${JSON.stringify(WEB_DIST)}
[sop]
file = ${JSON.stringify(SOP)}
`;
  }

  async #seed(at) {
    await runOnce(BINARY, [
      ...['demo', 'seed', '--config', at('kefu.toml'), '--shop-origin', this.shopUrl],
      ...['--customers-file', path.join(SHOP, 'demo-customers.json')],
      ...['--shop-file', at('shop.json'), '--sign-ins', at('sign-ins.txt')],
    ]);
    const { identity_secret } = JSON.parse(readFileSync(at('shop.json'), 'utf8'));
    writeFileSync(at('keys', 'shop-secret'), identity_secret, { mode: 0o600 });
    await own(at('keys'));
    this.#lane.keep(this.#folder);
  }

  #readSeed(at) {
    this.widgetKey = JSON.parse(readFileSync(at('shop.json'), 'utf8')).widget_key;
    for (const line of readFileSync(at('sign-ins.txt'), 'utf8').trim().split('\n')) {
      const [name, password, role, display] = line.split('\t');
      this.staff[name] = { name, password, role, display };
    }
  }
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
