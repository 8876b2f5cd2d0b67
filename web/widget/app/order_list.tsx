import { useRef } from 'preact/hooks';
import type { OrderHint } from '../bridge.ts';
import type { Cell } from './cells.ts';
import { What } from './prechat.tsx';
import { order, orders } from './state.ts';
import { t } from './words.ts';

/**
 * The orders the page told of, to choose from. Arrow keys only look around: the list is there until
 * one is pressed, by whatever means, or the keyboard goes elsewhere.
 */
export function OrderList({ choosing }: { choosing: Cell<boolean> }) {
  /** The arrow keys of a radio group come as clicks, too. */
  const byPointer = useRef(false);
  const choose = (no: string, pressed: boolean) => {
    choosing.value = !pressed;
    order.value = orders.value.find((one) => one.no === no);
  };
  const choice = (one: OrderHint) => (
    <label key={one.no}>
      <input
        type="radio"
        name="order"
        value={one.no}
        checked={(order.value?.no ?? '') === one.no}
        onClick={() => choose(one.no, byPointer.current)}
      />
      <What order={one} />
    </label>
  );
  return (
    <fieldset
      class="choices"
      onPointerDown={() => {
        byPointer.current = true;
      }}
      onKeyDown={(e) => {
        byPointer.current = false;
        if (e.key !== 'Enter' && e.key !== ' ') return;
        e.preventDefault();
        choose((e.target as HTMLInputElement).value, true);
      }}
      onFocusOut={(e) => {
        const to = e.relatedTarget as Node | null;
        if (to && !e.currentTarget.contains(to)) choosing.value = false;
      }}
    >
      <legend class="lab">
        {t('prechat.order')}
        <small>{t('prechat.optional')}</small>
      </legend>
      {[...orders.value, { no: '', title: t('prechat.order_none') }].map(choice)}
    </fieldset>
  );
}
