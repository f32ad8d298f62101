import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pipeline } from '../../services/bus/pipeline.js';
import { ensureStreams } from '../../services/bus/streams.js';
import { bytesOf, connected, LIMITS, numbered } from './busKit.js';
import { natsServer, type TestServer } from './natsServer.js';

let server: TestServer;
before(async () => {
  server = await natsServer();
});
after(() => server.stop());

test('more than are under way at once are all kept, each once, also when the server is away meanwhile', async (t) => {
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  const pipeline = new Pipeline(bus);
  t.after(() => pipeline.close());
  const publish = (id: string) => pipeline.publish(`thermocline.v1.plan.00.${id}`, bytesOf(id), id);
  await Promise.all(numbered('early-', 2500).map(publish));
  await server.kill();
  const late = numbered('late-', 50).map(publish);
  await server.start();
  await Promise.all(late);
  const { state } = await bus.jsm.streams.info('PLANS', { subjects_filter: '>' });
  assert.equal(state.messages, 2550);
  assert.equal(Object.keys(state.subjects ?? {}).length, 2550);
});

test('what no stream takes is refused, and what is under way at the close is given up', async (t) => {
  const bus = await connected(t, server.url);
  const pipeline = new Pipeline(bus);
  const large = new Uint8Array(2 ** 10);
  await bus.jsm.streams.update('DEAD', { ...(await bus.jsm.streams.info('DEAD')).config, max_msg_size: 512 });
  await assert.rejects(pipeline.publish('thermocline.v1.dead.test', large, 'large'), { code: 'NATS_REFUSED' });
  const under = pipeline.publish('nobody.listens', large, 'x');
  pipeline.close();
  await assert.rejects(under, { code: 'NATS_UNREACHABLE' });
});
