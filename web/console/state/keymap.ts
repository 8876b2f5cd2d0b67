// The keyboard map. Function keys and a Ctrl+K leader: chords with Alt+Shift, Ctrl+Shift or
// Ctrl+Space belong to Chinese input methods, Ctrl+Alt is AltGr. Matched on `code`, so that the
// layout and an input method do not matter.

export type Act =
  | 'accept'
  | 'decline'
  | 'urgent'
  | 'end'
  | 'previous'
  | 'next'
  | 'note'
  | 'sop'
  | 'palette'
  | 'keys'
  | 'region'
  | 'regionBack'
  | 'transfer'
  | 'take'
  | 'status';

export interface Chord {
  readonly code: string;
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  readonly shift?: boolean;
}

export interface Binding {
  readonly act: Act;
  readonly chord: Chord;
  readonly shown: string;
}

export const bindings: readonly Binding[] = [
  { act: 'accept', chord: { code: 'F2' }, shown: 'F2' },
  { act: 'decline', chord: { code: 'F2', shift: true }, shown: 'Shift F2' },
  { act: 'take', chord: { code: 'F4' }, shown: 'F4' },
  { act: 'urgent', chord: { code: 'F8' }, shown: 'F8' },
  { act: 'end', chord: { code: 'F9' }, shown: 'F9' },
  { act: 'next', chord: { code: 'ArrowDown', alt: true }, shown: 'Alt ↓' },
  { act: 'previous', chord: { code: 'ArrowUp', alt: true }, shown: 'Alt ↑' },
  { act: 'note', chord: { code: 'KeyM', alt: true }, shown: 'Alt M' },
  { act: 'sop', chord: { code: 'KeyG', alt: true }, shown: 'Alt G' },
  { act: 'region', chord: { code: 'F6' }, shown: 'F6' },
  { act: 'regionBack', chord: { code: 'F6', shift: true }, shown: 'Shift F6' },
  { act: 'palette', chord: { code: 'KeyK', ctrl: true }, shown: 'Ctrl K' },
  { act: 'keys', chord: { code: 'Slash', ctrl: true }, shown: 'Ctrl /' },
];

export interface Pressed {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
}

// The act of a key press; none while an input method is composing. ⌘ stands for Ctrl.
export function actOf(key: Pressed): Act | undefined {
  if (key.isComposing) return undefined;
  const found = bindings.find(
    ({ chord }) =>
      chord.code === key.code &&
      (chord.ctrl ?? false) === (key.ctrlKey || key.metaKey) &&
      (chord.alt ?? false) === key.altKey &&
      (chord.shift ?? false) === key.shiftKey,
  );
  return found?.act;
}

export function shownKey(act: Act): string | undefined {
  return bindings.find((binding) => binding.act === act)?.shown;
}
