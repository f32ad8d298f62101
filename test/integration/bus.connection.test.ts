import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { connectBus } from '../../services/bus/connection.js';
import { follow, work } from '../../services/bus/consumer.js';
import { Publisher } from '../../services/bus/publisher.js';
import { Spool } from '../../services/bus/spool.js';
import { ensureStreams, waitForStreams } from '../../services/bus/streams.js';
import { CONTROL_ALL, deadSubject, hostSubject } from '../../services/bus/subjects.js';
import { bytesOf, connected, directory, eventually, keeping, LIMITS, lines } from './busKit.js';
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

test('an actuator needs the rights that the configuration names', async (t) => {
  const host = 'host-a';
  const [plan, control, outcome] = [
    hostSubject('plan', host),
    hostSubject('control', host),
    hostSubject('outcome', host),
  ];
  const publish = [
    outcome,
    deadSubject('actuator'),
    ...['PLANS', 'CONTROL', 'OUTCOMES'].map((name) => `$JS.API.STREAM.INFO.${name}`),
    `$JS.API.CONSUMER.*.PLANS.actuator-${host}`,
    `$JS.API.CONSUMER.CREATE.PLANS.actuator-${host}.${plan}`,
    `$JS.API.CONSUMER.MSG.NEXT.PLANS.actuator-${host}`,
    `$JS.ACK.PLANS.actuator-${host}.>`,
    `$JS.API.CONSUMER.CREATE.CONTROL.*.${control}`,
    `$JS.API.CONSUMER.CREATE.CONTROL.*.${CONTROL_ALL}`,
    '$JS.API.CONSUMER.*.CONTROL.*',
    '$JS.API.CONSUMER.MSG.NEXT.CONTROL.*',
  ];
  const server = await natsServer(`authorization { users: [
    { user: brain, password: b }
    { user: actuator, password: a, permissions: { publish: ${JSON.stringify(publish)}, subscribe: [ "_INBOX.>" ] } }
  ] }`);
  t.after(() => server.stop());
  const brain = await connected(t, server.url, lines(), 'brain:b');
  await ensureStreams(brain, LIMITS);
  const logger = lines();
  const bus = await connected(t, server.url, logger, 'actuator:a');
  await waitForStreams(bus, ['PLANS', 'CONTROL', 'OUTCOMES'], 10_000);
  const received = keeping();
  const subscriptions = [
    work(bus, 'PLANS', `actuator-${host}`, plan, received),
    follow(bus, 'CONTROL', control, 'last-per-subject', received),
    follow(bus, 'CONTROL', CONTROL_ALL, 'last-per-subject', received),
  ];
  for (const subject of [plan, control, CONTROL_ALL]) await brain.js.publish(subject, bytesOf(subject));
  await eventually(
    'all three',
    () => received.texts.length === 3,
    () => [received.texts, logger.lines],
  );
  await bus.js.publish(outcome, bytesOf('done'));
  await Promise.all(subscriptions.map((each) => each.stop()));
  assert.deepEqual(logger.lines, []);
});

test('TLS: certificates of either side are checked, and a missing file is named', async (t) => {
  const dir = directory(t);
  for (const name of ['ours', 'theirs']) {
    const files = ['-keyout', join(dir, `${name}.key`), '-out', join(dir, `${name}.pem`)];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost'];
    const args = ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-days', '1', ...subject, ...files];
    execFileSync('openssl', args, { stdio: 'ignore' });
  }
  const file = (name: string): string => join(dir, name);
  const server = await natsServer(
    `tls { cert_file: "${file('ours.pem')}", key_file: "${file('ours.key')}", ca_file: "${file('ours.pem')}", verify: true }`,
  );
  t.after(() => server.stop());
  // By name: the client checks the certificate of a server given by address against "localhost".
  const connect = (ca: string, own: string) => {
    const tls = { ca: file(ca), cert: file(`${own}.pem`), key: file(`${own}.key`) };
    return connectBus({ servers: [`nats://localhost:${server.port}`], connectTimeout: 3000, tls }, 'test', lines());
  };
  const bus = await connect('ours.pem', 'ours');
  assert.equal(bus.connected(), true);
  await bus.close();
  await assert.rejects(connect('theirs.pem', 'ours'), { code: 'NATS_REFUSED' });
  await assert.rejects(connect('ours.pem', 'theirs'), { code: 'NATS_UNREACHABLE', message: /accept our certificate/ });
  await assert.rejects(connect('none.pem', 'ours'), { code: 'TLS_INVALID', message: /none\.pem/ });
});
