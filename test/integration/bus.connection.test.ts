import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectBus } from '../../services/bus/connection.js';
import { Publisher } from '../../services/bus/publisher.js';
import { Spool } from '../../services/bus/spool.js';
import { ensureStreams, waitForStreams } from '../../services/bus/streams.js';
import { hostSubject } from '../../services/bus/subjects.js';
import { bytesOf, connected, directory, eventually, LIMITS, lines } from './busKit.js';
import { freePort, natsServer } from './natsServer.js';

test('an unreachable server is one clear error, after lines that say so', async () => {
  const logger = lines();
  const url = `nats://127.0.0.1:${await freePort()}`;
  await assert.rejects(connectBus({ servers: [url], connectTimeout: 1200 }, 'test', logger), {
    code: 'NATS_UNREACHABLE',
    message: `no NATS server answered at ${url} within 1.2 s; start one, or correct nats.servers`,
  });
  assert.deepEqual(logger.lines, ['warn: NATS does not answer; trying again']);
});

test('a server that comes late is found', async (t) => {
  const server = await natsServer();
  t.after(() => server.stop());
  await server.kill();
  const logger = lines();
  const connecting = connected(t, server.url, logger);
  await eventually('a line', () => logger.lines.length > 0);
  await server.start();
  assert.equal((await connecting).connected(), true);
});

test('wrong credentials are refused at once', async (t) => {
  const server = await natsServer('authorization { users: [ { user: brain, password: right } ] }');
  t.after(() => server.stop());
  const connecting = connected(t, server.url, lines(), 'brain:wrong');
  await assert.rejects(connecting, { code: 'NATS_REFUSED', message: /^nats:\/\/127[^@]*Authorization Violation/i });
  assert.equal((await connected(t, server.url, lines(), 'brain:right')).connected(), true);
});

test('a server without JetStream is named as such', async (t) => {
  const server = await natsServer('jetstream: disabled');
  t.after(() => server.stop());
  await assert.rejects(connected(t, server.url), { code: 'NATS_NO_JETSTREAM' });
});

test('losses and returns are counted and told; closing with the server away ends', async (t) => {
  const server = await natsServer();
  t.after(() => server.stop());
  const logger = lines();
  const bus = await connected(t, server.url, logger);
  let returns = 0;
  const unsubscribe = bus.onReturn(() => returns++);
  await server.kill();
  await eventually('away', () => !bus.connected());
  await server.start();
  await eventually('back', () => bus.connected());
  await eventually('told', () => returns === 1);
  unsubscribe();
  await server.restart();
  await eventually('back again', () => bus.losses() === 2 && bus.connected());
  assert.equal(returns, 1);
  assert.deepEqual(logger.lines.slice(0, 2), ['warn: NATS is away; trying to reconnect', 'info: NATS is back']);
  await server.kill();
  await bus.close();
  assert.equal(await bus.ended, undefined);
});

test('a collector needs rights on its own subjects alone', async (t) => {
  const own = hostSubject('access', 'host-a');
  const server = await natsServer(`authorization { users: [
    { user: brain, password: b }
    { user: collector, password: c, permissions: {
      publish: [ "${own}", "$JS.API.STREAM.INFO.ACCESS" ], subscribe: [ "_INBOX.>" ] } }
  ] }`);
  t.after(() => server.stop());
  const brain = await connected(t, server.url, lines(), 'brain:b');
  const bus = await connected(t, server.url, lines(), 'collector:c');
  await assert.rejects(waitForStreams(bus, ['PLANS'], 1000), { code: 'NATS_REFUSED', message: /PLANS/ });
  await assert.rejects(ensureStreams(bus, LIMITS), { code: 'NATS_REFUSED' });
  await ensureStreams(brain, LIMITS);
  await waitForStreams(bus, ['ACCESS'], 10_000);
  const publisher = new Publisher(bus, new Spool(directory(t), 2 ** 20));
  await publisher.publish(own, bytesOf('mine'), 'a1');
  assert.equal(publisher.stats().published, 1);
  await publisher.publish(hostSubject('access', 'host-b'), bytesOf('not mine'), 'b1');
  assert.equal(publisher.stats().spooled, 1, 'kept until the right is given');
  await publisher.close();
});
