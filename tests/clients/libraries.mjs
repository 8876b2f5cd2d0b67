/** The four implementations of WebSocket that share no line with ours, and how each is started and ended. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Windows } from '../browser/harness/browsers.mjs';
import { Bridge, standardLine, wsLine } from './lines.mjs';

const fromWeb = createRequire(new URL('../../web/package.json', import.meta.url));
const here = path.dirname(fileURLToPath(import.meta.url));
const nothing = async () => {};

/** `start(stack)` resolves to `{ open(url, protocols), end() }`; `can` says which of parts and ping it offers. */
export const libraries = [
  {
    name: 'npm ws',
    can: { parts: true, ping: true },
    start: async () => ({ open: wsLine(fromWeb('ws')), end: nothing }),
  },
  {
    name: 'undici',
    can: {},
    start: async () => ({ open: standardLine(fromWeb('undici').WebSocket), end: nothing }),
  },
  { name: 'Python websockets', can: { parts: true, ping: true }, start: python },
  { name: 'Chromium', can: {}, start: chromium },
];

async function python() {
  // Debian's own: another Python before it in the path lacks Debian's packages.
  const child = spawn('/usr/bin/python3', ['-B', path.join(here, 'python_lines.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const bridge = new Bridge(async (words) => child.stdin.write(`${JSON.stringify(words)}\n`), {
    parts: true,
    ping: true,
  });
  readline
    .createInterface({ input: child.stdout })
    .on('line', (line) => bridge.heard(JSON.parse(line)));
  return {
    open: (url, protocols) => bridge.open(url, protocols),
    end: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.stdin.end();
        child.kill();
      }),
  };
}

/**
 * The widget's own page, so that the sockets carry the gateway's `Origin` and its content policy must let them
 * through; Chromium lets no made-up page connect to this machine.
 */
async function chromium(stack) {
  const windows = new Windows();
  const context = await windows.desk();
  const page = await context.newPage();
  await page.goto(stack.frameUrl());
  const bridge = new Bridge((words) => page.evaluate((one) => window.lineCommand(one), words));
  await page.exposeFunction('lineHeard', (words) => bridge.heard(words));
  await page.evaluate(inPage);
  return { open: (url, protocols) => bridge.open(url, protocols), end: () => windows.close() };
}

/** Runs in the page: it knows nothing of this file. */
function inPage() {
  const sockets = new Map();
  const encode = (buffer) => {
    let text = '';
    for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const open = ({ line, url, protocols }) => {
    const socket = new WebSocket(url, protocols);
    const say = (what, more) => window.lineHeard({ line, what, ...more });
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => say('open', { protocol: socket.protocol });
    socket.onerror = () => say('failed', { error: `no connection to ${url}` });
    socket.onclose = ({ code }) => say('closed', { code });
    socket.onmessage = ({ data }) =>
      typeof data === 'string'
        ? say('text', { text: data })
        : say('bytes', { base64: encode(data) });
    sockets.set(line, socket);
  };
  window.lineCommand = (words) => {
    const socket = sockets.get(words.line);
    if (words.do === 'open') open(words);
    if (words.do === 'text') socket.send(words.text);
    if (words.do === 'bytes')
      socket.send(Uint8Array.from(atob(words.base64), (one) => one.charCodeAt(0)));
    if (words.do === 'close') socket.close(words.code, words.reason);
  };
}
