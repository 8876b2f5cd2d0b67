import type { Card, Ev, Solved } from '#protocol';

// The service record form (SOP 6.2.3): what must be there before it can be saved.
export interface WrapUp {
  readonly topic: string;
  readonly needType: string;
  readonly solved: Solved | '';
  readonly solution: string;
}

export type WrapUpFault = 'topic' | 'needType' | 'solved' | 'solution';

export function prefilled(card: Pick<Card, 'topic' | 'need_type'>): WrapUp {
  return { topic: card.topic, needType: card.need_type ?? '', solved: '', solution: '' };
}

export function faultsOf(form: WrapUp): WrapUpFault[] {
  const out: WrapUpFault[] = [];
  if (form.topic === '') out.push('topic');
  if (form.needType === '') out.push('needType');
  if (form.solved === '') out.push('solved');
  if (form.solution.trim() === '') out.push('solution');
  return out;
}

// How long a chat that has ended was served, as its record will say it: since somebody first took it. Not known
// while that is in a part of the log that is not held (`floor`: there is more before the first event).
export function servedMs(
  talk: { readonly events: readonly Ev[]; readonly floor: number },
  { since }: Pick<Card, 'since'>,
): number | undefined {
  const taken = talk.floor > 0 ? undefined : talk.events.find((ev) => ev.k === 'accepted');
  return taken && Math.max(0, since - taken.at);
}

// Who ended the chat, as the newest `ended` of its log says.
export function endedBy(events: readonly Ev[]): Ev['by'] | undefined {
  const ended = events.findLast((ev) => ev.k === 'ended');
  if (!ended) return undefined;
  return ended.b.by === 'customer' ? { role: 'customer' } : ended.by;
}

// A draft kept from before, if it still has the form's shape.
export function draftFrom(
  text: string | undefined,
  card: Pick<Card, 'topic' | 'need_type'>,
): WrapUp {
  const blank = prefilled(card);
  if (text === undefined) return blank;
  try {
    const kept = JSON.parse(text) as Partial<Record<keyof WrapUp, unknown>>;
    const word = (value: unknown, other: string) => (typeof value === 'string' ? value : other);
    const solved = kept.solved;
    return {
      topic: word(kept.topic, blank.topic),
      needType: word(kept.needType, blank.needType),
      solved: solved === 'yes' || solved === 'partly' || solved === 'no' ? solved : '',
      solution: word(kept.solution, ''),
    };
  } catch {
    return blank;
  }
}
