import { useLayoutEffect, useRef } from 'preact/hooks';
import { go, route } from '../route.ts';
import { current, desk, groups, open } from '../session/store.ts';
import { neighbour, orderOf, urgentOf } from '../state/inbox.ts';
import { type Act, actOf } from '../state/keymap.ts';
import { keysOpen, paletteOpen } from './ui.ts';

// Keys to acts. A screen that knows an act says so with `useAct`; the latest one is asked first.
// What is on the screen answers from the moment it is there, not from the next frame on: a key that
// is pressed the moment an offer appears must find it.
type Handler = () => boolean; // false: not for me

const handlers = new Map<Act, Handler[]>();

export function useAct(act: Act, handler: Handler): void {
  const latest = useRef(handler);
  useLayoutEffect(() => {
    latest.current = handler;
  });
  useLayoutEffect(() => {
    const run: Handler = () => latest.current();
    handlers.set(act, [run, ...(handlers.get(act) ?? [])]);
    return () => {
      handlers.set(
        act,
        (handlers.get(act) ?? []).filter((one) => one !== run),
      );
    };
  }, [act]);
}

export function perform(act: Act): boolean {
  return (handlers.get(act) ?? []).some((run) => run());
}

export function showConversation(c: string | undefined): void {
  if (c === undefined) return;
  if (route.value.page !== 'desk') go({ page: 'desk', c });
  open(c);
}

const regions = [
  '.bar',
  '.inbox .rows',
  '.ledger',
  '.comp textarea',
  '.side',
  '.drawer',
  '.wall',
  '.rec-list',
  '.rec-log',
  '.admin-nav',
  '.part',
];

// F6: the next region of the page, its first control or itself.
function cycleRegion(by: 1 | -1): boolean {
  const found = regions.flatMap((selector) => {
    const element = document.querySelector<HTMLElement>(selector);
    return element?.checkVisibility() ? [element] : [];
  });
  const at = found.findIndex((element) => element.contains(document.activeElement));
  const next = found[(at + by + found.length) % found.length];
  if (!next) return false;
  const inside = 'button, a[href], input, textarea, select, [tabindex="0"]';
  const target = next.matches(inside)
    ? next
    : (next.querySelector<HTMLElement>('[aria-current], [aria-selected="true"]') ??
      next.querySelector<HTMLElement>(inside));
  (target ?? next).focus();
  return true;
}

// An open dialog, which is always modal, keeps the keys from what is behind it. The clock of an offer does not
// wait for it, and a dialog that a key has opened goes by the same key.
function reaches(act: Act): boolean {
  if (act === 'accept' || act === 'decline') return true;
  if (document.querySelector('dialog[open]') === null) return true;
  return (act === 'palette' && paletteOpen.value) || (act === 'keys' && keysOpen.value);
}

export function useKeys(): void {
  const move = (by: 1 | -1) => {
    showConversation(neighbour(orderOf(groups.value), current.value, by));
    return true;
  };
  useAct('next', () => move(1));
  useAct('previous', () => move(-1));
  useAct('urgent', () => {
    showConversation(urgentOf(groups.value, current.value));
    return desk.value.staff !== undefined;
  });
  useAct('palette', () => {
    paletteOpen.value = !paletteOpen.value;
    return true;
  });
  useAct('keys', () => {
    keysOpen.value = !keysOpen.value;
    return true;
  });
  useAct('region', () => cycleRegion(1));
  useAct('regionBack', () => cycleRegion(-1));
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = actOf(event);
      if (act && reaches(act) && perform(act)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
