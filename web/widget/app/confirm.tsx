import { useEffect, useRef } from 'preact/hooks';

/** A question with the verb on its button. The native dialog keeps the focus and answers Esc. */
export function Confirm(props: {
  text: string;
  yes: string;
  no: string;
  answered: (yes: boolean) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="ask"
      aria-label={props.text}
      onCancel={(e) => {
        e.preventDefault();
        props.answered(false);
      }}
    >
      <p>{props.text}</p>
      <div class="two">
        <button type="button" class="btn" onClick={() => props.answered(false)}>
          {props.no}
        </button>
        <button type="button" class="btn danger" onClick={() => props.answered(true)}>
          {props.yes}
        </button>
      </div>
    </dialog>
  );
}
