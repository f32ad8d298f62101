import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { askPrometheus } from '../../../services/brain/prometheus.js';
import { readAnswer } from '../../../services/brain/prometheusAnswer.js';

type Pairs = readonly (readonly [labels: Record<string, string>, value: string])[];

function vector(pairs: Pairs): string {
  const result = pairs.map(([metric, value]) => ({ metric, value: [1700000000, value] }));
  return JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
}

test('Each host has its value', () => {
  const body = vector([
    [{ host: 'a', job: 'x' }, '0.25'],
    [{ host: 'b' }, '1e3'],
  ]);
  assert.deepEqual(readAnswer(body, 'host'), { kind: 'values', values: { a: 0.25, b: 1000 }, unusable: 0 });
});

test('NaN, infinity and an empty value are absent, never zero', () => {
  const body = vector([
    [{ host: 'a' }, 'NaN'],
    [{ host: 'b' }, '+Inf'],
    [{ host: 'c' }, ''],
    [{ host: 'd' }, '0'],
  ]);
  assert.deepEqual(readAnswer(body, 'host'), { kind: 'values', values: { d: 0 }, unusable: 3 });
});

test('A host may be called as what every object has', () => {
  const answer = readAnswer(vector([[{ host: '__proto__' }, '7']]), 'host');
  assert.deepEqual(answer.kind === 'values' && Object.entries(answer.values), [['__proto__', 7]]);
});

const MISSING: readonly (readonly [what: string, body: string, fault: string, reason: RegExp])[] = [
  ['no samples', vector([]), 'source', /no samples/],
  ['NaN for all', vector([[{ host: 'a' }, 'NaN']]), 'source', /NaN or infinity for every host/],
  ['no host label', vector([[{ instance: 'a' }, '1']]), 'query', /label host/],
  [
    'two values of a host',
    vector([...[['1'], ['2']].map(([v]) => [{ host: 'a' }, String(v)] as const)]),
    'query',
    /a.*by \(host\)/,
  ],
  ['a scalar', '{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}', 'query', /scalar/],
  [
    'a query that does not parse',
    '{"status":"error","errorType":"bad_data","error":"parse error"}',
    'query',
    /parse error/,
  ],
  [
    'a server that is slow',
    '{"status":"error","errorType":"timeout","error":"query timed out"}',
    'source',
    /timed out/,
  ],
  ['a page of a proxy', '<html>', 'source', /not JSON/],
  ['a list', '[]', 'source', /not JSON/],
  [
    'a vector of something else',
    '{"status":"success","data":{"resultType":"vector","result":[3]}}',
    'source',
    /cannot be read/,
  ],
];

for (const [what, body, fault, reason] of MISSING) {
  test(`Nothing comes of ${what}, and the answer says why`, () => {
    const answer = readAnswer(body, 'host');
    assert.equal(answer.kind, 'missing');
    assert.equal(answer.kind === 'missing' && answer.fault, fault);
    assert.match(answer.kind === 'missing' ? answer.reason : '', reason);
  });
}

async function asked(listener: RequestListener, timeoutMs = 10_000): Promise<unknown> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return await askPrometheus({ url, hostLabel: 'host', timeoutMs }, 'up', 1_700_000_000_500);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test('It asks for the query as of the time given', async () => {
  let form = '';
  let path = '';
  const answer = await asked((request, response) => {
    path = `${request.method} ${request.url}`;
    request.on('data', (chunk: Buffer) => {
      form += chunk.toString();
    });
    request.on('end', () => response.end(vector([[{ host: 'a' }, '1']])));
  });
  assert.deepEqual(answer, { kind: 'values', values: { a: 1 }, unusable: 0 });
  assert.equal(path, 'POST /api/v1/query');
  assert.equal(form, 'query=up&time=1700000000.5&timeout=10000ms');
});

test('A server that never answers is missing after the timeout', async () => {
  const answer = await asked(() => undefined, 50);
  assert.match((answer as { reason: string }).reason, /no answer within 50 ms/);
});

test('A status that is not of the API is missing', async () => {
  const answer = await asked((_, response) => response.writeHead(502).end('bad gateway'));
  assert.match((answer as { reason: string }).reason, /status 502/);
});

test('An answer of more than 16 MiB is not kept', async () => {
  const answer = await asked((_, response) => response.end(Buffer.alloc(17 * 1024 * 1024, 32)));
  assert.match((answer as { reason: string }).reason, /larger than/);
});

test('A Prometheus that is away is missing, with the reason', async () => {
  const source = { url: 'http://127.0.0.1:1', hostLabel: 'host', timeoutMs: 10_000 };
  const answer = await askPrometheus(source, 'up', 0);
  assert.equal(answer.kind, 'missing');
  assert.match(answer.kind === 'missing' ? answer.reason : '', /127\.0\.0\.1:1 did not answer: ./);
});
