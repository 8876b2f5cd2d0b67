import { describe, expect, it } from 'vitest';
import type { Intent } from '../app/intent.ts';
import { type TabPorts, Tabs } from '../app/tabs.ts';
import { type ChatView, EMPTY } from '../app/view.ts';

/** One browser: a lock queue and a channel that reaches all other tabs. */
function browser({ slowLock = false } = {}) {
  const queue: (() => void)[] = [];
  const ends: { onmessage: ((e: MessageEvent) => void) | null }[] = [];
  const soon: (() => void)[] = [];
  const ports: TabPorts = {
    lock(_name, lead) {
      queue.push(lead);
      if (queue.length === 1 && !slowLock) lead();
    },
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
    queue[0]?.();
  };
  const grant = () => queue[0]?.();
  return { ports, flush, closeFirst, grant };
}

function tab(ports: TabPorts) {
  const intents: Intent[] = [];
  const mirrored: ChatView[] = [];
  let leads = 0;
  let forgot = 0;
  const view: ChatView = { ...EMPTY, queued: 7 };
  const tabs = new Tabs(
    'pk',
    ports,
    () => {
      leads += 1;
      return { view: () => view, intend: (i) => intents.push(i) };
    },
    (v) => mirrored.push(v),
    () => {
      forgot += 1;
    },
  );
  return { tabs, intents, mirrored, leads: () => leads, forgot: () => forgot };
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
    second.tabs.intend({ do: 'say', text: 'hello' });
    expect(first.intents).toEqual([{ do: 'say', text: 'hello' }]);
    expect(third.intents).toEqual([]);
  });

  it('pass the lead on when the leader closes', () => {
    const { ports, closeFirst } = browser();
    tab(ports);
    const second = tab(ports);
    closeFirst();
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
    only.tabs.intend({ do: 'say', text: 'early' });
    alone.grant();
    expect(only.intents).toEqual([{ do: 'wake' }, { do: 'say', text: 'early' }]);

    const { ports, flush } = browser();
    const first = tab(ports);
    const second = tab(ports);
    second.tabs.intend({ do: 'say', text: 'early' });
    expect(first.intents).toEqual([]);
    flush();
    expect(first.intents).toEqual([{ do: 'say', text: 'early' }]);
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
