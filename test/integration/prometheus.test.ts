/** A real Prometheus that scrapes what the test tells it, asked as the brain asks. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { askPrometheus, type PrometheusSource } from '../../services/brain/prometheus.js';
import type { PrometheusAnswer } from '../../services/brain/prometheusAnswer.js';
import { type PrometheusServer, prometheusServer } from './prometheusServer.js';

const APPLICATION = `app_latency_seconds{host="a",shard="0"} 0.25
app_latency_seconds{host="b",shard="0"} 0.5
app_latency_seconds{host="b",shard="1"} 1.5
app_requests_total{host="a"} 0
app_requests_total{host="b"} 4
`;
const SCRAPED_WITHIN_MS = 60_000;

let application: Server;
let prometheus: PrometheusServer;
let source: PrometheusSource;

before(async () => {
  application = createServer((_, response) => response.end(APPLICATION));
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
  prometheus = await prometheusServer(`127.0.0.1:${(application.address() as AddressInfo).port}`);
  source = { url: prometheus.url, hostLabel: 'host', timeoutMs: 10_000 };
  const until = Date.now() + SCRAPED_WITHIN_MS;
  while ((await ask('app_requests_total')).kind === 'missing') {
    if (Date.now() > until) throw new Error('Prometheus has scraped nothing');
    await sleep(200);
  }
});

after(async () => {
  await prometheus?.stop();
  application?.closeAllConnections();
  application?.close();
});

function ask(query: string, atUnixMs = Date.now()): Promise<PrometheusAnswer> {
  return askPrometheus(source, query, atUnixMs);
}

function reasonOf(answer: PrometheusAnswer): string {
  assert.equal(answer.kind, 'missing');
  return answer.kind === 'missing' ? `${answer.fault}: ${answer.reason}` : '';
}

test('A query that is aggregated by host has a value for each', async () => {
  const answer = await ask('max by (host) (app_latency_seconds)');
  assert.deepEqual(answer, { kind: 'values', values: { a: 0.25, b: 1.5 }, unusable: 0 });
});

test('A division by nothing leaves its host out', async () => {
  const answer = await ask('app_requests_total / app_requests_total');
  assert.deepEqual(answer, { kind: 'values', values: { b: 1 }, unusable: 1 });
});

test('NaN for all, no samples, and a time before all samples are missing, each with its reason', async () => {
  assert.match(reasonOf(await ask('0 * app_requests_total / 0')), /^source: .*NaN or infinity for every host/);
  assert.match(reasonOf(await ask('no_such_metric')), /^source: .*no samples/);
  assert.match(reasonOf(await ask('app_requests_total', 1_000_000_000_000)), /^source: .*no samples/);
});

test('A query that has to be corrected is told from a server that is in trouble', async () => {
  assert.match(reasonOf(await ask('max by (host) (')), /^query: .*bad_data.*parse error/);
  assert.match(reasonOf(await ask('app_latency_seconds')), /^query: .*several values for host b/);
  assert.match(reasonOf(await ask('sum(app_latency_seconds)')), /^query: .*label host/);
  assert.match(reasonOf(await ask('app_latency_seconds[1m]')), /^query: .*matrix/);
  assert.match(reasonOf(await ask('scalar(vector(1))')), /^query: .*scalar/);
});
