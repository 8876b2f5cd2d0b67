// Quick phrases: finding one by code or words, and filling its variables. Pure.

export interface Phrase {
  readonly code: string;
  readonly template: string; // in the language of the customer
  readonly text: string; // the same with what is known filled in: what is read and searched
  readonly topic: string; // '' = every topic
}

export interface Hit {
  readonly phrase: Phrase;
  readonly marks: readonly (readonly [number, number])[]; // matched parts of the text
}

// Lower is better. Undefined: no match. A run in one piece beats scattered letters.
function rankOf(needle: string, hay: string): number | undefined {
  const at = hay.indexOf(needle);
  if (at >= 0) return at === 0 ? 0 : 1;
  let from = 0;
  for (const letter of needle) {
    const next = hay.indexOf(letter, from);
    if (next < 0) return undefined;
    from = next + 1;
  }
  return 3;
}

function marksIn(needle: string, text: string): (readonly [number, number])[] {
  const at = text.toLowerCase().indexOf(needle);
  return needle !== '' && at >= 0 ? [[at, at + needle.length]] : [];
}

export function matchPhrases(
  phrases: readonly Phrase[],
  query: string,
  topic: string | undefined,
  most: number,
): { hits: Hit[]; total: number } {
  const needle = query.trim().toLowerCase();
  const ranked: { phrase: Phrase; rank: number }[] = [];
  for (const phrase of phrases) {
    const ranks = [rankOf(needle, phrase.code.toLowerCase())];
    ranks.push(plus(rankOf(needle, phrase.text.toLowerCase()), 0.25));
    const best = Math.min(...ranks.map((rank) => rank ?? Number.POSITIVE_INFINITY));
    if (best === Number.POSITIVE_INFINITY) continue;
    const own = phrase.topic === topic ? 0 : phrase.topic === '' ? 0.3 : 0.6;
    ranked.push({ phrase, rank: best + own });
  }
  ranked.sort((a, b) => a.rank - b.rank || (a.phrase.code < b.phrase.code ? -1 : 1));
  const hits = ranked.slice(0, most).map(({ phrase }) => ({
    phrase,
    marks: marksIn(needle, phrase.text),
  }));
  return { hits, total: ranked.length };
}

const plus = (rank: number | undefined, by: number) => (rank === undefined ? undefined : rank + by);

// The `/word` that ends at the caret, at the beginning of the text or after white space.
export function slashQuery(
  text: string,
  caret: number,
): { from: number; query: string } | undefined {
  const before = text.slice(0, caret);
  const found = /(?:^|\s)\/(\S*)$/u.exec(before);
  if (!found) return undefined;
  const query = found[1] ?? '';
  return { from: caret - query.length - 1, query };
}

// `blank` is what only the writer knows, and never has a value.
export type VariableId = 'customer' | 'agent' | 'order' | 'shop' | 'time' | 'blank';
export type Values = Partial<Record<Exclude<VariableId, 'blank'>, string>>;

const names: Record<keyof Values, readonly string[]> = {
  customer: ['customer', '客戶稱呼', '客户称呼'],
  agent: ['agent', '客服名'],
  order: ['order', '訂單號', '订单号'],
  shop: ['shop', '商店', '店名'],
  time: ['time', '承諾時間', '承诺时间'],
};

export function variableOf(name: string): VariableId | undefined {
  // `{…}`, also while it is written into: what still has its dots is not filled in.
  if (name.includes('…')) return 'blank';
  const wanted = name.trim().toLowerCase();
  for (const id of Object.keys(names) as (keyof Values)[])
    if (names[id].includes(wanted)) return id;
  return undefined;
}

export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'filled'; readonly name: string; readonly text: string }
  | { readonly kind: 'unfilled'; readonly name: string; readonly text: string };

const pattern = /\{([^{}\n]{1,40})\}/gu;

// The phrase with the card's values in place; what has no value stays as `{name}` and is `unfilled`.
export function segmentsOf(text: string, values: Values): Segment[] {
  const out: Segment[] = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    const name = found[1] ?? '';
    if (found.index > from) out.push({ kind: 'text', text: text.slice(from, found.index) });
    const id = variableOf(name);
    const value = id === undefined || id === 'blank' ? undefined : values[id];
    out.push(
      value === undefined || value === ''
        ? { kind: 'unfilled', name, text: found[0] }
        : { kind: 'filled', name, text: value },
    );
    from = found.index + found[0].length;
  }
  if (from < text.length) out.push({ kind: 'text', text: text.slice(from) });
  return out;
}

// What the writer has to look at before sending: the first variable without a value, else the time that was promised.
export function toJudge(segments: readonly Segment[]): { from: number; to: number } | undefined {
  let at = 0;
  let promised: { from: number; to: number } | undefined;
  for (const segment of segments) {
    const to = at + segment.text.length;
    if (segment.kind === 'unfilled') return { from: at, to };
    if (segment.kind === 'filled' && variableOf(segment.name) === 'time')
      promised ??= { from: at, to };
    at = to;
  }
  return promised;
}

const promiseMs = 30 * 60_000;
const promiseStepMs = 5 * 60_000;

// The time that a phrase promises until the writer says another: half an hour from now, rounded up.
export function promisedAt(now: number): number {
  return Math.ceil((now + promiseMs) / promiseStepMs) * promiseStepMs;
}

// Known variables that still stand in a text to be sent, with where they stand. Braces around
// other words are the writer's own.
export function unfilledIn(text: string): { name: string; from: number; to: number }[] {
  const out: { name: string; from: number; to: number }[] = [];
  for (const found of text.matchAll(pattern)) {
    const name = found[1] ?? '';
    if (variableOf(name) === undefined) continue;
    out.push({ name, from: found.index, to: found.index + found[0].length });
  }
  return out;
}
