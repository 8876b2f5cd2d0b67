import { signal } from '@preact/signals';
import { announce } from '#ui/announce.ts';
import { limits } from '../state/limits.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'ok' | 'bad';
  readonly words: string;
}

export const toasts = signal<readonly Toast[]>([]);
let last = 0;

// Says something once: on the screen for a while, and to screen readers.
export function tell(words: string, tone: Toast['tone'] = 'info'): void {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value, { id, tone, words }].slice(-limits.toasts);
  announce(words);
  setTimeout(() => {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }, limits.toastMs);
}
