import { type ComponentChildren, Fragment } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from '#ui/dialog.tsx';
import { SureButton } from '#ui/sure_button.tsx';
import type { Fault, Reply } from '../../session/rest.ts';
import { faultWords } from '../../session/words.ts';
import { t } from '../../text.ts';
import { FaultLine } from './parts.tsx';

interface Wrong {
  readonly words: string;
  readonly field?: string; // the name of the control that is to be changed
}

// The server names the field in front of what is wrong with it.
const wrongOf = (fault: Fault): Wrong => {
  const [field, ...said] = fault.text.split(':');
  return { words: faultWords(fault), ...(field && said.length > 0 ? { field } : {}) };
};

// One change at a time: `run` answers what was saved; undefined when it was not, and `wrong` says why.
export function useSaving(onStale?: () => Promise<void>) {
  const [wrong, put] = useState<Wrong>();
  const setWrong = (words: string, field?: string) => put({ words, ...(field ? { field } : {}) });
  const [busy, setBusy] = useState(false);
  const under = useRef(false);
  const run = async <T,>(call: () => Promise<Reply<T>>): Promise<T | undefined> => {
    if (under.current) return undefined;
    under.current = true;
    setBusy(true);
    const reply = await call();
    under.current = false;
    setBusy(false);
    const isStale = !reply.ok && reply.fault.code === 'changed_meanwhile' && onStale !== undefined;
    put(reply.ok || isStale ? undefined : wrongOf(reply.fault));
    if (isStale) await onStale();
    return reply.ok ? reply.value : undefined;
  };
  return { wrong, setWrong, busy, run };
}

interface FrameProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly insists?: boolean; // shows what is not shown again: only its button closes it
  readonly saving: ReturnType<typeof useSaving>;
  readonly save: string;
  readonly cancel?: string;
  readonly risk?:
    | {
        readonly label: string;
        readonly sure: string;
        readonly bad?: boolean;
        run(form: FormData): void;
      }
    | undefined;
  readonly row?: { readonly stale: string; readonly fresh: string; readonly turn: number };
  readonly onReload?: (form: FormData) => void; // the newest row, with what was written here
  readonly before?: ComponentChildren;
  readonly after?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly onSave: (form: FormData) => void;
  readonly onClose: () => void;
}

// The dialog of one row: its form, what is wrong with it, and what can be done. Enter saves.
export function EditorFrame(props: FrameProps) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const fault = useId();
  const held = () => new FormData(form.current ?? undefined);
  const { wrong } = props.saving;
  useLayoutEffect(() => marked(form.current, wrong?.field, fault), [wrong]);
  return (
    <Dialog
      wide={props.wide ?? false}
      insists={props.insists ?? false}
      title={props.title}
      closeLabel={t('close')}
      onClose={props.onClose}
      foot={
        <>
          <div class="said" id={fault}>
            <FaultLine fault={wrong?.words ?? props.row?.stale} />
            <p class="hint" role="status">
              {props.row?.fresh}
            </p>
          </div>
          <Acts of={props} form={id} held={held} />
        </>
      }
    >
      {props.before}
      <form
        id={id}
        ref={form}
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          props.onSave(held());
        }}
      >
        <Fragment key={props.row?.turn}>{props.children}</Fragment>
      </form>
      {props.after}
    </Dialog>
  );
}

function Acts(props: { of: FrameProps; form: string; held: () => FormData }) {
  const { saving, risk, row, onReload, onClose, cancel, save } = props.of;
  // The button that reads the row again goes with the conflict.
  const submit = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (row?.turn) submit.current?.focus();
  }, [row?.turn]);
  return (
    <>
      {row?.stale ? (
        <button type="button" class="btn" onClick={() => onReload?.(props.held())}>
          {t('admin.reload')}
        </button>
      ) : null}
      {risk ? (
        <SureButton
          class={risk.bad ? 'btn danger start' : 'btn start'}
          disabled={saving.busy}
          label={risk.label}
          sure={risk.sure}
          onSure={() => risk.run(props.held())}
        />
      ) : null}
      <button type="button" class="btn quiet" onClick={onClose}>
        {cancel ?? t('cancel')}
      </button>
      <button
        ref={submit}
        type="submit"
        form={props.form}
        class="btn primary"
        aria-disabled={saving.busy}
      >
        {save}
      </button>
    </>
  );
}

// The control that is wrong is brought into view, has the focus, and is told apart.
function marked(form: HTMLFormElement | null, field: string | undefined, fault: string) {
  const control = field === undefined ? null : form?.elements.namedItem(field);
  if (!(control instanceof HTMLElement)) return undefined;
  control.setAttribute('aria-invalid', 'true');
  control.setAttribute('aria-describedby', fault);
  control.focus();
  return () => {
    control.removeAttribute('aria-invalid');
    control.removeAttribute('aria-describedby');
  };
}

export function Field(props: { label: string; hint?: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label class="f">
      <span class="lab">{props.label}</span>
      {props.children}
      {props.hint ? <span class="hint">{props.hint}</span> : null}
    </label>
  );
}

export function Check(props: { name: string; on: boolean; label: string }) {
  return (
    <label class="check">
      <input type="checkbox" name={props.name} defaultChecked={props.on} />
      {props.label}
    </label>
  );
}

export function Choices(props: {
  name: string;
  chosen: string;
  of: readonly { readonly id: string; readonly label: string }[];
}) {
  return (
    <select class="in" name={props.name}>
      {props.of.map(({ id, label }) => (
        <option key={id} value={id} selected={id === props.chosen}>
          {label}
        </option>
      ))}
    </select>
  );
}
