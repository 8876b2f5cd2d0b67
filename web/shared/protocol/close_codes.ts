/** What a client does at each close code (PROTOCOL.md). The range decides for unknown ones. */
export type AfterClose =
  | 'resume' // back off, then resume
  | 'wait' // not before the time named in the reason
  | 'fresh' // a hello without resume
  | 'sign_in' // a new token or ticket first
  | 'never';

const REFUSED_BY_RFC6455 = [1002, 1003, 1007, 1008, 1009];

export function afterClose(code: number): AfterClose {
  if (REFUSED_BY_RFC6455.includes(code)) return 'never';
  if (code < 4200 || code >= 4600) return 'resume';
  if (code < 4300) return 'wait';
  if (code < 4400) return 'fresh';
  if (code < 4500) return 'sign_in';
  return 'never';
}

/** The first number in a 42xx reason is the wait in milliseconds. */
export function waitMs(reason: string, fallback_ms: number, max_ms: number): number {
  const found = /\d+/.exec(reason);
  return found ? Math.min(Number(found[0]), max_ms) : fallback_ms;
}
