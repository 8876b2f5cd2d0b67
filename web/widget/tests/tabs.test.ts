import { describe, expect, it } from 'vitest';
import type { Intent } from '../app/intent.ts';
import { type TabPorts, Tabs } from '../app/tabs.ts';
import { type ChatView, EMPTY } from '../app/view.ts';

/** One browser: a lock queue and a channel that reaches all other tabs. */
function browser() {
  const queue: (() => void)[] = [];
  const ends: { onmessage: ((e: MessageEvent) => void) | null }[] = [];
  const soon: (() => void)[] = [];
  const ports: TabPorts = {
    lock(_name, lead) {
      queue.push(lead);
      if (queue.length === 1) lead();
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
  return { ports, flush, closeFirst };
}

function tab(ports: TabPorts) {
  const intents: Intent[] = [];
  const mirrored: ChatView[] = [];
  let leads = 0;
  const view: ChatView = { ...EMPTY, queued: 7 };
  const tabs = new Tabs(
    'pk',
    ports,
    () => {
      leads += 1;
      return { view: () => view, intend: (i) => intents.push(i) };
    },
    (v) => mirrored.push(v),
  );
  return { tabs, intents, mirrored, leads: () => leads };
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
    const { ports } = browser();
    const first = tab(ports);
    const second = tab(ports);
    const third = tab(ports);
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
});
