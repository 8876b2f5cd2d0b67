/**
 * Test double of the gateway for the widget's own browser tests: serves dist/ with the headers of
 * the real one and plays one customer's conversation by script. Not a second implementation: it
 * decides nothing, the test says what happens next.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { acceptSocket } from './socket_server.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
};

const label = (hant, hans, en) => ({ 'zh-Hant': hant, 'zh-Hans': hans, en });
const CONFIG = {
  name: '日器客服',
  accent: '#076077',
  locale: 'zh-Hant',
  online: true,
  greeting: label('您好', '您好', 'Hello'),
  need_types: [],
  topics: [
    { key: 'order', icon: 'order', staffed: true, label: label('訂單', '订单', 'Order') },
    { key: 'logistics', icon: 'truck', staffed: true, label: label('物流', '物流', 'Delivery') },
    { key: 'return', icon: 'return', staffed: true, label: label('退換貨', '退换货', 'Returns') },
    {
      key: 'complaint',
      icon: 'complaint',
      staffed: true,
      label: label('投訴', '投诉', 'Complaint'),
    },
    {
      key: 'presale',
      icon: 'product',
      staffed: true,
      label: label('商品諮詢', '商品咨询', 'Product'),
    },
    { key: 'other', icon: 'more', staffed: true, label: label('其他', '其他', 'Other') },
  ],
  survey: {
    question: label('這次服務，您覺得如何？', '这次服务，您觉得如何？', 'How was this chat?'),
    solved_question: label('問題解決了嗎', '问题解决了吗', 'Is it solved?'),
    thanks: label('謝謝您的評價。', '感谢您的评价。', 'Thank you for the rating.'),
    score_words: [
      label('很差', '很差', 'Bad'),
      label('不好', '不好', 'Poor'),
      label('普通', '一般', 'Fair'),
      label('滿意', '满意', 'Good'),
      label('很滿意', '很满意', 'Great'),
    ],
    tags: [
      { key: 'slow', for_good: false, label: label('等太久', '等太久', 'Wait') },
      { key: 'attitude', for_good: false, label: label('態度', '态度', 'Manner') },
      { key: 'unsolved', for_good: false, label: label('沒解決', '没解决', 'Answer') },
      { key: 'quick', for_good: true, label: label('回覆迅速', '回复迅速', 'Quick') },
      { key: 'kind', for_good: true, label: label('親切有禮', '亲切有礼', 'Friendly') },
      { key: 'clear', for_good: true, label: label('專業清楚', '专业清楚', 'Clear') },
    ],
  },
};

export class MockGateway {
  constructor({ dist, now = () => Date.now(), shopOrigin = 'http://127.0.0.1:*' }) {
    this.dist = dist;
    this.now = now;
    this.shopOrigin = shopOrigin;
    this.sockets = new Set();
    this.down = false;
    /** Connections refused while down. */
    this.turnedAway = 0;
    this.received = [];
    this.name = undefined;
    this.log = [];
    this.conversation = undefined;
    this.marks = { delivered: 0, read: 0 };
    this.config = structuredClone(CONFIG);
    this.refuseNext = undefined;
    this.keys = new Map();
  }

  /** The port, one that is free unless named. */
  async listen(port = 0) {
    this.server = createServer((request, response) => this.#http(request, response));
    this.server.on('upgrade', (request, socket) => this.#upgrade(request, socket));
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return this.server.address().port;
  }

  close() {
    this.cut();
    this.server.closeAllConnections();
    this.server.close();
  }

  // ---- what the test makes happen

  place(position, staffed = true) {
    const place = { position, waiting: position + 1, staffed };
    if (this.conversation) this.conversation.place = place;
    this.#all({ t: 'place', c: this.conversation.c, ...place });
  }

  accept(name) {
    this.conversation.state = 'active';
    this.conversation.agent = { name };
    delete this.conversation.place;
    delete this.conversation.waiting_from;
    this.event('accepted', 'system', { name });
    this.#all({ t: 'state', c: this.conversation.c, state: 'active', agent: { name } });
  }

  say(text, more = {}) {
    this.event('message', 'agent', { text, ...more }, { name: this.conversation.agent?.name });
  }

  /** The agent is gone: another wait, of its own. */
  requeue(position, staffed = true) {
    delete this.conversation.agent;
    this.conversation.state = 'waiting';
    this.conversation.waiting_from = this.now();
    this.event('requeued', 'system', {});
    const { c, state, waiting_from } = this.conversation;
    this.#all({ t: 'state', c, state, waiting_from });
    this.place(position, staffed);
  }

  typing(on) {
    this.#all({ t: 'typing', c: this.conversation.c, by: 'agent', on });
  }

  receipt(delivered, read) {
    this.marks = { delivered, read };
    this.#all({ t: 'receipt', c: this.conversation.c, by: 'agent', delivered, read });
  }

  end() {
    this.conversation.state = 'ended';
    this.event('ended', 'agent', { by: 'agent' });
    this.#all({ t: 'state', c: this.conversation.c, state: 'ended' });
  }

  /** Whoever waited was away for too long. */
  abandon() {
    this.conversation.state = 'abandoned';
    this.event('abandoned', 'system', { reason: 'customer_lost' });
    this.#all({ t: 'state', c: this.conversation.c, state: 'abandoned' });
  }

  /** `code` undefined: the line breaks without a word. */
  cut(code, reason = '') {
    for (const s of this.sockets)
      if (code) s.close(code, reason);
      else s.destroy();
    this.sockets.clear();
  }

  event(k, role, b, { key, name, at } = {}) {
    const ev = {
      t: 'ev',
      c: this.conversation.c,
      q: this.log.length + 1,
      id: randomUUID(),
      k,
      by: name ? { role, name } : { role },
      at: at ?? this.now(),
      ...(key ? { key } : {}),
      b,
    };
    this.log.push(ev);
    this.#all(ev);
    return ev;
  }

  open(topic, { order, text, openedAt } = {}) {
    this.log = [];
    this.marks = { delivered: 0, read: 0 };
    this.conversation = {
      c: randomUUID(),
      state: 'waiting',
      topic,
      rated: false,
      opened: openedAt ?? this.now(),
      waiting_from: openedAt ?? this.now(),
    };
    this.event(
      'opened',
      'customer',
      { topic, ...(order ? { order } : {}), ...(text ? { text } : {}) },
      { at: openedAt },
    );
    this.event('queued', 'system', {}, { at: openedAt });
  }

  // ---- the wire

  #own(st) {
    return { ...this.conversation, top: this.log.length, st, ...this.marks };
  }

  #all(frame) {
    for (const s of this.sockets) if (s.ready) s.send(JSON.stringify(frame));
  }

  #upgrade(request, socket) {
    if (this.down) {
      this.turnedAway += 1;
      socket.destroy();
      return;
    }
    const s = acceptSocket(request, socket, {
      onText: (text) => {
        for (const line of text.split('\n')) this.#take(s, JSON.parse(line));
      },
      onClose: () => this.sockets.delete(s),
    });
    this.sockets.add(s);
  }

  #take(s, m) {
    this.received.push(m);
    const answer = (frame) => s.send(JSON.stringify(frame));
    if (m.r !== undefined && this.refuseNext) {
      const refusal = this.refuseNext;
      this.refuseNext = undefined;
      answer({ t: 'err', r: m.r, ...refusal });
      return;
    }
    switch (m.t) {
      case 'hello': {
        s.ready = true;
        answer({
          t: 'welcome',
          role: 'customer',
          session: randomUUID(),
          now: this.now(),
          beat_ms: 25_000,
          max: { frame: 65_536, text: 4_000 },
          identified: this.name !== undefined,
          ...(m.token ? {} : { token: 'visitor-token' }),
          ...(this.name ? { name: this.name } : {}),
          ...(this.conversation ? { conversation: this.#own(m.resume ? 'ok' : 'reset') } : {}),
        });
        for (const ev of this.log.slice(m.resume?.q ?? 0)) answer(ev);
        break;
      }
      case 'conversation.start':
        this.open(m.topic, m);
        answer({ t: 'ok', r: m.r, conversation: this.#own('reset') });
        break;
      case 'conversation.leave':
        this.conversation.state = this.conversation.state === 'active' ? 'ended' : 'abandoned';
        answer({ t: 'ok', r: m.r });
        this.event(this.conversation.state, 'customer', { by: 'customer' });
        break;
      case 'message.send': {
        const known = this.keys.get(m.key);
        const q = known ?? this.log.length + 1;
        answer({ t: 'ack', c: m.c, a: [[m.r, q, known !== undefined]] });
        if (known === undefined) {
          this.keys.set(m.key, q);
          this.event('message', 'customer', { text: m.text }, { key: m.key });
        }
        break;
      }
      case 'survey.rate':
        this.conversation.rated = true;
        answer({ t: 'ok', r: m.r });
        this.event('rated', 'customer', { score: m.score, solved: m.solved, tags: m.tags ?? [] });
        break;
      case 'sync':
        answer({
          t: 'ok',
          r: m.r,
          events: this.log.slice(m.after, m.after + (m.limit ?? 100)),
          top: this.log.length,
          more: false,
        });
        break;
      default:
        if (m.r !== undefined) answer({ t: 'ok', r: m.r });
    }
  }

  #http(request, response) {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/w/config') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(this.config));
      return;
    }
    if (url.pathname === '/w/transcript') {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('transcript');
      return;
    }
    const file =
      url.pathname === '/w/v1.js'
        ? 'loader/v1.js'
        : url.pathname === '/w/frame'
          ? 'widget/index.html'
          : url.pathname.startsWith('/w/assets/')
            ? url.pathname.replace('/w/', 'widget/')
            : '';
    const full = path.join(this.dist, file);
    if (!file || !existsSync(full)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[path.extname(full)] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': file === 'loader/v1.js' ? 'cross-origin' : 'same-origin',
      ...(file.endsWith('.html')
        ? {
            'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors ${this.shopOrigin} 'self'`,
          }
        : {}),
    });
    response.end(readFileSync(full));
  }
}
