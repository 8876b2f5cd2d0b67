import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const web = path.resolve(import.meta.dirname, '../..');
const files = ['shared/i18n', 'console', 'widget'].flatMap((app) =>
  readdirSync(path.join(web, app, 'catalogues'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.join(app, 'catalogues', name)),
);

// Words of the telephone, and spellings that stand beside ours: an offer is an invitation (邀請), an agent
// takes it (接入), serves (接待), or misses it (錯過); what was said is kept as 記錄.
const notOurs =
  /接聽|接听|接電話|接电话|響鈴|响铃|漏接|未接來電|未接来电|來電|来电|通話|通话|紀錄|\brings?\b|\bringing\b|\bhang up\b/i;

it.each(files)('%s speaks of a chat, with one word for one thing', (file) => {
  const texts = JSON.parse(readFileSync(path.join(web, file), 'utf8')) as Record<string, string>;
  expect(
    Object.entries(texts).filter(([, text]) => notOurs.test(text.replace(/\{[^}]*\}/g, ''))),
  ).toEqual([]);
});
