import type { MessageRow, Row } from './view.ts';

/** A group is one speaker without a break of five minutes; its last row carries seal and time. */
export function endsGroup(row: MessageRow, next: Row | undefined): boolean {
  return (
    next?.kind !== 'message' ||
    next.mine !== row.mine ||
    next.name !== row.name ||
    next.at - row.at > 300_000 ||
    !!row.auto
  );
}

export function needsOwnMeta(row: MessageRow, next: Row | undefined): boolean {
  if (endsGroup(row, next)) return true;
  if (!row.mine) return false;
  const later = next as MessageRow;
  return row.state === 'failed' || (row.state !== later.state && later.state !== 'read');
}
