import { describe, expect, it } from 'vitest';
import { segmentsOf } from '../state/phrases.ts';
import { phraseValues } from '../views/phrase_values.ts';
import { card } from './factory.ts';

describe('A phrase in a conversation', () => {
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
