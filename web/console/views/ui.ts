import { signal } from '@preact/signals';
import type { Id } from '#protocol';

// What is open on the screen of this window.
export const paletteOpen = signal(false);
export const keysOpen = signal(false);
export const transferOf = signal<Id | undefined>(undefined);
export const sideOpen = signal(false); // the right panel where it is a drawer (≤ 1024)
export const sopOpen = signal(false);
export const sideTab = signal<'customer' | 'orders' | 'records'>('customer');
// The order that a number in the talk leads to; the panel takes it from here once it is shown.
export const orderWanted = signal<string | undefined>(undefined);
export const wrapLater = signal<ReadonlySet<Id>>(new Set()); // wrap-ups put off
// The wrap-up that this agent went to by an own act: only then does it take the focus from a text.
export const wrapWanted = signal<Id | undefined>(undefined);
// What this agent is ending: the words in its composer are given up with it, when the gateway agrees.
export const ending = signal<Id | undefined>(undefined);
export const passwordOpen = signal(false);

export function putOffWrapUp(c: Id, off: boolean): void {
  const next = new Set(wrapLater.value);
  if (off) next.add(c);
  else next.delete(c);
  wrapLater.value = next;
}
