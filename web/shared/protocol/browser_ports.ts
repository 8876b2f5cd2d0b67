import type { NewKey, OpenSocket, TextStorage, Timers } from './ports.ts';

/** The ports a page gives to `Client`. The one file here that touches the browser. */

export const pageTimers: Timers = {
  now: () => performance.now(),
  after(ms, run) {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};

/** `randomUUID` exists on secure pages only; the same form is made by hand elsewhere. */
export const pageKey: NewKey = () => {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  // The 4 says "by chance"; of the digit at 8, two bits are given.
  return '00000000-0000-4000-8000-000000000000'.replace(/[08]/g, (given) => {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    return (given === '8' ? 8 + (byte & 3) : byte & 15).toString(16);
  });
};

/** `ws(s)://<this host>/ws` */
export function pageSocket(location: Pick<Location, 'protocol' | 'host'>): OpenSocket {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return webSocket(`${scheme}//${location.host}/ws`);
}

export function webSocket(url: string): OpenSocket {
  return (events) => {
    const ws = new WebSocket(url, 'kefu.v1');
    ws.onopen = () => events.opened();
    ws.onmessage = (e) => {
      if (typeof e.data === 'string') events.text(e.data);
    };
    ws.onclose = (e) => events.closed(e.code, e.reason);
    return {
      send(text) {
        if (ws.readyState === WebSocket.OPEN) ws.send(text);
      },
      close: (code, reason) => ws.close(code, reason),
    };
  };
}

/** Storage may be refused (private mode, full): then nothing outlives the page. */
export function pageStorage(area: () => Storage, name: string): TextStorage {
  return {
    load() {
      try {
        return area().getItem(name) ?? undefined;
      } catch {
        return undefined;
      }
    },
    save(text) {
      try {
        area().setItem(name, text);
      } catch {
        // The page goes on with what it has in memory.
      }
    },
  };
}
