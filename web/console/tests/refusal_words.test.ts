import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeWords, knownCodes } from '../session/words.ts';

const contract = readFileSync(
  new URL('../../../gateway/protocol/PROTOCOL.md', import.meta.url),
  'utf8',
);

it('Every code that has words is one the gateway says', () => {
  for (const code of knownCodes) expect(contract, code).toContain(`\`${code}\``);
});

it('Whoever is not signed in any more is told so, and not of a fault of ours', () => {
  expect(codeWords('not_signed_in')).not.toBe(codeWords('internal'));
});
