import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBucket } from '../../services/bus/keyValue.js';
import { BUCKETS, ensureStreams, waitForStreams } from '../../services/bus/streams.js';
import { bytesOf, connected, eventually, LIMITS, lines } from './busKit.js';
import { natsServer, type TestServer } from './natsServer.js';

let server: TestServer;
before(async () => {
  server = await natsServer();
});
after(() => server.stop());

test('streams: waited for, created once, given new limits, kept', async (t) => {
  const logger = lines();
  const bus = await connected(t, server.url, logger);
  await assert.rejects(waitForStreams(bus, ['ACCESS'], 300), { code: 'STREAM_MISSING', message: /start the brain/ });
  const waiting = waitForStreams(bus, ['ACCESS', 'CONTROL'], 60_000);
  await ensureStreams(bus, LIMITS);
  await waiting;
  const created = logger.lines.filter((line) => line === 'info: stream created');
  assert.equal(created.length, 6 + BUCKETS.length, 'six streams and the buckets');

  await bus.js.publish('thermocline.v1.access.00.host', bytesOf('kept'));
  logger.lines.length = 0;
  await ensureStreams(bus, LIMITS);
  assert.deepEqual(logger.lines, [], 'a second time nothing changes');

  await ensureStreams(bus, { ...LIMITS, accessMaxAgeMs: 60_000, accessMaxBytes: 2 ** 20 });
  assert.deepEqual(logger.lines, ['info: stream updated']);
  const { config, state } = await bus.jsm.streams.info('ACCESS');
  assert.deepEqual([config.max_age, config.duplicate_window, config.max_bytes], [60e9, 60e9, 2 ** 20]);
  assert.equal(state.messages, 1);
});

test('a stream of that name in another form is refused and left alone', async (t) => {
  const other = await natsServer();
  t.after(() => other.stop());
  const bus = await connected(t, other.url);
  await bus.jsm.streams.add({ name: 'PLANS', subjects: ['building.plans'] });
  await assert.rejects(ensureStreams(bus, LIMITS), { code: 'STREAM_INCOMPATIBLE', message: /building\.plans/ });
  assert.deepEqual((await bus.jsm.streams.info('PLANS')).config.subjects, ['building.plans']);

  await bus.jsm.streams.delete('PLANS');
  const memory = { name: 'PLANS', subjects: ['thermocline.v1.plan.>'], storage: 'memory' as never };
  await bus.jsm.streams.add(memory);
  await assert.rejects(ensureStreams(bus, LIMITS), { code: 'STREAM_INCOMPATIBLE', message: /storage memory/ });

  await bus.jsm.streams.delete('PLANS');
  await bus.jsm.streams.add({ name: 'OTHER', subjects: ['thermocline.v1.outcome.>'] });
  await assert.rejects(ensureStreams(bus, LIMITS), { code: 'STREAM_INCOMPATIBLE', message: /OUTCOMES.*overlap/ });
});

test('a bucket compares and sets', async (t) => {
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  const bucket = await openBucket(bus, 'policies');
  assert.equal(await bucket.get('default'), undefined);
  assert.deepEqual(await bucket.keys(), []);
  const first = await bucket.create('default', bytesOf('one'));
  await assert.rejects(bucket.create('default', bytesOf('again')), { code: 'CONFLICT' });
  const second = await bucket.update('default', bytesOf('two'), first);
  await assert.rejects(bucket.update('default', bytesOf('late'), first), { code: 'CONFLICT' });
  const entry = await bucket.get('default');
  assert.deepEqual([entry?.revision, String(entry?.value)], [second, 'two']);
  const texts = (await bucket.history('default')).map(({ value }) => Buffer.from(value).toString());
  assert.deepEqual(texts, ['one', 'two']);

  const seen: string[] = [];
  const watch = await bucket.watch(({ key, value }) => seen.push(`${key}=${value && Buffer.from(value)}`));
  await watch.complete;
  await bucket.put('other', bytesOf('three'));
  await bucket.delete('default');
  await eventually(
    'the changes',
    () => seen.length === 3,
    () => seen,
  );
  watch.stop();
  assert.deepEqual(seen, ['default=two', 'other=three', 'default=undefined']);
  assert.deepEqual(await bucket.keys(), ['other']);
  await bucket.create('default', bytesOf('new'));
});
