import { describe, expect, it } from 'vitest';
import {
  matchPhrases,
  type Phrase,
  promisedAt,
  segmentsOf,
  slashQuery,
  toJudge,
  unfilledIn,
  variableOf,
} from '../state/phrases.ts';

const phrases: Phrase[] = [
  { code: 'qjbz', topic: 'return', text: '不需要原箱，司機會帶紙箱取件' },
  { code: 'qjsj', topic: 'return', text: '取件時段是 {time}' },
  { code: 'wlyc', topic: 'logistics', text: '物流取件延遲，很抱歉' },
  { code: 'zh', topic: '', text: '您好，我是{agent}' },
].map((one) => ({ ...one, template: one.text }));
const codes = (query: string, topic?: string) =>
  matchPhrases(phrases, query, topic, 10).hits.map((hit) => hit.phrase.code);

describe('finding a phrase', () => {
  it('finds by the beginning of the code first', () => {
    expect(codes('qj', 'return').slice(0, 2)).toEqual(['qjbz', 'qjsj']);
  });

  it('finds by words in the text and marks them', () => {
    const { hits } = matchPhrases(phrases, '取件', 'logistics', 10);
    expect(hits.map((hit) => hit.phrase.code)).toContain('wlyc');
    const own = hits.find((hit) => hit.phrase.code === 'wlyc');
    expect(own?.marks).toEqual([[2, 4]]);
  });

  it('finds scattered letters of a code, after whole runs', () => {
    expect(codes('qs')).toEqual(['qjsj']);
  });

  it('puts phrases of the conversation’s topic before the others', () => {
    expect(codes('', 'logistics')[0]).toBe('wlyc');
    expect(codes('', 'return').at(-1)).toBe('wlyc');
  });

  it('says how many match, beyond those shown', () => {
    const found = matchPhrases(phrases, '', undefined, 2);
    expect(found.hits).toHaveLength(2);
    expect(found.total).toBe(4);
  });

  it('is indifferent to case and finds nothing for nonsense', () => {
    expect(codes('QJB')).toEqual(['qjbz']);
    expect(codes('xyz')).toEqual([]);
  });
});

describe('the slash', () => {
  it('opens at the beginning of the text and after white space', () => {
    expect(slashQuery('/取件', 3)).toEqual({ from: 0, query: '取件' });
    expect(slashQuery('好的 /qj', 6)).toEqual({ from: 3, query: 'qj' });
    expect(slashQuery('a\n/', 3)).toEqual({ from: 2, query: '' });
  });

  it('does not open inside a word, an address or after a space', () => {
    expect(slashQuery('1/2', 3)).toBeUndefined();
    expect(slashQuery('https://a', 9)).toBeUndefined();
    expect(slashQuery('/qj 好', 5)).toBeUndefined();
  });

  it('looks only before the caret', () => {
    expect(slashQuery('/qjbz', 3)).toEqual({ from: 0, query: 'qj' });
  });
});

describe('variables', () => {
  const values = { agent: '林靜宜', order: 'R1', customer: '' };

  it('are filled from the card; those without a value stay to be done', () => {
    expect(segmentsOf('{agent}：{order}，{time}', values)).toEqual([
      { kind: 'filled', name: 'agent', text: '林靜宜' },
      { kind: 'text', text: '：' },
      { kind: 'filled', name: 'order', text: 'R1' },
      { kind: 'text', text: '，' },
      { kind: 'unfilled', name: 'time', text: '{time}' },
    ]);
    expect(segmentsOf('{customer}您好', values)[0]).toMatchObject({ kind: 'unfilled' });
  });

  it('are shown to the writer: what is missing, else the time that is promised', () => {
    const judged = (text: string, time = '15:05') => {
      const segments = segmentsOf(text, { ...values, time });
      const found = toJudge(segments);
      return (
        found &&
        segments
          .map((one) => one.text)
          .join('')
          .slice(found.from, found.to)
      );
    };
    expect(judged('{agent}：{time}前回覆')).toBe('15:05');
    expect(judged('{time}前回覆{customer}')).toBe('{customer}');
    expect(judged('{agent}您好')).toBeUndefined();
  });

  it('promise half an hour, in round minutes and never less', () => {
    const at = (clock: string) => Date.parse(`2026-11-24T${clock}Z`);
    expect(promisedAt(at('14:31:20'))).toBe(at('15:05:00'));
    expect(promisedAt(at('14:30:00'))).toBe(at('15:00:00'));
    expect(promisedAt(at('23:58:00'))).toBe(Date.parse('2026-11-25T00:30:00Z'));
  });

  it('block sending with the place where they stand', () => {
    expect(unfilledIn('在 {time} 前，{客戶稱呼}')).toEqual([
      { name: 'time', from: 2, to: 8 },
      { name: '客戶稱呼', from: 11, to: 17 },
    ]);
  });

  it('are known by their names in each language', () => {
    expect(variableOf('承诺时间')).toBe('time');
    expect(variableOf('Order')).toBe('order');
    expect(variableOf('x')).toBeUndefined();
  });

  it('that only the writer knows have no value, and hold the text until they are written over', () => {
    const text = '原因是{……}，辦法是{…}，{order}';
    const segments = segmentsOf(text, values);
    expect(segments.filter((one) => one.kind === 'unfilled').map((one) => one.text)).toEqual([
      '{……}',
      '{…}',
    ]);
    expect(toJudge(segments)).toEqual({ from: 3, to: 7 });
    const held = (words: string) => unfilledIn(words).map((one) => words.slice(one.from, one.to));
    expect(held(text.replace('{order}', 'R1'))).toEqual(['{……}', '{…}']);
    expect(held('原因是過了七天，辦法是{換貨…}')).toEqual(['{換貨…}']);
    expect(held('原因是過了七天……辦法是換貨…')).toEqual([]);
  });

  it('leave braces of the writer alone', () => {
    expect(unfilledIn('{a: 1} 和 {隨便}')).toEqual([]);
  });
});
