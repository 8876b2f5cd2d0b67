import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error plain JavaScript
import { WORDS } from '../public/words.js';
// @ts-expect-error plain JavaScript
import { createShop, policy, Sessions, signToken } from '../server.mjs';

const SECRET = 's'.repeat(40);
const customers = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../demo-customers.json'), 'utf8'),
);
const server = createShop({
  gateway: 'https://chat.example',
  widgetKey: 'pk_1',
  secret: SECRET,
  customers,
  now_s: () => 1_000,
});
let base = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (route: string, body: unknown, cookie = '', type = 'application/json') =>
  fetch(base + route, {
    method: 'POST',
    headers: { 'content-type': type, cookie },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('The customer token', () => {
  it('has the header, claims and signature that the gateway asks for', () => {
    const token: string = signToken(customers[0], 'pk_1', SECRET, 1_000);
    const [head = '', claims = '', signature] = token.split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(read(head)).toEqual({ typ: 'chat+jwt', alg: 'HS256' });
    expect(read(claims)).toMatchObject({
      iss: 'pk_1',
      aud: 'kefu:pk_1',
      sub: customers[0].sub,
      iat: 1_000,
      name: customers[0].name,
    });
    expect(read(claims).exp - read(claims).iat).toBeLessThanOrEqual(900);
    expect(signature).toBe(
      createHmac('sha256', SECRET).update(`${head}.${claims}`).digest('base64url'),
    );
  });
});

describe('The demo shop', () => {
  it('embeds the widget by one script under a policy without exceptions', async () => {
    const answer = await fetch(`${base}/`);
    const html = await answer.text();
    expect(html).toContain('src="https://chat.example/w/v1.js" data-site="pk_1"');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);
    expect(answer.headers.get('content-security-policy')).toBe(policy('https://chat.example'));
    expect(policy('https://chat.example')).not.toMatch(/unsafe|\*/);
  });

  it('signs a token only for who is signed in', async () => {
    expect((await post('/api/kefu-token', {})).status).toBe(401);
    const signedIn = await post('/api/sign-in', { sub: customers[1].sub });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ');
    const answer = await post('/api/kefu-token', {}, cookie);
    const { token } = (await answer.json()) as { token: string };
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.sub).toBe(customers[1].sub);
    const page = await (await fetch(`${base}/`, { headers: { cookie } })).text();
    expect(page).toContain('<html lang="zh-Hans"');
    await post('/api/sign-out', {}, cookie);
    expect((await post('/api/kefu-token', {}, cookie)).status).toBe(401);
  });

  it('names whoever is signed in on the page itself, and nobody once the session is over', async () => {
    const cookie = `shop=${new Sessions(SECRET, () => 1_000).begin(customers[0].sub)}`;
    const page = async (as: string) =>
      (await fetch(`${base}/`, { headers: { cookie: as } })).text();
    expect(await page(cookie)).toContain(`data-who="${customers[0].sub}"`);
    expect(await page('')).toContain('data-who=""');
    await post('/api/sign-out', {}, cookie);
    expect(await page(cookie)).toContain('data-who=""');
  });

  it('refuses what it does not know', async () => {
    expect((await post('/api/sign-in', { sub: 'nobody' })).status).toBe(404);
    expect((await post('/api/sign-in', '{', '')).status).toBe(400);
    expect((await post('/api/sign-in', 'a=b', '', 'text/plain')).status).toBe(405);
    expect((await post('/api/sign-in', `"${'x'.repeat(10_000)}"`)).status).toBe(400);
    expect((await fetch(`${base}/../server.mjs`)).status).toBe(404);
    expect((await fetch(`${base}/server.mjs`)).status).toBe(404);
  });

  it('knows customers whose orders add up', () => {
    for (const customer of customers)
      for (const order of customer.orders) {
        const sum = order.lines.reduce(
          (total: number, l: { quantity: number; price_minor: number }) =>
            total + l.quantity * l.price_minor,
          0,
        );
        expect(order.total_minor, order.number).toBe(sum);
        expect(order.timeline[0].days_ago).toBe(order.placed_days_ago);
      }
  });
});

describe('A session', () => {
  it('goes on over a restart of the backend', () => {
    const cookie = new Sessions(SECRET, () => 1_000).begin('u-1');
    expect(new Sessions(SECRET, () => 1_001).subOf(cookie)).toBe('u-1');
  });

  it('is nobody’s when changed, strange, signed with another secret or a day old', () => {
    const sessions = new Sessions(SECRET, () => 1_000);
    const [, ...rest] = sessions.begin('u-1').split('.');
    const other = Buffer.from('u-2').toString('base64url');
    expect(sessions.subOf([other, ...rest].join('.'))).toBeUndefined();
    for (const strange of ['', '.', 'a.b.c.d', `${other}.`])
      expect(sessions.subOf(strange)).toBeUndefined();
    const cookie = sessions.begin('u-1');
    expect(new Sessions('t'.repeat(40), () => 1_000).subOf(cookie)).toBeUndefined();
    expect(new Sessions(SECRET, () => 1_000 + 86_400).subOf(cookie)).toBeUndefined();
  });

  it('is over once signed out, whoever has a copy of the cookie', () => {
    const sessions = new Sessions(SECRET, () => 1_000);
    const cookie = sessions.begin('u-1');
    const elsewhere = sessions.begin('u-1');
    sessions.end(cookie);
    expect(sessions.subOf(cookie)).toBeUndefined();
    expect(sessions.subOf(elsewhere)).toBe('u-1');
  });
});

describe('The page', () => {
  it('finds every part of its script at the shop', async () => {
    const script = await (await fetch(`${base}/shop.js`)).text();
    const parts = [...script.matchAll(/^import .* from '\.(.*)';$/gm)].map(([, part]) => part);
    expect(parts).not.toEqual([]);
    for (const part of parts) expect((await fetch(base + part)).status).toBe(200);
  });
});

describe('The status of an order', () => {
  const consoleWords = (locale: string): Record<string, string> =>
    JSON.parse(
      readFileSync(
        path.join(import.meta.dirname, `../../console/catalogues/${locale}.json`),
        'utf8',
      ),
    );

  it.each(Object.keys(WORDS))('has one word in shop and console: %s', (locale) => {
    const known = consoleWords(locale);
    for (const [status, word] of Object.entries(WORDS[locale].status))
      expect(word, status).toBe(known[`order.${status}`]);
  });

  it('has a word for each that the customers of the demo have', () => {
    for (const { orders } of customers)
      for (const { status } of orders)
        for (const { status: words } of Object.values<{ status: object }>(WORDS))
          expect(Object.keys(words)).toContain(status);
  });
});
