import type { Ev } from '#protocol';

// The reception steps of SOP 3.1.2 that a conversation has reached, folded from its events.
export type StepId = 'greet' | 'need' | 'help' | 'contact' | 'farewell';
export const stepIds: readonly StepId[] = ['greet', 'need', 'help', 'contact', 'farewell'];

export interface StepState {
  readonly id: StepId;
  readonly done: boolean;
}

interface Fold {
  accepted: boolean;
  customerSpoke: boolean;
  staffSpokeLast: boolean;
  autoSpokeLast: boolean; // before an end by the shop: the farewell of the manual
  answers: number; // staff messages that answered a customer's
}

export function stepsOf(events: readonly Ev[]): StepState[] {
  const done = new Set<StepId>();
  const fold: Fold = {
    accepted: false,
    customerSpoke: false,
    staffSpokeLast: false,
    autoSpokeLast: false,
    answers: 0,
  };
  for (const ev of events) apply(ev, fold, done);
  return stepIds.map((id) => ({ id, done: done.has(id) }));
}

function apply(ev: Ev, fold: Fold, done: Set<StepId>): void {
  if (ev.k === 'accepted') fold.accepted = true;
  else if (ev.k === 'message') said(ev, fold, done);
  else if (ev.k === 'wrapped_up') done.add('need');
  else if (ev.k === 'ended' && fold.accepted && saidGoodbye(ev, fold)) done.add('farewell');
}

// After the customer's own end the last automatic message may be the greeting.
const saidGoodbye = (end: Ev, fold: Fold) =>
  fold.staffSpokeLast || (fold.autoSpokeLast && end.b.by !== 'customer');

function said(ev: Ev, fold: Fold, done: Set<StepId>): void {
  fold.autoSpokeLast = ev.b.auto === true;
  if (ev.by.role === 'customer') {
    if (fold.staffSpokeLast) done.add('need');
    fold.customerSpoke = true;
    fold.staffSpokeLast = false;
    return;
  }
  done.add('greet');
  if (fold.autoSpokeLast) return;
  if (fold.customerSpoke && !fold.staffSpokeLast) fold.answers += 1;
  fold.staffSpokeLast = true;
  if (done.has('need') && fold.answers >= 1) done.add('help');
  if (fold.answers >= 2) done.add('contact');
}

// The step to show as "now": the first one that is not done.
export function currentStep(steps: readonly StepState[]): StepId | undefined {
  return steps.find((step) => !step.done)?.id;
}
