import { useState } from 'preact/hooks';

// For what cannot be undone: the first press asks, the second does it; leaving the button takes the
// question back.
export function SureButton(props: {
  readonly class: string;
  readonly label: string;
  readonly sure: string; // what the second press does
  readonly disabled: boolean;
  readonly onSure: () => void;
}) {
  const [asked, setAsked] = useState(false);
  return (
    <button
      type="button"
      class={props.class}
      disabled={props.disabled}
      onBlur={() => setAsked(false)}
      onClick={() => {
        setAsked(!asked);
        if (asked) props.onSure();
      }}
    >
      <span aria-live="polite">{asked ? props.sure : props.label}</span>
    </button>
  );
}
