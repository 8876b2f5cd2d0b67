import { describe, expect, it } from 'vitest';
import type { Ev } from '#protocol';
import { bandPath, countMax, linePath, niceMax, stack } from '#ui/plot.ts';
import { indexByLetter, nextIndex } from '#ui/roving.ts';
import { hashOf, routeOf } from '../route.ts';
import { actOf, bindings } from '../state/keymap.ts';
import { askedOf, ledgerRows, newestOf } from '../state/ledger.ts';
import { foundEntries } from '../state/palette.ts';
import { byAgent, ev } from './factory.ts';

const pressed = (code: string, part = {}) => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...part,
});

describe('the keyboard map', () => {
  it('tells F2 from Shift+F2', () => {
    expect(actOf(pressed('F2'))).toBe('accept');
    expect(actOf(pressed('F2', { shiftKey: true }))).toBe('decline');
    expect(actOf(pressed('F2', { ctrlKey: true }))).toBeUndefined();
  });

  it('is silent while an input method composes', () => {
    expect(actOf(pressed('F8', { isComposing: true }))).toBeUndefined();
  });

  it('takes ⌘ for Ctrl', () => {
    expect(actOf(pressed('KeyK', { metaKey: true }))).toBe('palette');
  });

  it('gives no chord two acts and uses none that input methods own', () => {
    const chords = bindings.map(({ chord }) => JSON.stringify(chord));
    expect(new Set(chords).size).toBe(chords.length);
    for (const { chord } of bindings) {
      expect(chord.alt && chord.shift).toBeFalsy();
      expect(chord.ctrl && (chord.shift || chord.alt || chord.code === 'Space')).toBeFalsy();
    }
  });
});

describe('the ledger', () => {
  const dayOf = (at: number) => String(Math.floor(at / 100_000));
  const kinds = (rows: ReturnType<typeof ledgerRows>) => rows.map((row) => row.kind);

  it('puts the unread line before the first unread words of the customer', () => {
    const rows = ledgerRows(
      [ev({ q: 1 }), ev({ q: 2, by: byAgent }), ev({ q: 3 }), ev({ q: 4 })],
      { read: 1, top: 4 },
      dayOf,
    );
    expect(kinds(rows)).toEqual(['day', 'ev', 'ev', 'new', 'ev', 'ev']);
  });

  it('says who spoke, under each turn, where more than one of us did', () => {
    const other = { role: 'agent' as const, id: 'staff-2', name: '許哲維' };
    const named = (events: Ev[]) =>
      ledgerRows(events, undefined, dayOf).flatMap((row) =>
        row.kind === 'ev' && row.speaker ? [row.ev.q] : [],
      );
    const one = [ev({ q: 1 }), ev({ q: 2, by: byAgent }), ev({ q: 3, by: byAgent })];
    expect(named(one)).toEqual([]);
    const note = ev({ q: 4, k: 'note', by: other });
    expect(named([...one, note])).toEqual([]);
    const two = [
      ...one,
      note,
      ev({ q: 5, by: byAgent }),
      ev({ q: 6, by: other }),
      ev({ q: 7 }),
      ev({ q: 8, by: other }),
    ];
    expect(named(two)).toEqual([5, 6, 8]);
  });

  it('knows the newest words of its reader by the key they were sent with', () => {
    const events = [
      ev({ q: 1, by: byAgent, key: 'k1' }),
      ev({ q: 2, by: byAgent, key: 'k2', k: 'note' }),
      ev({ q: 3, by: byAgent, b: { text: 'Welcome', auto: true } }),
      ev({ q: 4, by: { role: 'agent', id: 'somebody else' }, key: 'k4' }),
      ev({ q: 5 }),
    ];
    expect(newestOf(events, byAgent.id)).toBe('k2');
    expect(newestOf(events, 'nobody')).toBeUndefined();
  });

  it('folds many offers one after the other, and leaves few of them and what is said between', () => {
    let q = 0;
    const one = (k: Ev['k'], staff?: string) => {
      q += 1;
      return ev({ q, k, by: { role: 'system' }, b: staff === undefined ? {} : { staff } });
    };
    const few = [one('offered', 'a'), one('missed', 'a'), one('offered', 'b')];
    const rounds = [
      one('offered', 'a'),
      one('missed', 'a'),
      one('offered', 'b'),
      one('declined', 'b'),
      one('offered', 'a'),
      one('withdrawn', 'a'),
    ];
    const rows = ledgerRows(
      [...few, one('accepted', 'b'), one('transferred'), ...rounds, one('accepted', 'c')],
      undefined,
      () => 'today',
    );
    expect(kinds(rows)).toEqual(['day', 'ev', 'ev', 'ev', 'ev', 'ev', 'rounds', 'ev']);
    expect(rows.find((row) => row.kind === 'rounds')).toMatchObject({ events: rounds });
    expect(askedOf(rounds)).toEqual([
      { staff: 'a', n: 2 },
      { staff: 'b', n: 1 },
    ]);
  });

  it('has no unread line when all was read', () => {
    expect(kinds(ledgerRows([ev({ q: 1 })], undefined, dayOf))).not.toContain('new');
    expect(kinds(ledgerRows([ev({ q: 1 })], { read: 1, top: 1 }, dayOf))).not.toContain('new');
  });

  it('has no unread line for words that came after the conversation was opened', () => {
    const rows = ledgerRows([ev({ q: 1 }), ev({ q: 2 })], { read: 1, top: 1 }, dayOf);
    expect(kinds(rows)).not.toContain('new');
  });

  it('starts a new day where the day changes', () => {
    const rows = ledgerRows([ev({ q: 1, at: 1 }), ev({ q: 2, at: 150_000 })], undefined, dayOf);
    expect(kinds(rows)).toEqual(['day', 'ev', 'day', 'ev']);
  });

  it('does not begin a day where the log goes on before it', () => {
    // A heading in front of the first row would be what the list holds on to when a page is put
    // before it, and the view would jump.
    const rows = ledgerRows(
      [ev({ q: 5, at: 1 }), ev({ q: 6, at: 150_000 })],
      undefined,
      dayOf,
      true,
    );
    expect(kinds(rows)).toEqual(['ev', 'day', 'ev']);
  });

  it('measures a reply from the first words of the turn, once', () => {
    const rows = ledgerRows(
      [
        ev({ q: 1, at: 1000 }),
        ev({ q: 2, at: 5000 }),
        ev({ q: 3, at: 39_000, by: byAgent }),
        ev({ q: 4, at: 40_000, by: byAgent }),
      ],
      undefined,
      dayOf,
    );
    const gaps = rows.flatMap((row) => (row.kind === 'ev' ? [row.replyMs] : []));
    expect(gaps).toEqual([undefined, undefined, 38_000, undefined]);
  });

  it('shows the first words once, where the opening and a message both have them', () => {
    const opened = ev({ q: 1, k: 'opened', b: { text: '裂了' } });
    const words = (rows: ReturnType<typeof ledgerRows>) =>
      rows.flatMap((row) => (row.kind === 'ev' && row.words ? [row.words] : []));
    expect(words(ledgerRows([opened], undefined, dayOf))).toEqual(['裂了']);
    const repeated = ev({ q: 2, b: { text: '裂了' } });
    expect(words(ledgerRows([opened, repeated], undefined, dayOf))).toEqual([]);
  });
});

describe('the palette', () => {
  const entries = [
    { id: '1', label: '轉接' },
    { id: '2', label: '王*明 · 退換貨', words: 'R20261117-0382' },
    { id: '3', label: '退換貨設定' },
  ];
  it('finds by the beginning, then inside, then by further words', () => {
    expect(foundEntries(entries, '退換', 9).map((one) => one.id)).toEqual(['3', '2']);
    expect(foundEntries(entries, '0382', 9).map((one) => one.id)).toEqual(['2']);
    expect(foundEntries(entries, '', 2)).toHaveLength(2);
  });
});

describe('addresses', () => {
  it.each(['#/desk', '#/desk/0192', '#/wall', '#/records', '#/records/abc', '#/admin/skills'])(
    '%s is kept',
    (hash) => {
      const route = routeOf(hash);
      expect(route && hashOf(route)).toBe(hash);
    },
  );
  it.each(['', '#', '#/nowhere', '#/admin', '#/admin/x'])('%s leads home', (hash) => {
    expect(routeOf(hash)).toBeUndefined();
  });
});

describe('moving among choices', () => {
  it('wraps at both ends and knows Home and End', () => {
    expect(nextIndex('ArrowDown', 2, 3, 'vertical')).toBe(0);
    expect(nextIndex('ArrowUp', 0, 3, 'vertical')).toBe(2);
    expect(nextIndex('End', 0, 3, 'horizontal')).toBe(2);
    expect(nextIndex('ArrowDown', 0, 3, 'horizontal')).toBeUndefined();
    expect(nextIndex('Home', 0, 0, 'vertical')).toBeUndefined();
  });
  it('goes to the next choice that begins with a letter', () => {
    expect(indexByLetter('b', 1, ['Apple', 'bear', 'Boat'])).toBe(2);
    expect(indexByLetter('b', 2, ['Apple', 'bear', 'Boat'])).toBe(1);
    expect(indexByLetter('x', 0, ['Apple'])).toBeUndefined();
    expect(indexByLetter('Enter', 0, ['Enter'])).toBeUndefined();
  });
});

describe('small charts', () => {
  const frame = { width: 100, height: 10 };
  it('draw a line from two points on', () => {
    expect(linePath([5], frame, 10)).toBe('');
    expect(linePath([0, 10], frame, 10)).toBe('M0 10L100 0');
    expect(linePath([0, 0], frame, 0)).toBe('M0 10L100 10');
  });
  it('close a band and stack layers', () => {
    expect(
      stack([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([
      [0, 0],
      [1, 2],
      [4, 6],
    ]);
    expect(bandPath([0, 0], [5, 5], frame, 10)).toBe('M0 5L100 5L100 10L0 10Z');
    expect(bandPath([0], [1, 2], frame, 10)).toBe('');
  });
  it('end the axis at a round number', () => {
    expect([3, 11, 20, 51].map((n) => niceMax(n, 5))).toEqual([5, 20, 20, 100]);
  });
  it('have no half people on the axis', () => {
    for (let n = 0; n <= 1000; n += 1) {
      const max = countMax(n, 4);
      expect(max).toBeGreaterThanOrEqual(Math.max(4, n));
      expect(Number.isInteger(max / 2)).toBe(true);
    }
    expect([0, 4, 5, 9, 21].map((n) => countMax(n, 4))).toEqual([4, 4, 10, 10, 40]);
  });
});
