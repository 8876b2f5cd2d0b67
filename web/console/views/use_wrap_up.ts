import { useState } from 'preact/hooks';
import type { Card } from '#protocol';
import { draftOf, dropUnsent, keepDraft } from '../session/drafts.ts';
import { groups, open, saveWrapUp } from '../session/store.ts';
import { tell } from '../session/toasts.ts';
import { refusalWords } from '../session/words.ts';
import { draftId } from '../state/drafts.ts';
import { draftFrom, faultsOf, type WrapUp, type WrapUpFault } from '../state/wrap_up.ts';
import { t } from '../text.ts';
import { customerName } from './labels.ts';
import { closeAsked } from './leaving.ts';

// What is written in the form, kept as a draft at every change; what is missing; and saving it, which
// closes the conversation and goes on to the next one.
export function useWrapUp(card: Card, toFault: (first: WrapUpFault | undefined) => void) {
  const draft = draftId(card.c, 'wrap');
  const [form, setForm] = useState<WrapUp>(() => draftFrom(draftOf(draft), card));
  const [faults, setFaults] = useState<readonly WrapUpFault[]>([]);
  const [refused, setRefused] = useState('');
  const [busy, setBusy] = useState(false);
  const [kept, setKept] = useState(() => draftOf(draft) !== undefined);

  const change = (part: Partial<WrapUp>) => {
    const next = { ...form, ...part };
    setForm(next);
    keepDraft(draft, JSON.stringify(next));
    setKept(true);
    if (faults.length > 0) setFaults(faultsOf(next));
  };
  const save = async () => {
    if (busy) return;
    const missing = faultsOf(form);
    setFaults(missing);
    if (missing.length > 0 || form.solved === '') return toFault(missing[0]);
    if (!(await closeAsked(card))) return;
    setBusy(true);
    const answer = await saveWrapUp(card.c, {
      topic: form.topic,
      need_type: form.needType,
      solved: form.solved,
      solution: form.solution.trim(),
    });
    setBusy(false);
    const words = refusalWords(answer);
    if (words !== undefined) return setRefused(words);
    keepDraft(draft, '');
    dropUnsent(card.c);
    tell(t('wrap.saved', { name: customerName(card) }), 'ok');
    const { waiting, active } = groups.value;
    open((waiting[0] ?? active[0])?.c);
  };
  return { form, faults, refused, busy, kept, change, save };
}
