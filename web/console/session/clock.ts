import { signal } from '@preact/signals';

// One clock for every timer on the screen: server time, once a second.
let offset = 0;
export const now = signal(Date.now());

export function serverNow(): number {
  return Date.now() + offset;
}

// The server's clock as heard just now.
export function setServerTime(serverMs: number): void {
  offset = serverMs - Date.now();
  now.value = serverNow();
}

export function startClock(): () => void {
  const id = setInterval(() => {
    now.value = serverNow();
  }, 1000);
  return () => clearInterval(id);
}
