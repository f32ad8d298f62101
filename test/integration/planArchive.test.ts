import assert from 'node:assert/strict';
import test from 'node:test';
import { PlanArchive } from '../../services/brain/planArchive.js';
import { ensureStreams } from '../../services/bus/streams.js';
import { hostSubject } from '../../services/bus/subjects.js';
import { codec } from '../../services/contract/schema.js';
import { connected, LIMITS } from './busKit.js';
import { natsServer } from './natsServer.js';

const HOST = 'h';

test('what memory let go of a plan is read back from the streams, all parts of its outcome with it', async (t) => {
  const server = await natsServer();
  t.after(() => server.stop());
  const bus = await connected(t, server.url);
  await ensureStreams(bus, LIMITS);
  const publish = (kind: 'plan' | 'outcome', bytes: Uint8Array) => bus.js.publish(hostSubject(kind, HOST), bytes);
  await bus.js.publish(hostSubject('plan', HOST), Buffer.from([255, 255]));
  for (const planId of ['p1', 'p2', 'p3']) {
    const plan = codec('Plan').encode({ planId, envelope: { hostId: HOST }, moveCount: 1 });
    await publish('plan', codec('SignedPlan').encode({ plan, keyId: 'k', signature: new Uint8Array(64) }));
  }
  for (const [planId, part, state] of [
    ['p2', 0, 'OUTCOME_STATE_PARTIAL'],
    ['p1', 0, 'OUTCOME_STATE_COMPLETED'],
    ['p2', 1, 'OUTCOME_STATE_COMPLETED'],
  ] as const) {
    await publish('outcome', codec('Outcome').encode({ planId, part, state, spaces: [{ movesIndex: part }] }));
  }
  const waited = codec('Plan').decode(codec('Plan').encode({ planId: 'p9' }));
  const archive = new PlanArchive(bus, async (planId) => (planId === 'p9' ? waited : undefined));
  const ask = (planId: string, finishedUnixMs: number) =>
    archive.complete({ summary: { planId, hostId: HOST, createdUnixMs: Date.now(), finishedUnixMs } });

  const { plan, outcome } = await ask('p2', 1);
  assert.equal(plan?.planId, 'p2');
  assert.deepEqual(
    [outcome?.state, outcome?.spaces?.map(({ movesIndex }) => movesIndex)],
    ['OUTCOME_STATE_COMPLETED', [0, 1]],
  );
  assert.deepEqual(Object.keys(await ask('p3', 0)), ['summary', 'plan'], 'nothing was told of it yet');
  assert.equal((await ask('p9', 0)).plan, waited, 'one that was never sent');
  assert.deepEqual(Object.keys(await ask('p0', 0)), ['summary'], 'the stream has let it go as well');
});
