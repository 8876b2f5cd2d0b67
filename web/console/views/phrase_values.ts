import { formatTime, isLocale } from '#i18n';
import type { Card } from '#protocol';
import { serverNow } from '../session/clock.ts';
import { desk, sop } from '../session/store.ts';
import { type Phrase, promisedAt, segmentsOf, type Values } from '../state/phrases.ts';

// Words said to the customer are in the customer's language, not the screen's. This browser only
// has the masked name, which nobody is to be called by.
const addressed = {
  'zh-Hant': '親愛的顧客',
  'zh-Hans': '亲爱的顾客',
  en: 'dear customer',
} as const;

const shops = { 'zh-Hant': '本店', 'zh-Hans': '本店', en: 'our shop' } as const;

export function phraseValues(card: Card): Values {
  const { name, locale } = card.customer;
  const spoken = isLocale(locale) ? locale : 'zh-Hant';
  const masked = name === '' || name.includes('*');
  return {
    customer: masked ? addressed[spoken] : name,
    agent: desk.value.staff?.name ?? '',
    order: card.order ?? '',
    shop: desk.value.storefronts.find((one) => one.id === card.storefront)?.name ?? shops[spoken],
    time: formatTime(spoken, promisedAt(serverNow())),
  };
}

export function phrasesFor(card: Card): Phrase[] {
  const locale = isLocale(card.customer.locale) ? card.customer.locale : 'zh-Hant';
  const values = phraseValues(card);
  return (sop.value?.phrases ?? []).map((phrase) => {
    const template = phrase.text[locale] ?? phrase.text['zh-Hant'] ?? '';
    const text = segmentsOf(template, values).map((segment) => segment.text);
    return { code: phrase.code, topic: phrase.topic ?? '', template, text: text.join('') };
  });
}
