import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

/** The protocol's documents held against the wire examples and the gateway's own tables. */
const ROOT = path.join(import.meta.dirname, '../../../..');
const text = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const golden = readdirSync(path.join(ROOT, 'tests/golden')).filter((f) => f.endsWith('.json'));

interface Channel {
  readonly messages: Record<string, unknown>;
}
interface AsyncApi {
  readonly channels: { readonly session: Channel };
  readonly components: {
    readonly messages: Record<string, { name: string; payload: { $ref: string } }>;
    readonly schemas: Record<string, unknown>;
  };
}
interface Operation {
  readonly responses: Record<string, unknown>;
  readonly security?: unknown;
}
interface OpenApi {
  readonly paths: Record<string, Record<string, Operation>>;
}

const async_api = parse(text('gateway/protocol/asyncapi.yaml')) as AsyncApi;
const open_api = parse(text('gateway/protocol/openapi.yaml')) as OpenApi;
const { messages } = async_api.components;
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema({ ...async_api }, 'kefu');

/** `server.ev.ended.staff` is an example of `server.ev.staff`; of others the name is a beginning. */
function messageOf(example: string): string | undefined {
  const parts = example.split('.');
  if (example.startsWith('server.ev.')) return `server.ev.${parts.at(-1)}`;
  for (let count = parts.length; count > 1; count -= 1) {
    const name = parts.slice(0, count).join('.');
    if (messages[name]) return name;
  }
  return undefined;
}

describe('AsyncAPI document', () => {
  it.each(golden)('describes %s', (file) => {
    const name = messageOf(file.replace(/\.json$/, ''));
    expect(name, 'a message of that name').toBeDefined();
    const { payload } = messages[name as string] as { payload: { $ref: string } };
    const check = ajv.getSchema(`kefu${payload.$ref}`);
    expect(check, payload.$ref).toBeDefined();
    const fits = check?.(JSON.parse(text(`tests/golden/${file}`)));
    expect(check?.errors ?? [], 'what does not fit').toEqual([]);
    expect(fits).toBe(true);
  });

  it('has an example of each message', () => {
    const shown = new Set(golden.map((file) => messageOf(file.replace(/\.json$/, ''))));
    expect(Object.keys(messages).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('says of each message that it goes over the one channel', () => {
    expect(Object.keys(async_api.channels.session.messages).sort()).toEqual(
      Object.keys(messages).sort(),
    );
  });

  it.each(golden)('refuses %s with a field of the wrong type', (file) => {
    const name = messageOf(file.replace(/\.json$/, '')) as string;
    const { payload } = messages[name] as { payload: { $ref: string } };
    const check = ajv.getSchema(`kefu${payload.$ref}`);
    const frame = JSON.parse(text(`tests/golden/${file}`)) as Record<string, unknown>;
    for (const field of Object.keys(frame)) {
      expect(check?.({ ...frame, [field]: [[[]]] }), `${field} is a list of lists`).toBe(false);
    }
  });
});

/** A target that is no id is no route of the document. */
const isOfTheTarget = (target: string, status: string) =>
  target.includes('{malformed}') && status === '404';

describe('OpenAPI document', () => {
  // {"GET", "/api/me", needs::staff, get_me},
  const row = /\{"([A-Z]+)", "([^"]+)", needs::/g;
  const routes = [...text('gateway/api/routes.cpp').matchAll(row)].map(
    ([, method, target]) => `${method} ${target}`,
  );
  const described = Object.entries(open_api.paths).flatMap(([target, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'parameters')
      .map((method) => `${method.toUpperCase()} ${target}`),
  );
  // Prepared files and the operator's own listener are not in the table of routes.
  const elsewhere = ['GET /w/v1.js', 'GET /livez', 'GET /readyz', 'GET /metrics'];

  // GET	/api/records?limit=1	{}	401	200 …: what each role is answered (tests/integration).
  const asked = text('tests/integration/rest_matrix.tsv')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
  const like = (target: string) =>
    new RegExp(`^${target.replace(/\{\w+\}/g, '[^/]+')}$`.replaceAll('.', '\\.'));
  function operationOf(method: string, target: string): Operation | undefined {
    const plain = target.split('?')[0] as string;
    const found = Object.keys(open_api.paths).find((one) => like(one).test(plain));
    return found ? open_api.paths[found]?.[method.toLowerCase()] : undefined;
  }

  it('lists each status that a route is known to answer', () => {
    const missing: string[] = [];
    let held = 0;
    for (const [method, target, , ...statuses] of asked) {
      const operation = operationOf(method as string, target as string);
      if (!operation) continue; // a file, or what is not there
      held += 1;
      for (const status of new Set(statuses)) {
        if (operation.responses[status] || isOfTheTarget(target as string, status)) continue;
        missing.push(`${method} ${target} ${status}`);
      }
    }
    expect(held).toBeGreaterThan(40);
    expect(missing).toEqual([]);
  });

  it('says of each operation of staff that the password may have to be changed first', () => {
    const free = ['post /api/sign-out', 'post /api/password', 'get /api/me'];
    const without = Object.entries(open_api.paths).flatMap(([target, methods]) =>
      Object.entries(methods)
        .filter(([, operation]) => operation.security && !operation.responses[403])
        .map(([method]) => `${method} ${target}`),
    );
    expect(without.sort()).toEqual(free.sort());
  });

  it('describes every route of the gateway and no other', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(described.sort()).toEqual([...routes, ...elsewhere].sort());
  });
});
