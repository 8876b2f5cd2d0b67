import { Linked, piecesOf } from '#ui/links.tsx';
import { type OrderFinder, orderPieces } from '../state/order_named.ts';
import { locale, t } from '../text.ts';
import { orderWanted, sideOpen, sideTab } from './ui.ts';
import { isNarrow } from './use_narrow.ts';

// What a customer wrote. A number of one of their orders is a way to that order in the panel; inside an
// address it is the address that is followed.
export function CustomerWords({ text, find }: { text: string; find: OrderFinder | undefined }) {
  if (!find) return <Linked text={text} />;
  const pieces = piecesOf(text).flatMap((piece) =>
    piece.href === undefined ? orderPieces(piece.text, find) : [{ text: piece.text }],
  );
  return (
    <>
      {pieces.map((piece, i) =>
        piece.number === undefined ? (
          <Linked key={i} text={piece.text} />
        ) : (
          <button
            key={i}
            type="button"
            class="named"
            lang={locale.value}
            aria-label={t('order.show', { number: piece.text })}
            onClick={() => showOrder(piece.number ?? '')}
          >
            {piece.text}
          </button>
        ),
      )}
    </>
  );
}

function showOrder(number: string): void {
  if (sideTab.value === 'records') sideTab.value = 'orders';
  if (isNarrow(1024)) sideOpen.value = true;
  orderWanted.value = number;
}
