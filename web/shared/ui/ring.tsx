// A countdown ring. `left` and `of` in the same unit; the number in the middle is the caller's.
export function Ring(props: { left: number; of: number; children: string }) {
  const share = props.of > 0 ? Math.max(0, Math.min(1, props.left / props.of)) : 0;
  return (
    <span class="ring">
      <svg viewBox="0 0 44 44" aria-hidden="true">
        <circle cx="22" cy="22" r="19" class="ring-track" />
        <circle
          cx="22"
          cy="22"
          r="19"
          class="ring-left"
          pathLength={100}
          stroke-dasharray={`${Math.round(share * 100)} 100`}
        />
      </svg>
      <b>{props.children}</b>
    </span>
  );
}
