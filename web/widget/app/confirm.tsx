import { useLayoutEffect, useRef } from 'preact/hooks';

/** A question with the verb on its button. The native dialog keeps the focus and answers Esc. */
export function Confirm(props: {
  text: string;
  yes: string;
  no: string;
  answered: (yes: boolean) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  // Closed before it is taken away, so that the focus returns to where it came from.
  const answer = (yes: string) => dialog.current?.close(yes);
  return (
    <dialog
      ref={dialog}
      class="ask"
      aria-label={props.text}
      onClose={() => props.answered(!!dialog.current?.returnValue)}
    >
      <p>{props.text}</p>
      <div class="two">
        <button type="button" class="btn" onClick={() => answer('')}>
          {props.no}
        </button>
        <button type="button" class="btn danger" onClick={() => answer('yes')}>
          {props.yes}
        </button>
      </div>
    </dialog>
  );
}
