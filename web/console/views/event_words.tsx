import type { ComponentChildren } from 'preact';
import { formatTime } from '#i18n';
import type { Ev, Id } from '#protocol';
import { desk } from '../session/store.ts';
import { type Key, locale, t } from '../text.ts';
import {
  awayLabel,
  declineLabel,
  isAnySkill,
  needLabel,
  skillLabel,
  solvedLabel,
  staffLabel,
  topicLabel,
} from './labels.ts';

// Everything in the log that is not said by somebody, in words.
export function eventWords(ev: Ev): ComponentChildren {
  const { b } = ev;
  switch (ev.k) {
    case 'opened':
      return openedWords(ev);
    case 'queued':
      return b.skill && !isAnySkill(b.skill)
        ? t('ev.queued', { skill: skillLabel(b.skill), level: b.level ?? 1 })
        : t('ev.queuedAny');
    case 'offered':
      return withWhy(t('ev.offered', { name: staffLabel(b.staff) }), b.why, b.staff);
    case 'accepted':
      if (b.why === 'taken') return t('ev.takenOver', { name: b.name ?? staffLabel(b.staff) });
      return withReason(t('ev.accepted', { name: b.name ?? staffLabel(b.staff) }), howTaken(ev));
    case 'declined':
      return withReason(
        t('ev.declined', { name: staffLabel(b.staff) }),
        declineLabel(b.reason ?? ''),
      );
    case 'missed':
      return t('ev.missed', { name: staffLabel(b.staff) });
    case 'withdrawn':
      return withReason(t('ev.withdrawn', { name: staffLabel(b.staff) }), reasonWords(b.reason));
    case 'transferred':
      return transferredWords(ev);
    case 'requeued':
      return withReason(t('ev.requeued'), reasonWords(b.reason));
    case 'ended':
      return ev.by.role === 'customer' || b.by === 'customer'
        ? t('ev.endedByCustomer')
        : t('ev.ended');
    case 'wrapped_up':
      return wrappedWords(ev);
    case 'closed':
      return t('ev.closed');
    case 'abandoned':
      return t('ev.abandoned');
    case 'rated':
      return withReason(t('ev.rated', { n: b.score ?? 0 }), b.comment ?? '');
    case 'parked':
      return t('ev.parked', { time: b.due === undefined ? '' : formatTime(locale.value, b.due) });
    default:
      return t('ev.other');
  }
}

function openedWords(ev: Ev): string {
  const parts = [topicLabel(ev.b.topic ?? '')];
  if (ev.b.need_type) parts.push(needLabel(ev.b.need_type));
  if (ev.b.order) parts.push(ev.b.order);
  return t('ev.opened', { about: parts.filter((part) => part !== '').join(t('list.comma')) });
}

function transferredWords(ev: Ev): string {
  const to = ev.b.name ?? (ev.b.to_skill ? skillLabel(ev.b.to_skill) : staffLabel(ev.b.to_staff));
  return t('ev.transferred', { from: staffLabel(ev.b.from, ev.by.name), to });
}

function wrappedWords(ev: Ev): string {
  const solved = ev.b.solved;
  const how = solved === 'yes' || solved === 'partly' || solved === 'no' ? solvedLabel(solved) : '';
  const parts = [topicLabel(ev.b.topic ?? ''), how, ev.b.solution ?? ''].filter(
    (part) => part !== '',
  );
  return t('ev.wrapped', { text: parts.join(t('list.comma')) });
}

const reasons: Record<string, Key> = {
  agent_lost: 'reason.agent_lost',
  agent_offline: 'reason.agent_offline',
  agent_away: 'reason.agent_away',
  agent_removed: 'reason.agent_removed',
  ended: 'reason.ended',
  abandoned: 'reason.abandoned',
  parked: 'reason.parked',
  supervisor_assigned: 'reason.supervisor_assigned',
  taken_over: 'reason.taken_over',
};

function reasonWords(reason: string | undefined): string {
  if (!reason) return '';
  const key = reasons[reason];
  return key ? t(key) : awayLabel(reason);
}

const ways: Record<string, Key> = {
  auto: 'way.auto',
  assigned: 'way.assigned',
  transfer: 'way.transfer',
};

// By which way it came to the agent; an offer that was accepted needs no words.
function howTaken(ev: Ev): string {
  const { why } = ev.b;
  if (why === 'assigned' && ev.by.role === 'supervisor' && ev.by.name)
    return t('way.assignedBy', { boss: ev.by.name });
  const key = typeof why === 'string' ? ways[why] : undefined;
  return key ? t(key) : '';
}

function withReason(words: string, reason: string): ComponentChildren {
  if (reason === '') return words;
  return (
    <>
      {words}
      {t('list.colon')}
      {reason}
    </>
  );
}

export interface Why {
  readonly skill?: string;
  readonly level?: number;
  readonly returning?: boolean;
}

// Why this agent: the skill and level that fitted, and whether they had served the customer before. `staff`
// is whom it was offered to: only the reader is "you".
export function whyWords(why: Why, staff: Id | undefined): string {
  const parts: string[] = [];
  // Level 0: it came without asking for the skill, by a colleague's hand or a relaxed requirement.
  if (why.skill && why.level !== 0)
    parts.push(t('why.skill', { skill: skillLabel(why.skill), level: why.level ?? 1 }));
  if (why.returning) {
    const own = staff !== undefined && staff === desk.value.staff?.id;
    parts.push(own ? t('why.returning') : t('why.returningTo', { name: staffLabel(staff) }));
  }
  return parts.join(t('list.comma'));
}

function withWhy(words: string, why: unknown, staff: Id | undefined): ComponentChildren {
  if (typeof why !== 'object' || why === null) return words;
  const reason = whyWords(why as Why, staff);
  if (reason === '') return words;
  return (
    <>
      {words}
      {t('ev.because')}
      <b>{reason}</b>
    </>
  );
}
