import type { AgentState } from '../state/wall.ts';

const looks = { online: 'on', away: 'busy', lost: 'off', offline: 'off' } as const;

// Green only for who can be reached.
export function PresenceDot({ of }: { of: AgentState }) {
  return <span class={`dot ${looks[of]}`} />;
}
