import { useEffect } from 'preact/hooks';
import { chat } from '#ui/glyphs.ts';
import { Icon } from '#ui/icon.tsx';
import { current, currentCard, desk, groups } from '../session/store.ts';
import { emptyWords, holdOf } from '../state/desk.ts';
import { t } from '../text.ts';
import { CustomerPanel } from './customer_panel.tsx';
import { GoneWords } from './gone_words.tsx';
import { Inbox } from './inbox.tsx';
import { Thread } from './thread.tsx';
import { TransferDialog } from './transfer_dialog.tsx';
import { orderWanted, sideOpen, transferOf, wrapLater } from './ui.ts';
import { strayOf } from './unsent_words.ts';
import { useCustomerFile } from './use_customer_file.ts';
import { useNarrow } from './use_narrow.ts';
import { WrapUpDrawer } from './wrap_up_drawer.tsx';

// Inbox, thread and right panel; the wrap-up takes the panel's place.
export function DeskPage() {
  const card = currentCard.value;
  const gone = card ? undefined : strayOf(current.value);
  const narrow = useNarrow(1024);
  const hold = card ? holdOf(desk.value, card.c) : undefined;
  const wrapping = card !== undefined && hold === 'wrap_up' && !wrapLater.value.has(card.c);
  const panel = wrapping ? 'wrap' : card && (!narrow || sideOpen.value) ? 'side' : 'none';

  const of = useCustomerFile(wrapping ? undefined : card, sideOpen.value);

  useEffect(() => {
    sideOpen.value = false;
    orderWanted.value = undefined;
  }, [card?.c]);

  return (
    <main class="desk" data-panel={panel} {...(card || gone ? { 'data-open': '' } : {})}>
      <h1 class="vh">{t('page.desk')}</h1>
      <Inbox />
      {card ? <Thread key={card.c} card={card} find={wrapping ? undefined : of.find} /> : null}
      {gone ? <GoneWords key={gone.c} c={gone.c} /> : null}
      {card || gone ? null : <NothingOpen />}
      {wrapping ? <WrapUpDrawer key={`w${card.c}`} card={card} /> : null}
      {panel === 'side' && card ? (
        <CustomerPanel key={`p${card.customer.id}`} card={card} of={of} />
      ) : null}
      {transferOf.value !== undefined ? <TransferDialog c={transferOf.value} /> : null}
    </main>
  );
}

function NothingOpen() {
  const { waiting, active } = groups.value;
  const none = waiting.length + active.length === 0 && desk.value.offers.length === 0;
  const offered = waiting.length + active.length === 0 && desk.value.offers.length > 0;
  const pick = waiting.length > 0 ? 'desk.pickHow' : 'desk.pickNewest';
  const words = none ? emptyWords(desk.value) : offered ? 'desk.offeredHow' : pick;
  return (
    <section class="thread" aria-label={t('desk.pick')}>
      <div class="empty">
        <Icon of={chat} />
        <b>{t(none ? 'desk.none' : offered ? 'desk.offered' : 'desk.pick')}</b>
        <p>{words ? t(words) : null}</p>
        {current.value !== undefined && desk.value.staff ? <p>{t('desk.gone')}</p> : null}
      </div>
    </section>
  );
}
