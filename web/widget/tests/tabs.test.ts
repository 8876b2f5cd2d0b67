import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/tests/virtual_time.ts';
import type { Intent, Taken } from '../app/intent.ts';
import { type TabPorts, Tabs } from '../app/tabs.ts';
import { type ChatView, EMPTY } from '../app/view.ts';

/** One browser: a lock queue and a channel that reaches all other tabs. */
function browser({ slowLock = false } = {}) {
  const queue: ((alone: boolean) => void)[] = [];
  const ends: { onmessage: ((e: MessageEvent) => void) | null }[] = [];
  const soon: (() => void)[] = [];
  const ports: TabPorts = {
    lock(_name, lead) {
      queue.push(lead);
      if (queue.length === 1 && !slowLock) lead(false);
    },
    newKey: keys(),
    channel() {
      const end = {
        onmessage: null as ((e: MessageEvent) => void) | null,
        postMessage(data: unknown) {
          for (const other of ends)
            if (other !== end) other.onmessage?.({ data } as unknown as MessageEvent);
        },
      };
      ends.push(end);
      return end;
    },
    soon: (run) => soon.push(run),
  };
  const flush = () => {
    for (const run of soon.splice(0)) run();
  };
  const closeFirst = () => {
    queue.shift();
    ends.shift();
  };
  const grant = () => queue[0]?.(false);
  return { ports, flush, closeFirst, grant };
}

function tab(ports: TabPorts, answer: (intent: Intent) => Taken = () => true) {
  const intents: Intent[] = [];
  const heardKeys: string[] = [];
  const mirrored: ChatView[] = [];
  let leads = 0;
  let forgot = 0;
  let alone: boolean | undefined;
  const view: ChatView = { ...EMPTY, queued: 7 };
  const tabs = new Tabs(
    'pk',
    ports,
    (own) => {
      leads += 1;
      alone = own;
      return {
        view: () => view,
        intend(intent, key) {
          intents.push(intent);
          heardKeys.push(key);
          return answer(intent);
        },
      };
    },
    (v) => mirrored.push(v),
    () => {
      forgot += 1;
    },
  );
  const taken: boolean[] = [];
  const say = (text: string) => tabs.intend({ do: 'say', c: 'c1', text }, (one) => taken.push(one));
  const leadsNow = () => leads;
  return {
    tabs,
    intents,
    heardKeys,
    mirrored,
    leads: leadsNow,
    alone: () => alone,
    forgot: () => forgot,
    say,
    taken,
  };
}

describe('Several tabs', () => {
  it('have one leader; the others draw what it tells', () => {
    const { ports, flush } = browser();
    const first = tab(ports);
    const second = tab(ports);
    flush();
    expect(first.leads()).toBe(1);
    expect(second.leads()).toBe(0);
    expect(second.mirrored.map((v) => v.queued)).toEqual([7]);
    expect(first.mirrored).toEqual([]);
  });

  it('hand intents to the leader, which acts once', () => {
    const { ports, flush } = browser();
    const first = tab(ports);
    const second = tab(ports);
    const third = tab(ports);
    flush();
    second.tabs.intend({ do: 'say', c: 'c1', text: 'hello' });
    expect(first.intents).toEqual([{ do: 'say', c: 'c1', text: 'hello' }]);
    expect(third.intents).toEqual([]);
  });

  it('pass the lead on when the leader closes', () => {
    const { ports, closeFirst, grant } = browser();
    tab(ports);
    const second = tab(ports);
    closeFirst();
    grant();
    second.tabs.intend({ do: 'seen' });
    expect(second.leads()).toBe(1);
    expect(second.intents).toEqual([{ do: 'seen' }]);
  });

  it('tell many changes as one', () => {
    const { ports, flush } = browser();
    const first = tab(ports);
    const second = tab(ports);
    flush();
    for (let i = 0; i < 10; i += 1) first.tabs.publish();
    flush();
    expect(second.mirrored.length).toBe(2);
  });

  it('all forget when the customer signs out in any of them', () => {
    for (const from of [0, 1, 2]) {
      const { ports, flush } = browser();
      const tabs = [tab(ports), tab(ports), tab(ports)];
      flush();
      tabs[from]?.tabs.intend({ do: 'forget' });
      expect(tabs.map((one) => one.forgot())).toEqual([1, 1, 1]);
      expect(tabs.map((one) => one.intents)).toEqual([[{ do: 'forget' }], [], []]);
    }
  });

  it('keep what is asked before it is known who leads', () => {
    const alone = browser({ slowLock: true });
    const only = tab(alone.ports);
    only.tabs.intend({ do: 'wake' });
    only.tabs.intend({ do: 'say', c: 'c1', text: 'early' });
    alone.grant();
    expect(only.intents).toEqual([{ do: 'wake' }, { do: 'say', c: 'c1', text: 'early' }]);

    const { ports, flush } = browser();
    const first = tab(ports);
    const second = tab(ports);
    second.tabs.intend({ do: 'say', c: 'c1', text: 'early' });
    expect(first.intents).toEqual([]);
    flush();
    expect(first.intents).toEqual([{ do: 'say', c: 'c1', text: 'early' }]);
  });

  it('hear at once whether words were taken, in the tab that leads and in the others', () => {
    const { ports, flush } = browser();
    const first = tab(ports, (intent) => intent.do === 'say' && intent.text !== 'too much');
    const second = tab(ports);
    flush();
    for (const one of [first, second]) {
      one.say('hello');
      one.say('too much');
      expect(one.taken).toEqual([true, false]);
    }
  });

  it('tell the next leader what the last one did not answer, under the same key', () => {
    const { ports, flush, closeFirst, grant } = browser();
    const first = tab(ports, () => new Promise<boolean>(() => {}));
    const second = tab(ports);
    const third = tab(ports);
    flush();
    third.say('under way');
    expect(first.intents).toHaveLength(1);
    closeFirst();
    third.say('to nobody');
    expect(third.taken).toEqual([]);
    grant();
    flush();
    const words = second.intents.map((intent) => (intent.do === 'say' ? intent.text : ''));
    expect(words).toEqual(['under way', 'to nobody']);
    expect(second.heardKeys[0]).toBe(first.heardKeys[0]);
    expect(third.taken).toEqual([true, true]);
    second.tabs.publish();
    flush();
    expect(second.intents).toHaveLength(2);
  });

  it('take over what they asked themselves when they lead', () => {
    const { ports, flush, closeFirst, grant } = browser();
    tab(ports);
    const second = tab(ports);
    flush();
    closeFirst();
    second.say('mine');
    expect(second.taken).toEqual([]);
    grant();
    expect(second.intents).toEqual([{ do: 'say', c: 'c1', text: 'mine' }]);
    expect(second.taken).toEqual([true]);
  });

  it('give up the earliest without an answer beyond twenty, and say so', () => {
    const { ports } = browser({ slowLock: true });
    const only = tab(ports);
    for (let n = 0; n < 21; n += 1) only.say(`${n}`);
    expect(only.taken).toEqual([false]);
  });

  it('do not repeat what was asked before a sign-out', () => {
    const { ports, grant } = browser({ slowLock: true });
    const only = tab(ports);
    only.say('mine');
    only.tabs.intend({ do: 'forget' });
    grant();
    expect(only.intents).toEqual([]);
  });

  it('are on their own where they cannot hear each other, or there is no lock', () => {
    const { ports } = browser();
    expect(tab(ports).alone()).toBe(false);
    const deaf = { ...ports, channel: () => undefined };
    for (const one of [tab(deaf), tab(deaf)]) {
      expect(one.alone()).toBe(true);
      one.say('hello');
      expect(one.taken).toEqual([true]);
    }
  });

  it('forget before it is known who leads, too', () => {
    const { ports, grant } = browser({ slowLock: true });
    const only = tab(ports);
    only.tabs.intend({ do: 'forget' });
    expect(only.forgot()).toBe(1);
    grant();
    expect(only.intents).toEqual([]);
  });
});
