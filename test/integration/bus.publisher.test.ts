import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { follow } from '../../services/bus/consumer.js';
import { Publisher } from '../../services/bus/publisher.js';
import { Repeats } from '../../services/bus/repeats.js';
import { Spool } from '../../services/bus/spool.js';
import { ensureStreams } from '../../services/bus/streams.js';
import { hostSubject } from '../../services/bus/subjects.js';
import { bytesOf, connected, directory, eventually, keeping, LIMITS, numbered } from './busKit.js';
import { natsServer, type TestServer } from './natsServer.js';

const SPOOL_BYTES = 8 * 2 ** 20;

let server: TestServer;
before(async () => {
  server = await natsServer();
});
after(() => server.stop());

test('what is published while the server is away arrives in order, once', async (t) => {
  const subject = hostSubject('access', 'away');
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  const publisher = new Publisher(bus, new Spool(directory(t), SPOOL_BYTES));
  const repeats = new Repeats();
  const received: string[] = [];
  const receiver = keeping((text) => {
    if (!repeats.seen('away', 'boot', Number(text))) received.push(text);
  });
  const following = follow(await connected(t, server.url), 'ACCESS', subject, 'all', receiver);
  t.after(() => following.stop());

  const texts = numbered('', 300);
  for (const [i, text] of texts.entries()) {
    if (i === 100) await server.kill();
    if (i === 200) await server.start();
    await publisher.publish(subject, bytesOf(text), `away-${text}`);
  }
  await eventually(
    'all have arrived',
    () => received.length >= texts.length,
    () => [received.length, publisher.stats()],
  );
  assert.deepEqual(received, texts);
  assert.equal(publisher.stats().dropped, 0);
  await eventually('the spool is empty', () => publisher.stats().spooled === 0);
  assert.equal(publisher.stats().spoolBytes, 0);
  await publisher.close();
});

test('the spool is kept across restarts of the writer, and goes before what is new', async (t) => {
  const subject = hostSubject('access', 'kept');
  const dir = directory(t);
  const bus = await connected(t, server.url);
  await server.kill();
  await eventually('away', () => !bus.connected());
  const first = new Publisher(bus, new Spool(dir, SPOOL_BYTES));
  for (const text of numbered('old', 5)) await first.publish(subject, bytesOf(text), text);
  await first.close();

  await server.start();
  await eventually('back', () => bus.connected());
  const second = new Publisher(bus, new Spool(dir, SPOOL_BYTES));
  for (const text of numbered('new', 5)) await second.publish(subject, bytesOf(text), text);
  const receiver = keeping();
  const following = follow(bus, 'ACCESS', subject, 'all', receiver);
  t.after(() => following.stop());
  await eventually(
    'all have arrived',
    () => receiver.texts.length === 10,
    () => receiver.texts,
  );
  assert.deepEqual(receiver.texts, [...numbered('old', 5), ...numbered('new', 5)]);
  await second.close();
});

test('a full spool drops the oldest and counts them', async (t) => {
  const subject = hostSubject('access', 'full');
  const bus = await connected(t, server.url);
  await server.kill();
  await eventually('away', () => !bus.connected());
  const publisher = new Publisher(bus, new Spool(directory(t), 64 * 2 ** 10));
  const texts = numbered('', 100);
  for (const text of texts) await publisher.publish(subject, bytesOf(text.padEnd(2048)), `full-${text}`);
  const { dropped, spooled, spoolBytes } = publisher.stats();
  assert.equal(dropped + spooled, texts.length);
  assert.ok(dropped > 0 && spoolBytes <= 64 * 2 ** 10);

  await server.start();
  const receiver = keeping();
  const following = follow(bus, 'ACCESS', subject, 'all', receiver);
  t.after(() => following.stop());
  await eventually(
    'all that was kept has arrived',
    () => receiver.texts.length === spooled,
    () => receiver.texts.length,
  );
  assert.deepEqual(
    receiver.texts.map((text) => text.trim()),
    texts.slice(dropped),
  );
  await publisher.close();
});

test('a message that the server will never take is refused and holds nothing up', async (t) => {
  const subject = hostSubject('access', 'large');
  const bus = await connected(t, server.url);
  const publisher = new Publisher(bus, new Spool(directory(t), 64 * 2 ** 20));
  const tooLarge = new Uint8Array((bus.nats.info?.max_payload ?? 0) + 1);
  await assert.rejects(publisher.publish(subject, tooLarge, 'large-1'), { code: 'INTERNAL' });

  await server.kill();
  await eventually('away', () => !bus.connected());
  await publisher.publish(subject, tooLarge, 'large-2');
  await publisher.publish(subject, bytesOf('small'), 'large-3');
  await server.start();
  const receiver = keeping();
  const following = follow(bus, 'ACCESS', subject, 'all', receiver);
  t.after(() => following.stop());
  await eventually('the one behind it', () => receiver.texts.length === 1);
  assert.deepEqual(receiver.texts, ['small']);
  assert.equal(publisher.stats().refused, 2);
  await publisher.close();
});
