import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command, Signal } from '../commands.ts';
import { isCustomerFrame } from '../guards.ts';
import { isServerFrame } from '../staff_guards.ts';

/** The wire examples that the gateway's own tests read too. */
const FOLDER = path.join(import.meta.dirname, '../../../../tests/golden');
const files = readdirSync(FOLDER).filter((f) => f.endsWith('.json'));
const read = (file: string) =>
  JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Record<string, unknown>;
const server = files.filter((f) => f.startsWith('server.'));
const client = files.filter((f) => f.startsWith('client.'));

const STAFF_ONLY =
  /^server\.(card|offer|me|names|wall|welcome\.staff|ok\.(cards?|me)|ev\..*\.staff)/;

/** Every field of everything we send; a tag of ours that is missing here does not compile. */
const FIELDS: Record<(Command | Signal)['t'] | 'hello', readonly string[]> = {
  hello: ['v', 'storefront', 'token', 'jwt', 'locale', 'ticket', 'resume'],
  beat: [],
  bye: ['forget'],
  typing: ['c', 'on'],
  receipt: ['c', 'delivered', 'read'],
  'message.send': ['key', 'c', 'text', 'gen', 'confirmed'],
  sync: ['c', 'after', 'limit'],
  'conversation.start': ['key', 'topic', 'need_type', 'order', 'text'],
  'conversation.leave': ['c'],
  'survey.rate': ['key', 'c', 'score', 'solved', 'tags', 'comment'],
  'presence.set': ['presence', 'reason'],
  'offer.accept': ['offer'],
  'offer.decline': ['offer', 'reason'],
  'note.add': ['key', 'c', 'gen', 'text'],
  'conversation.transfer': ['key', 'c', 'gen', 'to_staff', 'to_skill', 'note'],
  'conversation.end': ['key', 'c', 'gen'],
  'wrap_up.save': ['key', 'c', 'gen', 'topic', 'need_type', 'solved', 'solution'],
  'conversation.watch': ['c'],
  'conversation.unwatch': ['c'],
  'wall.watch': [],
  'wall.unwatch': [],
  'wall.cards': ['staff'],
  'conversation.assign': ['c', 'staff'],
  'conversation.take': ['c', 'gen'],
};

describe('Wire examples', () => {
  it('exist', () => {
    expect(server.length).toBeGreaterThan(0);
    expect(client.length).toBeGreaterThan(0);
  });

  it.each(server)('%s is a frame to staff clients', (file) => {
    expect(isServerFrame(read(file))).toBe(true);
  });

  it.each(server.filter((f) => !STAFF_ONLY.test(f)))('%s is a frame to customers', (file) => {
    expect(isCustomerFrame(read(file))).toBe(true);
  });

  it.each(server)('%s without one of its fields is refused or still whole', (file) => {
    const whole = read(file);
    for (const [name, value] of Object.entries(whole)) {
      const broken = { ...whole, [name]: typeof value === 'object' ? 7 : { not: value } };
      expect(isServerFrame(broken), name).toBe(false);
    }
  });

  it('are whole without what is newer than the first protocol', () => {
    const newer = new Set([
      'staffed',
      'ringing',
      'storefronts',
      'waiting_from',
      'handover',
      'chosen',
    ]);
    // On a card it is an object, and as old as the protocol; in a line of the wall an id, and newer.
    const isNewer = (name: string, value: unknown) =>
      newer.has(name) || (name === 'customer' && typeof value === 'string');
    const older = (file: string) => {
      const text = readFileSync(path.join(FOLDER, file), 'utf8');
      return JSON.parse(text, (name, value) =>
        isNewer(name, value) ? undefined : value,
      ) as unknown;
    };
    // A whole frame that is newer.
    for (const file of server.filter((f) => f !== 'server.names.json')) {
      expect(isServerFrame(older(file)), file).toBe(true);
      if (!STAFF_ONLY.test(file)) expect(isCustomerFrame(older(file)), file).toBe(true);
    }
  });

  it.each(client)('%s is something we can say', (file) => {
    const { t, r: _r, ...fields } = read(file);
    const known = FIELDS[t as keyof typeof FIELDS];
    expect(known).toBeDefined();
    for (const name of Object.keys(fields)) expect(known).toContain(name);
  });

  it('cover every command and signal of ours', () => {
    const tags = new Set(client.map((file) => read(file).t));
    expect([...tags].sort()).toEqual(Object.keys(FIELDS).sort());
  });
});
