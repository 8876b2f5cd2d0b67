/**
 * One connection, whichever library holds it. A line has `protocol`, `send(text or bytes)`, `receive()`
 * and `close(code, reason)`; where the library can, `sendParts([text…])` as frames of one message and `ping(text)`,
 * which resolves with the pong. `closed` resolves with the code that the library was told.
 */
const DEADLINE_MS = 30_000;

export function within(promise, what) {
  let late;
  const deadline = new Promise((_, reject) => {
    late = setTimeout(
      () => reject(new Error(`not within ${DEADLINE_MS} ms: ${what}`)),
      DEADLINE_MS,
    );
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(late));
}

/** What came and was not taken yet: strings and buffers in their order. */
export class Inbox {
  #come = [];
  #waiting = [];

  put(message) {
    const taker = this.#waiting.shift();
    if (taker) taker(message);
    else this.#come.push(message);
  }

  take() {
    if (this.#come.length > 0) return Promise.resolve(this.#come.shift());
    return within(new Promise((resolve) => this.#waiting.push(resolve)), 'a message');
  }
}

/** What the WebSocket of browsers offers, and so of undici. */
export function standardLine(WebSocket) {
  return async (url, protocols = []) => {
    const socket = new WebSocket(url, protocols);
    socket.binaryType = 'arraybuffer';
    const inbox = new Inbox();
    const closed = new Promise((resolve) => {
      socket.addEventListener('close', (event) => resolve(event.code));
    });
    socket.addEventListener('message', ({ data }) =>
      inbox.put(typeof data === 'string' ? data : Buffer.from(data)),
    );
    const opened = new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error(`no connection to ${url}`)));
    });
    await within(opened, `connected to ${url}`);
    return {
      protocol: socket.protocol,
      send: async (data) => socket.send(data),
      receive: () => inbox.take(),
      close: (code, reason) => {
        socket.close(code, reason);
        return within(closed, 'closed');
      },
      closed,
    };
  };
}

/** npm `ws`, by its own interface. */
export function wsLine(WebSocket) {
  return async (url, protocols = []) => {
    const socket = new WebSocket(url, protocols);
    const inbox = new Inbox();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (data, isBinary) => inbox.put(isBinary ? data : data.toString('utf8')));
    await within(
      new Promise((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      }),
      `connected to ${url}`,
    );
    return {
      protocol: socket.protocol,
      send: async (data) => socket.send(data),
      sendParts: async (parts) => {
        parts.forEach((part, i) => {
          socket.send(part, { fin: i === parts.length - 1 });
        });
      },
      ping: (text) => {
        const pong = new Promise((resolve) =>
          socket.once('pong', (data) => resolve(data.toString())),
        );
        socket.ping(text);
        return within(pong, 'a pong');
      },
      receive: () => inbox.take(),
      close: (code, reason) => {
        socket.close(code, reason);
        return within(closed, 'closed');
      },
      closed,
    };
  };
}

/** Lines that another program holds: `command(words)` tells it, what it says is given to `heard(words)`. */
export class Bridge {
  #command;
  #lines = new Map();
  #last = 0;
  #can;

  constructor(command, can = {}) {
    this.#command = command;
    this.#can = can;
  }

  heard({ line, what, text, base64, code, protocol, error }) {
    const one = this.#lines.get(line);
    if (what === 'open') one.opened(protocol);
    if (what === 'failed') one.failed(new Error(error));
    if (what === 'text') one.inbox.put(text);
    if (what === 'bytes') one.inbox.put(Buffer.from(base64, 'base64'));
    if (what === 'pong') one.pong(text);
    if (what === 'closed') one.close(code);
  }

  async open(url, protocols = []) {
    this.#last += 1;
    const line = this.#last;
    const tell = (words) => this.#command({ line, ...words });
    const one = { inbox: new Inbox() };
    this.#lines.set(line, one);
    const closed = new Promise((resolve) => {
      one.close = resolve;
    });
    const opened = new Promise((resolve, reject) => {
      one.opened = resolve;
      one.failed = reject;
    });
    await tell({ do: 'open', url, protocols });
    const protocol = await within(opened, `connected to ${url}`);
    const parts = { sendParts: (texts) => tell({ do: 'parts', texts }) };
    const pings = {
      ping: async (text) => {
        const pong = new Promise((resolve) => {
          one.pong = resolve;
        });
        await tell({ do: 'ping', text });
        return within(pong, 'a pong');
      },
    };
    return {
      protocol,
      send: (data) =>
        tell(
          typeof data === 'string'
            ? { do: 'text', text: data }
            : { do: 'bytes', base64: Buffer.from(data).toString('base64') },
        ),
      receive: () => one.inbox.take(),
      close: async (code, reason) => {
        await tell({ do: 'close', code, reason });
        return within(closed, 'closed');
      },
      closed,
      ...(this.#can.parts ? parts : {}),
      ...(this.#can.ping ? pings : {}),
    };
  }
}
