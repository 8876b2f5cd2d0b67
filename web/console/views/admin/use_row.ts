import { useState } from 'preact/hooks';
import type { Reply } from '../../session/rest.ts';
import { changedIn, merged } from '../../state/merge.ts';
import { t } from '../../text.ts';
import { listed } from './use_list.ts';

interface Row {
  readonly id: string;
  readonly version?: number;
}

// How a row is read again, and what its fields are called.
export interface RowKind<T extends Row, K extends string> {
  readonly list: () => Promise<Reply<Record<K, T[]>>>;
  readonly key: K;
  readonly words: () => Partial<Record<keyof T, string>>;
}

// The row that an editor works on. When somebody else has saved it meanwhile, the newest is read: the
// editor says what has changed and goes on from there with what was written here.
export function useRow<T extends Row, K extends string>(row: T | undefined, kind: RowKind<T, K>) {
  const [base, setBase] = useState(row); // as the server has it: its version goes with a change
  const [shown, setShown] = useState(row); // what the fields begin with
  const [turn, setTurn] = useState(0);
  const [theirs, setTheirs] = useState<T>();
  const [stale, setStale] = useState('');
  const [fresh, setFresh] = useState('');
  const named = (keys: readonly (keyof T)[]) => {
    const words = kind.words();
    return keys.flatMap((key) => words[key] ?? []).join(t('list.comma'));
  };
  const read = async () => {
    const reply = await listed(kind.list(), kind.key);
    const found = reply.ok ? reply.value.find((one) => one.id === base?.id) : undefined;
    if (!base || !found) return undefined;
    setTheirs(found);
    return found;
  };
  const refused = async () => {
    setFresh('');
    const found = await read();
    const keys = Object.keys(kind.words()) as (keyof T)[];
    const what = base && found ? named(changedIn(base, found, keys)) : '';
    setStale(what === '' ? t('admin.stale') : t('admin.staleIn', { what }));
  };
  // Answers what stands in the fields from now on; undefined when the newest cannot be read.
  const reload = async (mine: Partial<T>): Promise<T | undefined> => {
    const next = theirs ?? (await read());
    if (!base || !next) return undefined;
    const { row: both, clashes } = merged(base, mine, next);
    setBase(next);
    setShown(both);
    setTheirs(undefined);
    setTurn(turn + 1);
    setStale('');
    const what = named(clashes);
    setFresh(what === '' ? t('admin.fresh') : t('admin.freshOver', { what }));
    return both;
  };
  const saved = (next: T) => {
    setBase(next);
    setShown(next);
    setStale('');
    setFresh('');
  };
  return { base, shown, turn, stale, fresh, refused, reload, saved };
}
