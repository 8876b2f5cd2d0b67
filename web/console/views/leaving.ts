import type { Card, Id } from '#protocol';
import { draftOf, forgetDrafts, keepDraft, unsentDrafts, unsentIn } from '../session/drafts.ts';
import { desk, end, pendingOfAll, setPresence, signOut, talkOf } from '../session/store.ts';
import { tell } from '../session/toasts.ts';
import { holdOf } from '../state/desk.ts';
import { draftId } from '../state/drafts.ts';
import { leftBehind, unfinishedOf } from '../state/leaving.ts';
import { t } from '../text.ts';
import { ask } from './ask.tsx';
import { customerName } from './labels.ts';
import { ending, wrapWanted } from './ui.ts';

// Acts that leave somebody or something behind: each says so and asks first.

export async function endAsked(c: Id): Promise<void> {
  const card = desk.value.cards.get(c);
  if (!card) return;
  const left = unfinishedOf(card, talkOf(c), draftOf(draftId(c, 'reply')));
  if (left) {
    const lines: string[] = [];
    if (left.unanswered) lines.push(t('end.unanswered'));
    if (left.typing) lines.push(t('end.typing'));
    if (left.unsent > 0) lines.push(t('end.pending', { n: left.unsent }));
    if (left.draft) lines.push(t('end.draft'));
    const name = customerName(card);
    if (!(await ask({ title: t('end.ask', { name }), lines, yes: t('end.do') }))) return;
  }
  if (holdOf(desk.value, c) !== 'mine') return;
  wrapWanted.value = c;
  ending.value = c;
  const done = await end(c);
  if (done) keepDraft(draftId(c, 'reply'), '');
  else if (wrapWanted.value === c) wrapWanted.value = undefined;
  if (ending.value === c) ending.value = undefined;
}

// Closing a conversation leaves nowhere for words that are still in its composer.
export async function closeAsked(card: Card): Promise<boolean> {
  const unsent = unsentIn(card.c);
  if (unsent.length === 0) return true;
  return ask({
    title: t('wrap.ask', { name: customerName(card) }),
    lines: unsent.map((kind) => t(`wrap.unsent.${kind}`)),
    yes: t('wrap.save'),
  });
}

export async function goOffline(): Promise<void> {
  const left = leftBehind(desk.value.cards.values(), desk.value.staff?.id, 0, []);
  if (left && left.open > 0) {
    const sure = await ask({
      title: t('offline.ask'),
      lines: [t('offline.open', { n: left.open })],
      yes: t('offline.do'),
    });
    if (!sure) return;
  }
  await setPresence('offline');
}

export async function signOutAsked(): Promise<void> {
  const { cards, staff } = desk.value;
  const left = leftBehind(cards.values(), staff?.id, unsentDrafts(), pendingOfAll());
  if (left) {
    const lines: string[] = [];
    if (left.open > 0) lines.push(t('leave.open', { n: left.open }));
    if (left.wrapUps > 0) lines.push(t('leave.wrapUps', { n: left.wrapUps }));
    if (left.unsent > 0) lines.push(t('leave.unsent', { n: left.unsent }));
    if (left.drafts > 0) lines.push(t('leave.drafts', { n: left.drafts }));
    if (!(await ask({ title: t('leave.ask'), lines, yes: t('menu.leave') }))) return;
  }
  const why = await signOut();
  if (why !== undefined) return tell(why, 'bad');
  forgetDrafts();
  // The next person at this computer begins at their own page.
  history.replaceState(null, '', location.pathname + location.search);
}
