import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Delivery, follow, UnreadableMessage, work } from '../../services/bus/consumer.js';
import { DeadLetters } from '../../services/bus/deadLetter.js';
import { ensureStreams } from '../../services/bus/streams.js';
import { hostSubject } from '../../services/bus/subjects.js';
import { codec } from '../../services/contract/schema.js';
import { bytesOf, connected, eventually, keeping, LIMITS, lines, numbered } from './busKit.js';
import { natsServer, type TestServer } from './natsServer.js';

let server: TestServer;
before(async () => {
  server = await natsServer();
});
after(() => server.stop());

test('an unreadable message goes to the dead letters and does not block the next', async (t) => {
  const subject = hostSubject('plan', 'unreadable');
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  const letters = new DeadLetters(bus, 'test');
  const kept = keeping((text) => {
    if (text === 'bad') throw new UnreadableMessage('malformed', 'no plan');
  });
  const unreadable = (delivery: Delivery, error: UnreadableMessage) => letters.put(delivery, error);
  const working = work(bus, 'PLANS', 'unreadable', subject, { ...kept, unreadable });
  for (const text of ['one', 'bad', 'two']) await bus.js.publish(subject, bytesOf(text));
  await eventually(
    'the readable ones',
    () => kept.texts.length === 2,
    () => kept.texts,
  );
  assert.deepEqual(kept.texts, ['one', 'two']);
  await working.stop();
  assert.deepEqual([letters.count, letters.unsent], [1, 0]);

  const dead = keeping();
  const raw: Uint8Array[] = [];
  const receive = ({ bytes }: Delivery) => void raw.push(bytes);
  const following = follow(bus, 'DEAD', 'thermocline.v1.dead.test', 'all', { ...dead, receive });
  await following.caughtUp;
  await following.stop();
  const letter = codec('DeadLetter').decode(raw[0] as Uint8Array);
  assert.deepEqual(
    [letter.service, letter.subject, letter.code, letter.reason],
    ['test', subject, 'malformed', 'no plan'],
  );
  assert.equal(Buffer.from(letter.head).toString(), 'bad');
  const { num_pending: left, num_ack_pending: out } = await bus.jsm.consumers.info('PLANS', 'unreadable');
  assert.deepEqual([left, out], [0, 0], 'it does not come again');
});

test('a dead letter that cannot be sent is counted, and that is all', async (t) => {
  const bus = await connected(t, server.url);
  const letters = new DeadLetters(bus, 'test');
  await bus.close();
  await letters.put({ subject: 'any', bytes: bytesOf('bad') }, new UnreadableMessage('malformed', 'no plan'));
  assert.deepEqual([letters.count, letters.unsent], [1, 1]);
});

test('a message that could not be handled comes again before the next one', async (t) => {
  const subject = hostSubject('plan', 'again');
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  let failures = 2;
  const receiver = keeping((text) => {
    if (text === 'one' && failures-- > 0) throw new Error('the disk is full');
  });
  const working = work(bus, 'PLANS', 'again', subject, receiver);
  for (const text of ['one', 'two', 'three']) await bus.js.publish(subject, bytesOf(text));
  await eventually(
    'all',
    () => receiver.texts.length === 3,
    () => receiver.texts,
  );
  assert.deepEqual(receiver.texts, ['one', 'two', 'three']);
  await working.stop();
});

test('slow handling keeps its message, and stopping waits for it', async (t) => {
  const subject = hostSubject('plan', 'slow');
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  const deliveries: string[] = [];
  const receiver = keeping(async (text) => {
    deliveries.push(text);
    await new Promise((resolve) => setTimeout(resolve, 2500));
  });
  const working = work(bus, 'PLANS', 'slow', subject, receiver, { ackWaitMs: 1000 });
  for (const text of ['one', 'two', 'three']) await bus.js.publish(subject, bytesOf(text));
  await eventually(
    'the second begins',
    () => deliveries.length === 2,
    () => deliveries,
  );
  await working.stop();
  assert.deepEqual(deliveries, ['one', 'two'], 'none twice, none after the stop');
  assert.deepEqual(receiver.texts, ['one', 'two']);
  const next = keeping();
  const again = work(bus, 'PLANS', 'slow', subject, next, { ackWaitMs: 1000 });
  await eventually('the third', () => next.texts.length === 1);
  await again.stop();
  assert.deepEqual(next.texts, ['three']);
});

test('both readers survive a restart of the server and the loss of their consumer', async (t) => {
  const subject = hostSubject('plan', 'restart');
  const logger = lines();
  const bus = await connected(t, server.url, logger);
  await ensureStreams(bus, LIMITS);
  // A server that is killed forgets the last acknowledgements: a worker drops repeats, a follower gets none.
  const worker = new Set<string>();
  const follower = keeping();
  const working = work(
    bus,
    'PLANS',
    'restart',
    subject,
    keeping((text) => void worker.add(text)),
    { ackWaitMs: 2000 },
  );
  const following = follow(bus, 'PLANS', subject, 'all', follower);
  const expected: string[] = [];
  const send = async (count: number): Promise<void> => {
    for (const text of numbered(`${expected.length}-`, count)) {
      await bus.js.publish(subject, bytesOf(text));
      expected.push(text);
    }
    const done = () => worker.size === expected.length && follower.texts.length === expected.length;
    await eventually('all came to both', done, () => [[...worker], follower.texts, expected.length]);
  };
  await send(3);
  for (const end of [() => server.restart(), () => server.kill().then(() => server.start())]) {
    await end();
    await eventually('back', () => bus.connected());
    await send(3);
  }
  for await (const { name } of bus.jsm.consumers.list('PLANS')) {
    if (name === 'restart' || name.startsWith('follow-')) await bus.jsm.consumers.delete('PLANS', name);
  }
  await send(3);
  assert.deepEqual([...worker], expected);
  assert.deepEqual(follower.texts, expected);
  assert.ok(logger.lines.includes('warn: the consumer ended; opening it again'));
  await Promise.all([working.stop(), following.stop()]);
});

test('a follower begins where it is told to', async (t) => {
  const subject = hostSubject('control', 'from');
  const other = hostSubject('control', 'other');
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  await bus.js.publish(subject, bytesOf('old'));
  const { seq } = await bus.js.publish(subject, bytesOf('last'));
  await bus.js.publish(other, bytesOf('not mine'));
  const time = new Date((await bus.jsm.streams.getMessage('CONTROL', { seq })).time).getTime();
  const read = { last: keeping(), fresh: keeping(), since: keeping(), later: keeping() };
  const following = [
    follow(bus, 'CONTROL', subject, 'last-per-subject', read.last),
    follow(bus, 'CONTROL', subject, 'new', read.fresh),
    follow(bus, 'CONTROL', subject, { sinceUnixMs: time - 1 }, read.since),
    follow(bus, 'CONTROL', subject, { sinceUnixMs: time + 60_000 }, read.later),
  ];
  await Promise.all(following.map(({ caughtUp }) => caughtUp));
  assert.deepEqual(
    [read.last.texts, read.fresh.texts, read.since.texts, read.later.texts],
    [['last'], [], ['last'], []],
  );
  await bus.js.publish(subject, bytesOf('next'));
  await eventually('the next', () => read.fresh.texts.length === 1 && read.last.texts.length === 2);
  assert.deepEqual([read.last.texts, read.fresh.texts], [['last', 'next'], ['next']]);
  await Promise.all(following.map((each) => each.stop()));
});

test('messages of every size come, in order', async (t) => {
  const subject = hostSubject('access', 'sizes');
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  const largest = (bus.nats.info?.max_payload ?? 0) - 1024;
  const sizes = [...Array.from({ length: 60 }, (_, i) => 2 ** (10 + (i % 11))), largest, 16, largest, 2 ** 20, 16];
  for (const size of sizes) await bus.js.publish(subject, new Uint8Array(size));
  for (const way of [follow, (...[b, s, f, , r]: Parameters<typeof follow>) => work(b, s, 'sizes', f, r)]) {
    const seen: number[] = [];
    const receive = ({ bytes }: Delivery) => void seen.push(bytes.length);
    const reading = way(bus, 'ACCESS', subject, 'all', { ...keeping(), receive });
    await eventually(
      'all',
      () => seen.length >= sizes.length,
      () => seen.length,
    );
    await reading.stop();
    assert.deepEqual(seen, sizes);
  }
});

test('a follower whose stream was made anew reads it from the front', async (t) => {
  const subject = hostSubject('outcome', 'anew');
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  const receiver = keeping();
  const following = follow(bus, 'OUTCOMES', subject, 'all', receiver);
  for (const text of ['one', 'two', 'three']) await bus.js.publish(subject, bytesOf(text));
  await eventually('all', () => receiver.texts.length === 3);
  await bus.jsm.streams.delete('OUTCOMES');
  await ensureStreams(bus, LIMITS);
  await bus.js.publish(subject, bytesOf('first of the new'));
  await eventually(
    'the new one',
    () => receiver.texts.length === 4,
    () => receiver.texts,
  );
  assert.deepEqual(receiver.texts, ['one', 'two', 'three', 'first of the new']);
  await following.stop();
});
