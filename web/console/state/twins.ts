import type { Card, Id } from '#protocol';

// Masked names look alike: 王*明 may be two people. Whoever shares a shown name with somebody else on the
// desk gets a short mark, the same wherever they stand: the end of the order, else of an id. Pure.

const tail = (text: string) => text.slice(-4);

export function twinMarks(cards: Iterable<Card>): ReadonlyMap<Id, string> {
  const byName = new Map<string, Card[]>();
  const seen = new Set<Id>();
  for (const card of cards) {
    // Without a name they are told apart by an id already.
    if (card.customer.name === '' || seen.has(card.c)) continue;
    seen.add(card.c);
    byName.set(card.customer.name, [...(byName.get(card.customer.name) ?? []), card]);
  }
  const out = new Map<Id, string>();
  for (const group of byName.values()) {
    if (group.length > 1) for (const card of group) out.set(card.c, markIn(group, card));
  }
  return out;
}

function markIn(group: readonly Card[], card: Card): string {
  const kinds: ((one: Card) => string)[] = [
    (one) => tail(one.order ?? ''),
    (one) => tail(one.customer.id),
  ];
  for (const kind of kinds) {
    const mark = kind(card);
    if (mark !== '' && group.every((one) => one === card || kind(one) !== mark)) return mark;
  }
  return tail(card.c);
}

// Which names more than one of these people have.
export function repeatedNames(
  people: readonly { readonly id: Id; readonly name: string }[],
): ReadonlySet<string> {
  const first = new Map<string, Id>();
  const repeated = new Set<string>();
  for (const { id, name } of people) {
    if (name === '') continue;
    const known = first.get(name);
    if (known === undefined) first.set(name, id);
    else if (known !== id) repeated.add(name);
  }
  return repeated;
}
