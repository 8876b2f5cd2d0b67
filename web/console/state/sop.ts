import type { Card, Ev } from '#protocol';

// The reception steps of SOP 3.1.2, ticked from what is in the log and on the card.
export type StepId = 'greet' | 'need' | 'help' | 'contact' | 'farewell';
export const stepIds: readonly StepId[] = ['greet', 'need', 'help', 'contact', 'farewell'];

export interface StepState {
  readonly id: StepId;
  readonly done: boolean;
}

export interface SopRules {
  readonly replyMs: number; // a customer's turn answered later than this breaks 保持聯繫
  readonly farewells: readonly string[]; // words that close a talk, lower case
}

interface Fold {
  greeted: boolean;
  answers: number; // customer's turns that were answered after the greeting
  lateReply: boolean;
  turnSince: number | undefined; // start of the unanswered turn
  farewell: boolean;
}

export function stepsOf(
  events: readonly Ev[],
  card: Pick<Card, 'need_type' | 'order' | 'topic' | 'waiting_since'>,
  rules: SopRules,
): StepState[] {
  const seen = foldOf(events, rules);
  const helped = seen.answers >= 1;
  const quiet = card.waiting_since === undefined && !seen.lateReply;
  const done: Record<StepId, boolean> = {
    greet: seen.greeted,
    need: card.topic !== '' && (card.need_type !== undefined || card.order !== undefined),
    help: helped,
    contact: seen.answers >= 2 && quiet,
    farewell: seen.farewell,
  };
  return stepIds.map((id) => ({ id, done: done[id] }));
}

function foldOf(events: readonly Ev[], rules: SopRules): Fold {
  const fold: Fold = {
    greeted: false,
    answers: 0,
    lateReply: false,
    turnSince: undefined,
    farewell: false,
  };
  for (const ev of events) {
    if (ev.k !== 'message') continue;
    if (ev.by.role === 'customer') {
      fold.turnSince ??= ev.at;
      fold.farewell = false; // the talk goes on: a new farewell is due
    } else said(fold, ev, rules);
  }
  return fold;
}

function said(fold: Fold, ev: Ev, rules: SopRules): void {
  const text = (ev.b.text ?? '').toLowerCase();
  fold.farewell = fold.greeted && rules.farewells.some((words) => text.includes(words));
  if (!fold.greeted) {
    fold.greeted = true;
    if (ev.b.auto === true) return; // an automatic greeting answers nothing
  }
  if (fold.turnSince !== undefined) {
    fold.answers += 1;
    fold.lateReply ||= ev.at - fold.turnSince > rules.replyMs;
    fold.turnSince = undefined;
  }
}

// The step to show as "now": the first one that is not done.
export function currentStep(steps: readonly StepState[]): StepId | undefined {
  return steps.find((step) => !step.done)?.id;
}
