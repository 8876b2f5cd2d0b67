import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Card, Id } from '#protocol';
import { type CustomerFile, type Fault, rest } from '../session/rest.ts';
import { type OrderFinder, orderFinder } from '../state/order_named.ts';

// The file of the customer on the screen: the panel shows it, and numbers in the talk lead to its orders.
export interface FileOnScreen {
  readonly file: CustomerFile | undefined;
  readonly fault: Fault | undefined;
  readonly find: OrderFinder; // of the orders in it
  again(): void;
}

// Read when a conversation comes onto the screen, as the last one of the same customer may have become a
// record since, and anew when the panel is `opened`, not when it is closed. None: nothing is read.
export function useCustomerFile(of: Card | undefined, opened: boolean): FileOnScreen {
  const id = of?.customer.id;
  const c = of?.c;
  const [held, setHeld] = useState<{ id: Id; file?: CustomerFile; fault?: Fault }>();
  const [turn, setTurn] = useState(0);
  const answered = useRef<string | undefined>(undefined); // what is on the screen
  useEffect(() => {
    const what = c === undefined ? undefined : `${c} ${turn}`;
    const isClosed = what === answered.current && !opened && held?.id === id;
    if (id === undefined || !isClosed) answered.current = undefined;
    if (id === undefined || isClosed) return undefined;
    let here = true;
    void rest.customer(id).then((reply) => {
      if (!here) return;
      answered.current = what;
      if (reply.ok) setHeld({ id, file: reply.value });
      else setHeld((before) => ({ ...(before?.id === id ? before : { id }), fault: reply.fault }));
    });
    return () => {
      here = false;
    };
  }, [id, c, turn, opened]);
  const own = held?.id === id ? held : undefined;
  const file = own?.file;
  const find = useMemo(() => orderFinder(file?.orders.map((one) => one.number) ?? []), [file]);
  return { file, fault: own?.fault, find, again: () => setTurn(turn + 1) };
}
