import type { Card, Colleague, Ev, Id, Solved, StaffRole } from '#protocol';
import type { Localized } from '../text.ts';

// The REST side of the console: every call and every shape that comes back, in one file.

export interface Account {
  readonly id: Id;
  readonly name: string;
  readonly role: StaffRole;
  readonly locale: string;
  readonly must_change_password: boolean;
}

export interface Choice {
  readonly key: string;
  readonly label: Localized;
}

export interface Sop {
  readonly greeting?: Localized;
  readonly farewell?: Localized;
  readonly sla: { readonly accept: number; readonly warn: number; readonly breach: number };
  readonly topics: readonly (Choice & { readonly icon?: string })[];
  readonly need_types: readonly Choice[];
  readonly steps: readonly (Choice & { readonly hint?: Localized })[];
  readonly phrases: readonly { code: string; topic?: string; text: Localized }[];
  readonly wrap_up: readonly (Choice & { readonly options: readonly Choice[] })[];
  readonly decline_reasons: readonly Choice[];
  readonly away_reasons: readonly Choice[];
}

export interface Order {
  readonly number: string;
  readonly status: string;
  readonly currency: string;
  readonly total_minor: number;
  readonly placed_at: number;
  readonly lines: readonly {
    title: string;
    variant?: string;
    quantity: number;
    price_minor: number;
  }[];
  readonly timeline: readonly { at: number; text: string }[];
}

export interface CustomerFile {
  readonly id: Id;
  readonly name: string;
  readonly identified: boolean;
  readonly vip: boolean;
  readonly phone?: string;
  readonly email?: string;
  readonly address?: string;
  readonly orders: readonly Order[];
  readonly records?: readonly CustomerRecord[]; // newest first; a gateway before it told none
}

/** What a customer came with before, whoever served them. */
export interface CustomerRecord {
  readonly conversation: Id;
  readonly staff_name: string;
  readonly topic: string;
  readonly solved: Solved | 'unknown';
  readonly solution: string;
  readonly ended_at: number;
  readonly score?: number;
}

export interface RecordPage {
  readonly records: readonly ServiceRecord[];
  readonly more: boolean;
  readonly next?: string; // there when there are more; a gateway before it told none
}

export interface WholeConversation {
  readonly card: Card;
  readonly events: readonly Ev[];
  readonly cut?: true; // there are more events
}

export interface ServiceRecord {
  readonly id: Id;
  readonly conversation: Id;
  readonly customer: string; // masked name
  readonly customer_id?: Id; // a gateway before it told none
  readonly staff: Id;
  readonly staff_name: string;
  readonly channel: string;
  readonly topic: string;
  readonly need_type: string;
  readonly solved: Solved | 'unknown'; // unknown: nobody was left to write the form
  readonly solution: string;
  readonly order?: string;
  readonly opened_at: number;
  readonly accepted_at: number;
  readonly ended_at: number;
  readonly wrapped_up_at: number;
  readonly longest_wait_ms?: number; // absent from records older than the figure
  readonly score?: number;
  readonly score_comment?: string;
}

export interface StaffMember {
  readonly id: Id;
  readonly sign_in_name: string;
  readonly display_name: string;
  readonly role: StaffRole;
  readonly active: boolean;
  readonly capacity: number;
  readonly auto_accept: boolean;
  readonly must_change_password?: boolean;
  readonly locale: string;
  readonly skills: readonly { id: Id; level: number }[];
  readonly version?: number;
}
export type StaffDraft = Partial<Omit<StaffMember, 'id' | 'must_change_password'>> & {
  readonly reset_password?: boolean;
};

export interface SkillRow {
  readonly id: Id;
  readonly name: string;
  readonly topic: string;
  readonly version?: number; // to be sent with a change: a gateway before it knows none
}

export interface OpeningHours {
  readonly utc_offset_min: number;
  readonly week: readonly { day: number; from_min: number; to_min: number }[]; // Monday is 1
}

export interface Storefront {
  readonly id: Id;
  readonly name: string;
  readonly widget_key: string;
  readonly origins: readonly string[];
  readonly accent_color: string;
  readonly locale: string;
  readonly greeting: string;
  readonly hours?: OpeningHours | null; // null: always open; a gateway before it told none
  readonly identity_required: boolean;
  readonly version?: number;
}
export type StorefrontDraft = Partial<Omit<Storefront, 'id' | 'widget_key'>> & {
  readonly new_identity_secret?: boolean;
};

export interface Fault {
  readonly status: number; // 0: no answer at all
  readonly code: string;
  readonly text: string;
  readonly afterS?: number; // Retry-After
}
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  stop?: AbortSignal, // given up: answered as if nobody had
): Promise<Reply<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'X-Kefu': '1' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(stop && { signal: stop }),
    });
  } catch {
    return { ok: false, fault: { status: 0, code: 'unavailable', text: '' } };
  }
  const text = await response.text().catch(() => '');
  const parsed = parsedJson(text);
  if (response.ok) return { ok: true, value: parsed as T };
  return { ok: false, fault: faultOf(response, parsed) };
}

function parsedJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function faultOf(response: Response, body: unknown): Fault {
  const said = (body ?? {}) as { error?: unknown; text?: unknown };
  const after = Number(response.headers.get('Retry-After'));
  return {
    status: response.status,
    code: typeof said.error === 'string' ? said.error : 'internal',
    text: typeof said.text === 'string' ? said.text : '',
    ...(after > 0 ? { afterS: after } : {}),
  };
}

const query = (fields: Record<string, string | number | undefined>) => {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== '') out.set(name, String(value));
  }
  return out.size > 0 ? `?${out}` : '';
};

export const rest = {
  signIn: (name: string, password: string) =>
    call<Account>('POST', '/api/sign-in', { name, password }),
  signOut: () => call<void>('POST', '/api/sign-out'),
  password: (old: string, fresh: string) =>
    call<void>('POST', '/api/password', { old, new: fresh }),
  account: () => call<Account>('GET', '/api/me'),
  ticket: () => call<{ ticket: string; expires_in_ms: number }>('POST', '/api/ticket'),
  sop: () => call<Sop>('GET', '/api/sop'),
  colleagues: () => call<{ colleagues: Colleague[] }>('GET', '/api/colleagues'),
  customer: (id: Id) => call<CustomerFile>('GET', `/api/customers/${id}`),
  conversation: (id: Id) => call<WholeConversation>('GET', `/api/conversations/${id}`),
  // In the times of this clock, as it was then.
  transcriptPath: (id: Id, at: number) =>
    `/api/conversations/${id}/transcript?utc_offset_min=${-new Date(at).getTimezoneOffset()}`,
  records: (
    of: {
      staff?: string;
      topic?: string;
      order?: string;
      before?: string; // `next` of the page before
      limit?: number;
    },
    stop?: AbortSignal,
  ) => call<RecordPage>('GET', `/api/records${query(of)}`, undefined, stop),
  staff: () => call<{ staff: StaffMember[] }>('GET', '/api/staff'),
  addStaff: (draft: StaffDraft) =>
    call<StaffMember & { password?: string }>('POST', '/api/staff', draft),
  changeStaff: (id: Id, draft: StaffDraft) =>
    call<StaffMember & { password?: string }>('PATCH', `/api/staff/${id}`, draft),
  skills: () => call<{ skills: SkillRow[] }>('GET', '/api/skills'),
  addSkill: (draft: Omit<SkillRow, 'id'>) => call<SkillRow>('POST', '/api/skills', draft),
  changeSkill: (id: Id, draft: Partial<Omit<SkillRow, 'id'>>) =>
    call<SkillRow>('PATCH', `/api/skills/${id}`, draft),
  storefronts: () => call<{ storefronts: Storefront[] }>('GET', '/api/storefronts'),
  addStorefront: (draft: StorefrontDraft) =>
    call<Storefront & { identity_secret?: string }>('POST', '/api/storefronts', draft),
  changeStorefront: (id: Id, draft: StorefrontDraft) =>
    call<Storefront & { identity_secret?: string }>('PATCH', `/api/storefronts/${id}`, draft),
};
