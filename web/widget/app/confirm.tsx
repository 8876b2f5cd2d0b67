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
  const answer = (yes: boolean) => {
    // Closed before it is taken away, so that the focus returns to where it came from.
    dialog.current?.close();
    props.answered(yes);
  };
  return (
    <dialog
      ref={dialog}
      class="ask"
      aria-label={props.text}
      onClose={() => {
        // By Esc; after an answer it is gone already.
        if (dialog.current) props.answered(false);
      }}
    >
      <p>{props.text}</p>
      <div class="two">
        <button type="button" class="btn" onClick={() => answer(false)}>
          {props.no}
        </button>
        <button type="button" class="btn danger" onClick={() => answer(true)}>
          {props.yes}
        </button>
      </div>
    </dialog>
  );
}
