import { announced } from '#ui/announce.ts';
import { alert, check, info } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { toasts } from '../session/toasts.ts';

export function Announcer() {
  return (
    <div class="vh" role="status" aria-live="polite">
      {announced.value}
    </div>
  );
}

const glyph = { info, ok: check, bad: alert };

// Read out by the announcer; here for the eye only.
export function Toasts() {
  return (
    <div class="toasts" aria-hidden="true">
      {toasts.value.map((toast) => (
        <p key={toast.id} class={`toast ${toast.tone}`}>
          <Icon of={glyph[toast.tone]} size={18} />
          {toast.words}
        </p>
      ))}
    </div>
  );
}
