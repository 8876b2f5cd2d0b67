import { expect, it } from 'vitest';
import { repeatedNames, twinMarks } from '../state/twins.ts';
import { card } from './factory.ts';

const customer = (id: string, name = '王*明') => ({ ...card({ c: 'x' }).customer, id, name });

it('A name that stands alone has no mark', () => {
  const cards = [card({ c: 'a' }), card({ c: 'b', customer: customer('n', '陳*安') })];
  expect(twinMarks(cards).size).toBe(0);
});

it('Two of one name are told apart by the end of the order, else of the customer', () => {
  const marks = twinMarks([
    card({ c: 'a', order: 'R20261117-0382', customer: customer('id-aaaa') }),
    card({ c: 'b', customer: customer('id-bbbb') }),
    card({ c: 'd', customer: customer('id-dddd', '陳*安') }),
  ]);
  expect([...marks]).toEqual([
    ['a', '0382'],
    ['b', 'bbbb'],
  ]);
});

it('Marks differ even where orders end alike or one customer is there twice', () => {
  const alike = twinMarks([
    card({ c: 'a', order: 'R1-0001', customer: customer('id-aaaa') }),
    card({ c: 'b', order: 'R2-0001', customer: customer('id-bbbb') }),
  ]);
  expect(alike.get('a')).not.toBe(alike.get('b'));
  const same = customer('id-aaaa');
  const twice = twinMarks([
    card({ c: 'c-1111', customer: same }),
    card({ c: 'c-2222', customer: same }),
  ]);
  expect([...twice.values()]).toEqual(['1111', '2222']);
});

it('A conversation that is offered and on a card is one, and the nameless need no mark', () => {
  const here = card({ c: 'a' });
  expect(twinMarks([here, here]).size).toBe(0);
  const nobody = customer('v', '');
  expect(
    twinMarks([card({ c: 'a', customer: nobody }), card({ c: 'b', customer: nobody })]).size,
  ).toBe(0);
});

it('A name is repeated when two people have it, not when one person comes twice', () => {
  const people = [
    { id: 'a', name: '王*明' },
    { id: 'b', name: '陳*安' },
    { id: 'c', name: '王*明' },
    { id: 'b', name: '陳*安' },
    { id: 'd', name: '' },
    { id: 'e', name: '' },
  ];
  expect([...repeatedNames(people)]).toEqual(['王*明']);
});
