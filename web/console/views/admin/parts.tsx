import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { alert, check, copy } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import type { Fault } from '../../session/rest.ts';
import { faultWords } from '../../session/words.ts';
import { t } from '../../text.ts';
import type { Listing } from './use_list.ts';

export function FaultLine({ fault }: { fault: Fault | undefined | string }) {
  const words = typeof fault === 'string' ? fault : fault ? faultWords(fault) : '';
  return (
    <div role="alert">
      {words === '' ? null : (
        <p class="err">
          <Icon of={alert} size={14} />
          {words}
        </p>
      )}
    </div>
  );
}

type Shown = Pick<Listing<unknown>, 'rows' | 'known' | 'fault'>;

export const Count = ({ of }: { of: Shown }) => (of.known ? <small>{of.rows.length}</small> : null);

// The table of a list, and words where there is nothing in it, or nothing yet.
export function Table(props: { of: Shown; none: string; children: ComponentChildren }) {
  const { rows, known, fault } = props.of;
  const words = known ? props.none : t('data.waiting');
  return (
    <>
      <FaultLine fault={fault} />
      {known ? props.children : null}
      {rows.length > 0 || (fault && !known) ? null : <p class="none">{words}</p>}
    </>
  );
}

// Something that is shown once and must be taken along: a password, a secret, a snippet.
export function Copyable(props: { label: string; text: string; hint?: string }) {
  const [done, setDone] = useState(false);
  const take = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setDone(true);
      setTimeout(() => setDone(false), 2000);
    } catch {
      setDone(false); // no permission: the text can be selected by hand
    }
  };
  return (
    <div class="copyable">
      <span class="lab">{props.label}</span>
      <pre tabIndex={0}>{props.text}</pre>
      <button type="button" class="btn" onClick={() => void take()}>
        <Icon of={done ? check : copy} size={16} />
        {done ? t('copied') : t('copy')}
      </button>
      {props.hint ? <p class="hint">{props.hint}</p> : null}
    </div>
  );
}
