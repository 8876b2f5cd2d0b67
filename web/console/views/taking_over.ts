import type { Id } from '#protocol';
import { desk, take } from '../session/store.ts';
import { mayTake } from '../state/desk.ts';
import { t } from '../text.ts';
import { ask } from './ask.tsx';
import { customerName, holderLabel } from './labels.ts';

// A supervisor takes a watched conversation over: the customer sees another name from then on, so it says
// from whom and asks first. Who has it by the time of the answer may be another: then it is refused.
export async function takeAsked(c: Id): Promise<void> {
  const card = desk.value.cards.get(c);
  if (!card) return;
  const served = card.state === 'active' && card.assignee !== undefined;
  const sure = await ask({
    title: t('take.ask', { name: customerName(card) }),
    lines: [served ? t('take.from', { name: holderLabel(card) }) : t('take.free')],
    yes: t('take.do'),
  });
  if (sure && mayTake(desk.value, c)) await take(c, card.gen);
}
