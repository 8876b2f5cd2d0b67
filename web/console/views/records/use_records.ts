import { useEffect, useRef, useState } from 'preact/hooks';
import { type Fault, type RecordPage, rest, type ServiceRecord } from '../../session/rest.ts';
import { limits } from '../../state/limits.ts';

export interface List {
  readonly records: readonly ServiceRecord[];
  readonly more: boolean;
  readonly busy: boolean;
  readonly fault: Fault | undefined; // of the page that was asked for last
  readonly next: () => void;
  readonly again: () => void; // from the first page on
}

// The gateway reads few pages at a time for one caller, so that what is not wanted any more is given up, and
// asks to wait rather than be asked too fast: then the same page is asked for again. The rows of the pages before
// stay beside what is wrong with the next; those of another filter do not.
export function useRecords(staff: string, topic: string, order: string): List {
  const [records, setRecords] = useState<readonly ServiceRecord[]>([]);
  const [more, setMore] = useState<string>();
  const [busy, setBusy] = useState(true);
  const [fault, setFault] = useState<Fault>();
  const asked = useRef(new AbortController());
  const load = async (before?: string) => {
    asked.current.abort();
    asked.current = new AbortController();
    const { signal } = asked.current;
    setBusy(true);
    const reply = await rest.records(
      { staff, topic, order, limit: limits.records, ...(before !== undefined && { before }) },
      signal,
    );
    if (signal.aborted) return;
    setBusy(false);
    setFault(reply.ok ? undefined : reply.fault);
    if (reply.ok) {
      const { value } = reply;
      setMore(nextOf(value));
      setRecords((had) => (before === undefined ? value.records : [...had, ...value.records]));
      return;
    }
    if (before === undefined) setRecords([]);
    const { afterS } = reply.fault;
    if (afterS === undefined) return;
    const again = setTimeout(() => void load(before), 1000 * afterS);
    signal.addEventListener('abort', () => clearTimeout(again));
  };
  // By somebody's act: what was wrong before is said no longer.
  const ask = (before?: string) => {
    setFault(undefined);
    void load(before);
  };
  useEffect(() => {
    ask();
    return () => asked.current.abort();
  }, [staff, topic, order]);
  return {
    ...{ records, more: more !== undefined, busy, fault },
    next: () => ask(more),
    again: () => ask(),
  };
}

// A gateway before `next` goes on from a time.
function nextOf({ next, more, records }: RecordPage): string | undefined {
  const last = records.at(-1);
  return next ?? (more && last ? String(last.wrapped_up_at) : undefined);
}
