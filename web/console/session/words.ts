import type { Answer, OutboxEntry } from '#protocol';
import { passwordCharactersMin } from '../state/password.ts';
import { type Key, t } from '../text.ts';
import type { Fault } from './rest.ts';

// Refusals in words. Codes are those of PROTOCOL.md.
const known: Record<string, Key> = {
  bad_request: 'error.bad_request',
  forbidden: 'error.forbidden',
  not_signed_in: 'error.signed_out',
  too_large: 'error.too_large',
  forbidden_word: 'error.forbidden_word',
  conversation_closed: 'error.conversation_closed',
  stale_assignment: 'error.stale_assignment',
  offer_gone: 'error.offer_gone',
  target_unavailable: 'error.target_unavailable',
  rate_limited: 'error.rate_limited',
  queue_full: 'error.queue_full',
  unavailable: 'error.unavailable',
  conflict: 'error.conflict',
  changed_meanwhile: 'error.changed_meanwhile',
  password_too_short: 'error.password_too_short',
  password_too_long: 'error.password_too_long',
  password_too_common: 'error.password_too_common',
  password_unchanged: 'error.password_unchanged',
};

export const knownCodes: readonly string[] = Object.keys(known);

export function codeWords(code: string, detail?: string): string {
  const key = known[code] ?? 'error.internal';
  if (key === 'error.forbidden_word') return t(key, { word: detail ?? '' });
  if (key === 'error.bad_request' && detail) return `${t(key)} (${detail})`;
  if (key === 'error.password_too_short') return t(key, { n: passwordCharactersMin });
  return t(key);
}

// Why a message was not sent.
export function failureWords(error: OutboxEntry['error']): string {
  if (error?.confirm) return t('error.warned_word', { word: error.text ?? '' });
  return codeWords(error?.code ?? '', error?.text);
}

// What the server says of a field, in words of ours.
const fields: Record<string, Key> = {
  'sign_in_name: taken': 'staff.taken',
  'role: the last admin': 'staff.lastAdmin',
  'topic: another skill has it': 'skill.taken',
};

export function faultWords(fault: Fault): string {
  const key = fields[fault.text];
  return key ? t(key) : codeWords(fault.code, fault.text);
}

// Undefined when the command was done.
export function refusalWords(answer: Answer): string | undefined {
  if (answer.is === 'refused') return codeWords(answer.err.code, answer.err.text);
  return answer.is === 'lost' ? t('error.lost') : undefined;
}
