import { signal } from '@preact/signals';

// One polite voice for screen readers. Words that come close together are read as the last ones.
export const announced = signal('');

export function announce(words: string): void {
  announced.value = announced.peek() === words ? `${words}\u00a0` : words;
}
