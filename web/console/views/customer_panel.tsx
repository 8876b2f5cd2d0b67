import { isLocale } from '#i18n';
import type { Card } from '#protocol';
import { close as closeGlyph, verified } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { Seal } from '#ui/seal.tsx';
import { Tabs, tabPanel } from '#ui/tabs.tsx';
import type { CustomerFile } from '../session/rest.ts';
import { desk } from '../session/store.ts';
import { faultWords } from '../session/words.ts';
import { shopOf } from '../state/desk.ts';
import { type Key, t } from '../text.ts';
import { CustomerOrders } from './customer_orders.tsx';
import { CustomerRecords } from './customer_records.tsx';
import { customerName } from './labels.ts';
import { languageNames } from './settings_menus.tsx';
import { sideOpen, sideTab } from './ui.ts';
import type { FileOnScreen } from './use_customer_file.ts';
import { useNarrow } from './use_narrow.ts';

// The customer's masked file and orders, beside what they say.
export function CustomerPanel({ card, of }: { card: Card; of: FileOnScreen }) {
  const { file, fault, again } = of;
  const narrow = useNarrow(1024);
  const orders = file?.orders ?? [];
  const records = file?.records ?? [];
  const tab = sideTab.value;
  return (
    <aside class="side" aria-label={t('side.title')}>
      <Tabs
        base="side"
        label={t('side.title')}
        selected={tab}
        onSelect={(id) => {
          sideTab.value = id as typeof tab;
        }}
        tabs={[
          { id: 'customer', label: t('side.customer') },
          { id: 'orders', label: counted(t('side.orders'), orders.length) },
          { id: 'records', label: counted(t('side.records'), records.length) },
        ]}
        after={
          narrow ? (
            <button
              type="button"
              class="ib"
              aria-label={t('close')}
              onClick={() => {
                sideOpen.value = false;
              }}
            >
              <Icon of={closeGlyph} size={18} />
            </button>
          ) : null
        }
      />
      <div class="sc" {...tabPanel('side', tab)} tabIndex={0}>
        {fault ? (
          <div class="sheet empty" role="alert">
            <b>{t('customer.failed')}</b>
            <p>{faultWords(fault)}</p>
            <button type="button" class="btn" onClick={again}>
              {t('retry')}
            </button>
          </div>
        ) : null}
        {tab === 'customer' ? <Identity card={card} file={file} /> : null}
        {file && tab !== 'records' ? (
          <CustomerOrders card={card} orders={orders} find={of.find} all={tab === 'orders'} />
        ) : null}
        {file && tab === 'records' ? <CustomerRecords records={records} /> : null}
      </div>
    </aside>
  );
}

const counted = (words: string, count: number) => (count > 0 ? `${words} ${count}` : words);

function Identity({ card, file }: { card: Card; file: CustomerFile | undefined }) {
  const who = card.customer;
  const shop = shopOf(desk.value, card.storefront);
  const contacts: { label: Key; value: string | undefined }[] = [
    { label: 'customer.phone', value: file?.phone },
    { label: 'customer.email', value: file?.email },
    { label: 'customer.address', value: file?.address },
  ];
  const known = contacts.filter((one) => one.value);
  return (
    <section class="sheet">
      <div class="id">
        <Seal name={customerName(card)} customer size={40} />
        <div>
          <h2>
            {customerName(card)}
            {who.identified ? (
              <Icon of={verified} size={16} label={t('customer.identified')} />
            ) : null}
          </h2>
          <p class="tags">
            {shop ? <span class="tag line">{shop}</span> : null}
            {who.vip ? <span class="tag acc">VIP</span> : null}
            <span class="tag">
              {who.identified ? t('customer.identified') : t('customer.visitor')}
            </span>
            {isLocale(who.locale) ? (
              <span class="tag" lang={who.locale}>
                {languageNames[who.locale]}
              </span>
            ) : null}
          </p>
        </div>
      </div>
      {known.length > 0 ? (
        <dl class="kv">
          {known.map((one) => (
            <div key={one.label} class="kv-row">
              <dt>{t(one.label)}</dt>
              <dd>{one.value}</dd>
            </div>
          ))}
        </dl>
      ) : file ? (
        <p class="hint">{t('customer.noContact')}</p>
      ) : null}
    </section>
  );
}
