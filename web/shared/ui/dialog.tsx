import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { close } from './glyphs.ts';
import { Icon } from './icon.tsx';

interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly insists?: boolean; // only a button of its foot closes it: what it shows is not shown again
  readonly wide?: boolean;
  readonly children: ComponentChildren;
  readonly foot?: ComponentChildren;
  readonly class?: string;
}

// A modal dialog: native <dialog>, so focus is kept inside, Esc closes and focus returns to where
// it was. Rendered only while open; modal from its first moment, so that no key goes to what is behind it.
export function Dialog(props: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const over = useRef(false);
  const title = useId();
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const dialog = ref.current;
    dialog?.showModal();
    firstField(dialog)?.focus();
    return () => {
      over.current = true;
      dialog?.close();
      if (before?.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      class={`dialog${props.wide ? ' wide' : ''} ${props.class ?? ''}`}
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        if (!props.insists) props.onClose();
      }}
      onClose={() => {
        // The browser may close it without asking by `cancel`: that is the same answer. After its end it is none.
        if (over.current) return;
        if (props.insists) ref.current?.showModal();
        else props.onClose();
      }}
      onKeyDown={(event) => {
        // A second Esc in a row would close it whatever is answered to `cancel`.
        if (props.insists && event.key === 'Escape') event.preventDefault();
      }}
    >
      <header class="dlg-h">
        <h2 id={title}>{props.title}</h2>
        {props.insists ? null : (
          <button type="button" class="ib" aria-label={props.closeLabel} onClick={props.onClose}>
            <Icon of={close} size={18} />
          </button>
        )}
      </header>
      <div class="dlg-b">{props.children}</div>
      {props.foot ? <footer class="dlg-f">{props.foot}</footer> : null}
    </dialog>
  );
}

// Whoever opens a form writes; not under a finger, where a keyboard would come up over it.
function firstField(dialog: HTMLElement | null): HTMLElement | null | undefined {
  if (!matchMedia('(pointer: fine)').matches) return undefined;
  return dialog?.querySelector<HTMLElement>(
    '.dlg-b :is(input, select, textarea):not([type=hidden], :disabled)',
  );
}
