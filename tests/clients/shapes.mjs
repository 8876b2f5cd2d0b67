/**
 * Whether a frame is what `gateway/protocol/asyncapi.yaml` says: its required fields, their types and words. The
 * examples in tests/golden are held against the same document, by the gateway's writers and by the web's readers.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const fromWeb = createRequire(new URL('../../web/package.json', import.meta.url));
const { Ajv } = fromWeb('ajv');
const { parse } = fromWeb('yaml');
const api = parse(
  readFileSync(new URL('../../gateway/protocol/asyncapi.yaml', import.meta.url), 'utf8'),
);
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(api, 'kefu');

/** Names that differ for the two sides have the side at their end. */
export function faultsOf(frame, side) {
  const { messages } = api.components;
  const name = [`server.${frame.t}.${side}`, `server.${frame.t}`].find((one) => messages[one]);
  if (!name) return [`no message of the document is ${frame.t}`];
  const check = ajv.getSchema(`kefu${messages[name].payload.$ref}`);
  return check(frame) ? [] : check.errors.map((one) => `${name}${one.instancePath} ${one.message}`);
}
