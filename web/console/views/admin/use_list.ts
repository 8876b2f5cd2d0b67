import { useEffect, useState } from 'preact/hooks';
import type { Fault, Reply } from '../../session/rest.ts';

// The version of the row that an editor was opened with: somebody else's change since is not undone.
export const seenOf = (row: { readonly version?: number } | undefined) =>
  row?.version === undefined ? {} : { version: row.version };

interface Listing<T> {
  readonly rows: readonly T[];
  readonly busy: boolean;
  readonly fault: Fault | undefined;
  readonly again: () => void;
  readonly put: (row: T) => void; // replaces the row with the same id, or adds it
}

// A list from the server, with what was saved put into place at once.
export function useList<T extends { readonly id: string }>(
  load: () => Promise<Reply<readonly T[]>>,
): Listing<T> {
  const [rows, setRows] = useState<readonly T[]>([]);
  const [busy, setBusy] = useState(true);
  const [fault, setFault] = useState<Fault>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let here = true;
    setBusy(true);
    void load().then((reply) => {
      if (!here) return;
      setBusy(false);
      if (reply.ok) {
        setRows(reply.value);
        setFault(undefined);
      } else setFault(reply.fault);
    });
    return () => {
      here = false;
    };
  }, [turn]);
  const put = (row: T) =>
    setRows((had) =>
      had.some((one) => one.id === row.id)
        ? had.map((one) => (one.id === row.id ? row : one))
        : [...had, row],
    );
  return { rows, busy, fault, again: () => setTurn(turn + 1), put };
}

// The list inside a reply's object.
export async function listed<K extends string, T>(
  reply: Promise<Reply<Record<K, T[]>>>,
  key: K,
): Promise<Reply<readonly T[]>> {
  const got = await reply;
  return got.ok ? { ok: true, value: got.value[key] } : got;
}
