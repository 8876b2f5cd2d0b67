import { order, orders } from './state.ts';
import { t } from './words.ts';

/** The orders the page told of, to choose from. */
export function OrderList({ chosen }: { chosen: () => void }) {
  return (
    <fieldset class="choices">
      <legend class="lab">
        {t('prechat.order')}
        <small>{t('prechat.optional')}</small>
      </legend>
      {orders.value.map((one) => (
        <label key={one.no}>
          <input
            type="radio"
            name="order"
            checked={order.value?.no === one.no}
            onChange={() => {
              order.value = one;
            }}
            onClick={chosen}
          />
          <span class="what">
            {one.title ?? one.no}
            <small>{[one.title ? one.no : '', one.status].filter(Boolean).join(' · ')}</small>
          </span>
        </label>
      ))}
      <label>
        <input
          type="radio"
          name="order"
          checked={!order.value}
          onChange={() => {
            order.value = undefined;
          }}
        />
        <span class="what">{t('prechat.order_none')}</span>
      </label>
    </fieldset>
  );
}
