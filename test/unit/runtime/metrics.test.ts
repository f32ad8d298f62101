import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { Metrics, serveMetrics } from '../../../services/runtime/metrics.js';

const ANYWHERE = { listen: '127.0.0.1:0', insecure: false };

test('names carry the component; the same name again is the same metric', async () => {
  const metrics = new Metrics('collector', 100);
  metrics.counter('windows_total', 'Windows closed').inc();
  metrics.counter('windows_total', 'Windows closed').inc(2);
  metrics.gauge('free_bytes', 'Free', ['node']).set({ node: '0' }, 5);
  const text = await metrics.registry.metrics();
  assert.match(text, /^thermocline_collector_windows_total 3$/m);
  assert.match(text, /^thermocline_collector_free_bytes\{node="0"\} 5$/m);
  assert.match(text, /^process_cpu_seconds_total /m);
  assert.doesNotMatch(await new Metrics('collector').registry.metrics(), /^process_/m, 'for one thread counts them');
});

test('the delay of the event loop is taken as often as is said: Node refuses what it cannot do', () => {
  assert.throws(() => new Metrics('collector', 1.5), { code: 'ERR_OUT_OF_RANGE' });
});

test('serves /metrics and /healthz, and says what else there is not', async (t) => {
  const served = await serveMetrics(new Metrics('brain', 100), ANYWHERE);
  t.after(() => served.close());
  const get = async (path: string) => {
    const response = await fetch(`http://${served.address}${path}`);
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  const metrics = await get('/metrics?x=1');
  assert.deepEqual([metrics.status, metrics.type], [200, 'text/plain; version=0.0.4; charset=utf-8']);
  assert.match(metrics.text, /process_start_time_seconds/);
  assert.deepEqual([(await get('/healthz')).status, (await get('/healthz')).text], [200, 'ok\n']);
  assert.equal((await get('/')).status, 404);
});

test('a taken port is PORT_IN_USE with its key; beyond loopback is refused', async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.after(() => other.close());
  const { port } = other.address() as { port: number };
  const listen = `127.0.0.1:${port}`;
  await assert.rejects(serveMetrics(new Metrics('brain'), { listen, insecure: false }), {
    code: 'PORT_IN_USE',
    message: `${listen} is taken by another program; change metrics.listen, or end that program`,
  });
  await assert.rejects(serveMetrics(new Metrics('brain'), { listen: '0.0.0.0:0', insecure: false }), {
    code: 'NOT_LOOPBACK',
  });
});

test('closing does not wait for clients that keep their connection', async () => {
  const served = await serveMetrics(new Metrics('brain'), ANYWHERE);
  await (await fetch(`http://${served.address}/healthz`, { keepalive: true })).text();
  await served.close();
  await assert.rejects(fetch(`http://${served.address}/healthz`));
});
