import { describe, expect, it } from 'vitest';
import { desk } from '../session/store.ts';
import { emptyDesk } from '../state/desk.ts';
import { segmentsOf } from '../state/phrases.ts';
import { phraseValues } from '../views/phrase_values.ts';
import { card } from './factory.ts';

describe('A phrase in a conversation', () => {
  it('names the shop of the conversation, and speaks of ours where it is not known', () => {
    const two = [
      { id: 'shop-1', name: '日器官網' },
      { id: 'shop-2', name: '日器海外店' },
    ];
    desk.value = { ...emptyDesk, storefronts: two };
    expect(phraseValues(card({ c: 'c1' })).shop).toBe('日器官網');
    expect(phraseValues(card({ c: 'c1', storefront: 'shop-2' })).shop).toBe('日器海外店');
    desk.value = emptyDesk;
    expect(phraseValues(card({ c: 'c1' })).shop).toBe('本店');
  });

  it.each(['zh-Hant', 'zh-Hans', 'en', 'fr'])(
    'leaves no braces, for a customer of %s',
    (locale) => {
      const here = card({ c: 'c1', order: 'R1' });
      const values = phraseValues({ ...here, customer: { ...here.customer, locale } });
      const known = segmentsOf('{customer} {order} {shop} {time}', values);
      expect(known.map((one) => one.text).join('')).not.toMatch(/[{}]/);
      expect(values.time).toMatch(/^\d\d:\d[05]$/);
    },
  );
});
