import type { Card, Colleague, Skill } from '#protocol';

// To whom a conversation can be handed: colleagues first by fit, then by room.
export interface Candidate {
  readonly colleague: Colleague;
  readonly level: number; // proficiency in the conversation's skill, 0 = none
  readonly free: number; // room left
  readonly blocked: 'offline' | 'away' | 'full' | undefined;
}

export function candidatesOf(
  colleagues: readonly Colleague[],
  card: Pick<Card, 'skill' | 'assignee'>,
  me: string,
): Candidate[] {
  const out: Candidate[] = [];
  for (const colleague of colleagues) {
    if (colleague.id === me || colleague.id === card.assignee) continue;
    const level = colleague.skills.find((skill) => skill.id === card.skill)?.level ?? 0;
    const free = Math.max(0, colleague.capacity - colleague.load);
    out.push({ colleague, level, free, blocked: blockedOf(colleague, free) });
  }
  return out.sort(
    (a, b) =>
      Number(a.blocked !== undefined) - Number(b.blocked !== undefined) ||
      b.level - a.level ||
      b.free - a.free ||
      (a.colleague.name < b.colleague.name ? -1 : 1),
  );
}

function blockedOf(colleague: Colleague, free: number): Candidate['blocked'] {
  if (colleague.presence === 'offline') return 'offline';
  if (colleague.presence === 'away') return 'away';
  return free < 1 ? 'full' : undefined;
}

export interface SkillRoom {
  readonly skill: Skill;
  readonly online: number; // colleagues who could take it now
}

export function skillRooms(
  skills: readonly Skill[],
  colleagues: readonly Colleague[],
): SkillRoom[] {
  return skills.map((skill) => ({
    skill,
    online: colleagues.filter(
      (one) => one.presence === 'online' && one.skills.some((own) => own.id === skill.id),
    ).length,
  }));
}
