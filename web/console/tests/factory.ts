import type { Card, Ev, Me, Offer, WelcomeStaff } from '#protocol';

// Small values for unit tests; each call names only what the test is about.

export const me = 'staff-1';

export function card(part: Partial<Card> & { c: string }): Card {
  return {
    state: 'active',
    gen: 1,
    customer: {
      id: `customer-${part.c}`,
      name: '王*明',
      identified: false,
      vip: false,
      locale: 'zh-Hant',
    },
    topic: 'return',
    skill: 'skill-1',
    assignee: me,
    storefront: 'shop-1',
    top: 0,
    opened: 0,
    since: 0,
    customer_read: 0,
    customer_delivered: 0,
    staff_read: 0,
    ...part,
  };
}

export function ev(part: Partial<Ev> & { q: number }): Ev {
  return {
    t: 'ev',
    c: 'c1',
    id: `e${part.q}`,
    k: 'message',
    by: { role: 'customer' },
    at: part.q * 1000,
    b: { text: `words ${part.q}` },
    p: part.q,
    ...part,
  };
}

export const byAgent = { role: 'agent' as const, id: me, name: '林靜宜' };
export const bySystem = { role: 'system' as const };

export function offer(id: string, expires_in_ms = 20_000): Offer {
  return {
    id,
    c: `c-${id}`,
    expires_in_ms,
    card: card({ c: `c-${id}`, state: 'offered' }),
    waited_ms: 5000,
    why: { skill: 'skill-1', level: 3, load: 1, returning: false },
  };
}

const presence: Me = { presence: 'online', since: 0, load: 0, capacity: 6 };

export function welcome(part: Partial<WelcomeStaff> = {}): WelcomeStaff {
  return {
    t: 'welcome',
    role: 'agent',
    session: 's1',
    now: 0,
    beat_ms: 25_000,
    max: { frame: 65_536, text: 4000 },
    staff: { id: me, name: '林靜宜', role: 'agent', locale: 'zh-Hant' },
    me: presence,
    skills: [],
    colleagues: [],
    storefronts: [],
    cards: [],
    offers: [],
    ...part,
  };
}
