import { effect, untracked } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { go, route } from '../route.ts';
import { account, current, desk, open, watch } from '../session/store.ts';
import { cardOf } from '../state/desk.ts';

// The open conversation stands in the address, and the address opens it: back, forward and a reload
// lead to where one was.
export function useOpenChat(): void {
  useEffect(() => {
    const asked = new Set<string>();
    const stops = [effect(fromAddress), effect(intoAddress), effect(() => watchedAgain(asked))];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}

function fromAddress(): void {
  const at = route.value;
  untracked(() => {
    if (at.page === 'desk' && at.c !== current.value) open(at.c);
  });
}

function intoAddress(): void {
  const c = current.value;
  untracked(() => {
    const at = route.value;
    // Signed out: whoever comes back finds the address as it was.
    if (account.value === undefined || at.page !== 'desk' || at.c === c) return;
    go(deskAt(c));
  });
}

// After a reload the gateway does not know that a supervisor watched this one: it is asked once.
function watchedAgain(asked: Set<string>): void {
  const c = current.value;
  const { staff } = desk.value;
  if (c === undefined || !staff || staff.role === 'agent' || asked.has(c)) return;
  asked.add(c);
  if (!cardOf(desk.value, c)) untracked(() => void watch(c));
}

const deskAt = (c: string | undefined) => ({ page: 'desk' as const, ...(c && { c }) });

// The desk, with the conversation that is open there.
export const deskRoute = () => deskAt(current.value);
