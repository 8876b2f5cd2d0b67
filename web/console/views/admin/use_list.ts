import { useEffect, useRef, useState } from 'preact/hooks';
import type { Fault, Reply } from '../../session/rest.ts';

// The version of the row that an editor was opened with: somebody else's change since is not undone.
export const seenOf = (row: { readonly version?: number } | undefined) =>
  row?.version === undefined ? {} : { version: row.version };

export interface Listing<T> {
  readonly rows: readonly T[];
  readonly known: boolean; // the server has said what there is
  readonly fault: Fault | undefined;
  readonly again: () => Promise<readonly T[]>; // answers the rows as they are now
  readonly put: (row: T) => void; // replaces the row with the same id, or adds it
}

// A list from the server, with what was saved put into place at once.
export function useList<T extends { readonly id: string }>(
  load: () => Promise<Reply<readonly T[]>>,
): Listing<T> {
  const [rows, setRows] = useState<readonly T[]>([]);
  const [known, setKnown] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const here = useRef(true);
  const asked = useRef(0); // an answer that a later one has overtaken is not shown
  const again = async () => {
    asked.current += 1;
    const turn = asked.current;
    const reply = await load();
    if (!here.current || turn !== asked.current) return reply.ok ? reply.value : rows;
    setFault(reply.ok ? undefined : reply.fault);
    if (!reply.ok) return rows;
    setKnown(true);
    setRows(reply.value);
    return reply.value;
  };
  useEffect(() => {
    void again();
    return () => {
      here.current = false;
    };
  }, []);
  const put = (row: T) =>
    setRows((had) =>
      had.some((one) => one.id === row.id)
        ? had.map((one) => (one.id === row.id ? row : one))
        : [...had, row],
    );
  return { rows, known, fault, again, put };
}

// The list inside a reply's object.
export async function listed<K extends string, T>(
  reply: Promise<Reply<Record<K, T[]>>>,
  key: K,
): Promise<Reply<readonly T[]>> {
  const got = await reply;
  return got.ok ? { ok: true, value: got.value[key] } : got;
}

// The row whose editor is open. It is read again before it is edited and after: others work here, too.
// Of several that were asked for while they were read, the last is opened. An editor begins with its row
// and keeps it, so that it takes `key`: what is written in it never goes to another row.
export function useEdited<T extends { readonly id: string }>(list: Listing<T>) {
  const [edited, setEdited] = useState<T | 'new'>();
  const asked = useRef(0);
  const edit = async (row: T | 'new') => {
    asked.current += 1;
    const turn = asked.current;
    if (row === 'new') return setEdited(row);
    const rows = await list.again();
    if (turn === asked.current) setEdited(rows.find((one) => one.id === row.id) ?? row);
  };
  const close = () => {
    setEdited(undefined);
    void list.again();
  };
  const row = edited === 'new' ? undefined : edited;
  return {
    row,
    key: row?.id ?? 'new',
    isOpen: edited !== undefined,
    edit: (row: T | 'new') => void edit(row),
    close,
  };
}
