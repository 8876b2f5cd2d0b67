/**
 * The demo shop's own backend. Serves the page, knows who is signed in, and signs the customer's
 * token for the widget: the one thing a shop has to do on its side. No dependencies.
 *
 *   node server.mjs --widget-key pk_… --identity-secret-file FILE
 *                   [--port 8081] [--gateway http://localhost:8080]
 *
 * Each argument may come from the environment instead: SHOP_WIDGET_KEY, SHOP_IDENTITY_SECRET_FILE,
 * SHOP_PORT, SHOP_GATEWAY. It binds 127.0.0.1 only.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const TOKEN_S = 600;
const SESSION_S = 86_400;
const ENDED_MAX = 1_000;
const BODY_MAX = 4_096;
const LOCALES = ['zh-Hant', 'zh-Hans', 'en'];

/** HS256, type `chat+jwt`, at most 15 minutes: see PROTOCOL.md, "Customer tokens from the shop". */
export function signToken(customer, widgetKey, secret, now_s) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = encode({ typ: 'chat+jwt', alg: 'HS256' });
  const { sub, name, phone, email, vip } = customer;
  const claims = encode({
    iss: widgetKey,
    aud: `kefu:${widgetKey}`,
    sub,
    iat: now_s,
    exp: now_s + TOKEN_S,
    name,
    phone,
    email,
    vip,
  });
  const signature = createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url');
  return `${head}.${claims}.${signature}`;
}

/**
 * Who is signed in is in the cookie itself, signed, so that it outlives this process. Signing out
 * takes the cookie away; a copy of it is refused until this process ends.
 */
export class Sessions {
  #key;
  #now_s;
  /** Cookies of those who signed out; the oldest is dropped beyond the limit. */
  #ended = new Set();

  constructor(secret, now_s) {
    this.#key = createHmac('sha256', secret).update('shop session').digest();
    this.#now_s = now_s;
  }

  begin(sub) {
    const said = [
      Buffer.from(sub).toString('base64url'),
      this.#now_s() + SESSION_S,
      randomBytes(16).toString('base64url'),
    ].join('.');
    return `${said}.${this.#sign(said).toString('base64url')}`;
  }

  /** Nothing when it is nobody's, not ours, or over. */
  subOf(cookie) {
    const at = cookie.lastIndexOf('.');
    const said = cookie.slice(0, at);
    const signature = Buffer.from(cookie.slice(at + 1), 'base64url');
    const expected = this.#sign(said);
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return;
    const [sub, until_s, id] = said.split('.');
    if (Number(until_s) <= this.#now_s() || this.#ended.has(id)) return;
    return Buffer.from(sub, 'base64url').toString();
  }

  end(cookie) {
    if (!this.subOf(cookie)) return;
    this.#ended.add(cookie.split('.')[2]);
    if (this.#ended.size > ENDED_MAX) this.#ended.delete(this.#ended.values().next().value);
  }

  #sign(said) {
    return createHmac('sha256', this.#key).update(said).digest();
  }
}

const FILES = {
  '/shop.css': 'text/css; charset=utf-8',
  '/shop.js': 'text/javascript; charset=utf-8',
  '/words.js': 'text/javascript; charset=utf-8',
  '/goods/lamp.svg': 'image/svg+xml',
  '/goods/lamp2.svg': 'image/svg+xml',
  '/goods/pot.svg': 'image/svg+xml',
  '/goods/bag.svg': 'image/svg+xml',
};

/** Strict on purpose: it proves that the widget needs one script and one frame source, no more. */
export function policy(gateway) {
  return [
    "default-src 'none'",
    `script-src 'self' ${gateway}`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    `frame-src ${gateway}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const cookies = (request) =>
  Object.fromEntries(
    (request.headers.cookie ?? '').split(/;\s*/).map((pair) => pair.split('=', 2)),
  );

/** What it answers to whom; `createShop` listens. */
class Shop {
  #gateway;
  #widgetKey;
  #secret;
  #customers;
  #now_s;
  #sessions;
  #page = readFileSync(path.join(here, 'public/index.html'), 'utf8');

  constructor({ gateway, widgetKey, secret, customers, now_s }) {
    this.#gateway = gateway;
    this.#widgetKey = widgetKey;
    this.#secret = secret;
    this.#customers = customers;
    this.#now_s = now_s;
    this.#sessions = new Sessions(secret, now_s);
  }

  answer(response, status, type, body, headers = {}) {
    response.writeHead(status, {
      'content-type': type,
      'content-security-policy': policy(this.#gateway),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cache-control': 'no-store',
      ...headers,
    });
    response.end(body);
  }

  get(request, response, route) {
    if (route === '/') {
      const html = this.#page
        .replace('lang="zh-Hant"', `lang="${this.#localeOf(request)}"`)
        .replace('data-who=""', `data-who="${this.#customerOf(request)?.sub ?? ''}"`)
        .replace('http://localhost:8080', this.#gateway)
        .replace('pk_shop', this.#widgetKey);
      return this.answer(response, 200, 'text/html; charset=utf-8', html);
    }
    if (route === '/api/me') {
      const customer = this.#customerOf(request);
      return this.#json(response, {
        me: customer && { sub: customer.sub, name: customer.name, orders: customer.orders },
        customers: this.#customers.map(({ sub, name }) => ({ sub, name })),
      });
    }
    const type = FILES[route];
    if (!type) return this.answer(response, 404, 'text/plain', 'not found');
    return this.answer(response, 200, type, readFileSync(path.join(here, 'public', route)));
  }

  post(request, response, route, body) {
    if (route === '/api/sign-in') return this.#signIn(response, body);
    if (route === '/api/sign-out') {
      this.#sessions.end(cookies(request).shop ?? '');
      const ended = 'shop=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax';
      return this.#json(response, { ok: true }, { 'set-cookie': ended });
    }
    if (route === '/api/language') {
      const locale = LOCALES.includes(body.locale) ? body.locale : 'zh-Hant';
      const chosen = `shop_lang=${locale}; Path=/; SameSite=Lax`;
      return this.#json(response, { ok: true }, { 'set-cookie': chosen });
    }
    if (route === '/api/kefu-token') {
      const customer = this.#customerOf(request);
      if (!customer) return this.answer(response, 401, 'text/plain', 'not signed in');
      const token = signToken(customer, this.#widgetKey, this.#secret, this.#now_s());
      return this.#json(response, { token });
    }
    return this.answer(response, 404, 'text/plain', 'not found');
  }

  #signIn(response, body) {
    const customer = this.#customers.find((one) => one.sub === body.sub);
    if (!customer) return this.answer(response, 404, 'text/plain', 'unknown customer');
    const begun = [
      `shop=${this.#sessions.begin(customer.sub)}; Path=/; HttpOnly; SameSite=Lax`,
      `shop_lang=${customer.locale}; Path=/; SameSite=Lax`,
    ];
    return this.#json(response, { ok: true }, { 'set-cookie': begun });
  }

  #json(response, value, headers) {
    const type = 'application/json; charset=utf-8';
    return this.answer(response, 200, type, JSON.stringify(value), headers);
  }

  #customerOf(request) {
    const sub = this.#sessions.subOf(cookies(request).shop ?? '');
    return this.#customers.find((one) => one.sub === sub);
  }

  #localeOf(request) {
    const chosen = cookies(request).shop_lang;
    return LOCALES.includes(chosen) ? chosen : (this.#customerOf(request)?.locale ?? 'zh-Hant');
  }
}

export function createShop(options) {
  const shop = new Shop(options);
  return createServer((request, response) => {
    const route = (request.url ?? '/').split('?')[0];
    if (request.method === 'GET') return shop.get(request, response, route);
    // JSON only: a form of another site cannot send it without asking first.
    const isJson = request.headers['content-type']?.startsWith('application/json');
    if (request.method !== 'POST' || !isJson)
      return shop.answer(response, 405, 'text/plain', 'not allowed');
    const chunks = [];
    let size = 0;
    request.on('data', (chunk) => {
      size += chunk.length;
      if (size <= BODY_MAX) chunks.push(chunk);
    });
    request.on('end', () => {
      let body;
      try {
        if (size > BODY_MAX) throw new Error('too large');
        body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
      } catch {
        return shop.answer(response, 400, 'text/plain', 'bad request');
      }
      return shop.post(request, response, route, body ?? {});
    });
    return undefined;
  });
}

function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env.SHOP_PORT ?? '8081' },
      gateway: { type: 'string', default: process.env.SHOP_GATEWAY ?? 'http://localhost:8080' },
      'widget-key': { type: 'string', default: process.env.SHOP_WIDGET_KEY ?? '' },
      'identity-secret-file': {
        type: 'string',
        default: process.env.SHOP_IDENTITY_SECRET_FILE ?? '',
      },
    },
  });
  const widgetKey = values['widget-key'];
  const secretFile = values['identity-secret-file'];
  if (!widgetKey.startsWith('pk_') || !secretFile)
    throw new Error('--widget-key pk_… and --identity-secret-file FILE are needed');
  const secret = readFileSync(secretFile, 'utf8').trim();
  if (secret.length < 32) throw new Error('the identity secret is shorter than 32 characters');
  const customers = JSON.parse(readFileSync(path.join(here, 'demo-customers.json'), 'utf8'));
  const port = Number(values.port);
  createShop({
    gateway: new URL(values.gateway).origin,
    widgetKey,
    secret,
    customers,
    now_s: () => Math.floor(Date.now() / 1000),
  }).listen(port, '127.0.0.1', () => {
    process.stdout.write(`shop on http://127.0.0.1:${port}\n`);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
