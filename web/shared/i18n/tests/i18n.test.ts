import { describe, expect, it } from 'vitest';
import {
  createTranslator,
  detectLocale,
  formatClock,
  formatElapsed,
  formatMoney,
  formatSpan,
} from '../index.ts';

describe('Choosing a language', () => {
  it.each([
    [['zh-TW'], 'zh-Hant'],
    [['zh-HK'], 'zh-Hant'],
    [['zh-Hant-CN'], 'zh-Hant'],
    [['zh-CN'], 'zh-Hans'],
    [['zh'], 'zh-Hans'],
    [['zh-Hans-TW'], 'zh-Hans'],
    [['zh-Hans-HK'], 'zh-Hans'],
    [['zh_TW'], 'zh-Hant'],
    [['yue'], 'zh-Hant'],
    [['en-GB'], 'en'],
    [[undefined, '', 'fr', 'en'], 'en'],
    [['en', 'zh-TW'], 'en'],
    [['de', null], 'zh-Hant'],
    [[undefined, 'ja,en'], 'en'],
    [[',zh-CN', 'en'], 'zh-Hans'],
  ] as const)('%j gives %s', (wishes, locale) => {
    expect(detectLocale(wishes)).toBe(locale);
  });

  it('tells when no wish can be met', () => {
    expect(detectLocale(['de', null, undefined, ''], null)).toBeNull();
    expect(detectLocale(['de', 'zh-SG'], null)).toBe('zh-Hans');
  });
});

describe('Texts', () => {
  it('are filled, with plurals where the language has them', () => {
    const t = createTranslator('en', { ahead: '{n} {n?person:people} ahead of {name}' });
    expect(t('ahead', { n: 1, name: 'you' })).toBe('1 person ahead of you');
    expect(t('ahead', { n: 3, name: 'you' })).toBe('3 people ahead of you');
    expect(t('ahead', { n: 3 })).toBe('3 people ahead of {name}');
  });

  it('take a value as it is, even one that looks like a placeholder', () => {
    const t = createTranslator('zh-Hant', { a: '{x}{y}' });
    expect(t('a', { x: '{y}', y: '$&' })).toBe('{y}$&');
  });
});

describe('Durations', () => {
  it.each([
    [0, '0 秒'],
    [34_999, '34 秒'],
    [72_000, '1:12'],
    [6_128_000, '1:42:08'],
    [-5, '0 秒'],
  ])('%i ms is %s', (ms, text) => {
    expect(formatElapsed('zh-Hant', ms)).toBe(text);
  });

  it.each([
    ['zh-Hant', 0, '0 秒'],
    ['zh-Hant', 72_000, '1 分 12 秒'],
    ['zh-Hant', 120_000, '2 分'],
    ['zh-Hant', 642_000, '10 分'],
    ['zh-Hans', 7_500_000, '2 小时 5 分'],
    ['zh-Hant', 7_200_000, '2 小時'],
    ['en', 72_000, '1 min 12 s'],
  ])('beside a time of day name their units: %s, %i ms is %s', (locale, ms, text) => {
    expect(formatSpan(locale, ms).replaceAll('\u00a0', ' ')).toBe(text);
  });

  it('beside a time of day break only between their units', () => {
    expect(formatSpan('zh-Hant', 72_000)).toBe('1\u00a0分 12\u00a0秒');
  });

  it('as a clock keep the minute', () => {
    expect(formatClock(5_000)).toBe('0:05');
  });
});

describe('Money', () => {
  it('shows minor units as people write them', () => {
    expect(formatMoney('zh-Hant', 'TWD', 248_000)).toBe('NT$2,480');
    expect(formatMoney('en', 'TWD', 98_000)).toBe('NT$980');
    expect(formatMoney('zh-Hans', 'CNY', 56_800)).toBe('¥568.00');
    expect(formatMoney('en', 'USD', 5_450)).toBe('$54.50');
  });
});
