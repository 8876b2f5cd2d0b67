/** Child processes of the tests: started as an unprivileged user, ended one by one, never by name. */
import { execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chownSync, createWriteStream, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { until } from './until.mjs';

const run = promisify(execFile);
const asRoot = process.getuid() === 0;
const USER = process.env.KEFU_TEST_USER ?? 'kefu';

/** `kefu serve` refuses root: there, everything runs as the service's user. */
export function unprivileged(command, args) {
  return asRoot
    ? ['setpriv', ['--reuid', USER, '--regid', USER, '--clear-groups', command, ...args]]
    : [command, args];
}

export async function runOnce(command, args) {
  const [program, all] = unprivileged(command, args);
  return (await run(program, all, { timeout: 60_000 })).stdout;
}

/** The test made the folder; the service's user has to write in it. */
export async function own(folder) {
  if (!asRoot) return;
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, USER])).stdout)),
  );
  const give = (at) => {
    chownSync(at, uid, gid);
    if (lstatSync(at).isDirectory()) for (const name of readdirSync(at)) give(path.join(at, name));
  };
  give(folder);
}

/**
 * Asked for all at once, so that they differ. Below those that the kernel gives away by itself: a
 * port that was free must still be so when its server starts, whoever else is starting.
 */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve, reject) => {
          const server = createServer();
          const tryOne = () => server.listen(randomInt(10_000, 32_768), '127.0.0.1');
          server.on('listening', () => resolve(server));
          server.on('error', (error) => (error.code === 'EADDRINUSE' ? tryOne() : reject(error)));
          tryOne();
        }),
    ),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** A Redis at this socket says that it is there. */
export function answersPing(socket) {
  return new Promise((resolve) => {
    const line = createConnection(socket, () => line.write('PING\r\n'));
    const said = (is) => {
      line.destroy();
      resolve(is);
    };
    line.setTimeout(2_000, () => said(false));
    line.once('data', (words) => said(String(words).startsWith('+PONG')));
    line.once('error', () => said(false));
  });
}

export class Service {
  #name;
  #command;
  #args;
  #log;
  #ready;
  #child;

  /** `ready` resolves to true once the service answers. */
  constructor(name, command, args, log, ready) {
    this.#name = name;
    this.#command = command;
    this.#args = args;
    this.#log = log;
    this.#ready = ready;
  }

  async start() {
    const [program, args] = unprivileged(this.#command, this.#args);
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(this.#log, { flags: 'a' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    let ended;
    child.once('exit', (code, signal) => {
      ended = signal ?? code;
    });
    child.once('error', (error) => {
      ended = error.message;
    });
    this.#child = child;
    await until(async () => {
      if (ended !== undefined) throw new Error(`${this.#name} ended (${ended}):\n${this.log()}`);
      return this.#ready();
    }, `${this.#name} answers`);
  }

  /** Resolves when it is gone. */
  async stop(signal = 'SIGTERM') {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(late);
  }

  log() {
    return readFileSync(this.#log, 'utf8').split('\n').slice(-40).join('\n');
  }
}
