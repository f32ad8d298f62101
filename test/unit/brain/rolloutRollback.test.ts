/** Taking back what a revision moved, host by host, by brains that may be lost on the way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_ROLLBACK_MS, type RollbackPorts, RolloutRollback } from '../../../services/brain/rolloutRollback.js';
import type { Kept } from '../../../services/brain/rolloutStore.js';
import { UndoneHosts } from '../../../services/brain/undoneHosts.js';
import type { RolloutHost } from '../../../services/core/cohort.js';
import { SILENT } from '../actuator/kit/bench.js';
import { Drive, FLEET, SPEC } from '../core/rollouts.js';
import { MemoryKv } from './memoryKv.js';

const SINCE = 1_000_000;

/** A rollout that had come to all hosts and is taken back. */
function takenBack(): Kept {
  const { state } = new Drive();
  const back = { ...state, step: SPEC.steps.length, phase: 'rollingBack' as const, phaseSinceUnixMs: SINCE };
  return {
    spec: SPEC,
    state: { ...back, rollback: { undoMoves: true, verdict: undefined } },
    source: '',
    author: '',
    createdUnixMs: 0,
    queries: {},
    transitions: 1,
    latest: [],
    settled: undefined,
    at: 1,
  } as unknown as Kept;
}

/** One brain, which plans for `own`; `undo` answers an error for a host, or undefined. */
async function brain(bucket: MemoryKv, own: readonly RolloutHost[], undo: (hostId: string) => string | undefined) {
  const kept = takenBack();
  const undone = new UndoneHosts(bucket);
  await undone.open();
  const asked: string[] = [];
  const clock = { unixMs: SINCE };
  const rollback = new RolloutRollback({
    store: { all: () => [kept], underWay: () => kept },
    policies: { current: () => ({ name: 'fleet', revision: SPEC.stableRevision }) },
    shards: { ask: async () => [own] },
    undo: {
      undoPlansOf: async (_: unknown, [hostId = '']: readonly string[]) => {
        asked.push(hostId);
        const error = undo(hostId);
        return [error === undefined ? { hostId, taken: { summaries: [] } } : { hostId, error }];
      },
    },
    undone,
    control: { withdrawnRevisions: [] },
    unixMs: () => clock.unixMs,
    logger: SILENT,
  } as unknown as RollbackPorts);
  return { rollback, asked, clock, rest: () => rollback.rest(kept, own) };
}

test('a host whose plans have not ended is asked again, one that is done is not', async () => {
  const own = FLEET.slice(0, 4);
  let hasEnded = false;
  const slow = (hostId: string) => (hostId === 'host2' && !hasEnded ? 'UNDO_NOT_ENDED: under way' : undefined);
  const { rollback, asked, rest } = await brain(new MemoryKv(), own, slow);
  await rollback.pass();
  assert.deepEqual(await rest(), { left: 1, failed: [] });
  hasEnded = true;
  await rollback.pass();
  await rollback.pass();
  assert.deepEqual(asked, ['host0', 'host1', 'host2', 'host3', 'host2']);
  assert.deepEqual(await rest(), { left: 0, failed: [] });
});

test('a brain that takes over the hosts of a lost one takes back what that one had not, and the rollback waits for it', async () => {
  const bucket = new MemoryKv();
  const lost = await brain(bucket, FLEET.slice(0, 50), (hostId) =>
    hostId < 'host3' ? undefined : 'UNDO_NOT_ENDED: not yet',
  );
  const other = await brain(bucket, FLEET.slice(50), () => undefined);
  assert.equal(
    (await lost.rollback.rest(takenBack(), FLEET)).left,
    100,
    'all that were known at its begin are waited for',
  );
  await lost.rollback.pass();
  await other.rollback.pass();
  const done = 50 + lost.asked.filter((hostId) => hostId < 'host3').length;
  // The lost one's hosts are known to nobody until another brain plans for them.
  assert.equal((await other.rest()).left, 100 - done);
  const heir = await brain(bucket, FLEET, () => undefined);
  await heir.rollback.pass();
  assert.equal(heir.asked.length, 100 - done);
  assert.deepEqual(await heir.rest(), { left: 0, failed: [] });
});

test('what fails is tried again, and told in the end with its reason; what nobody planned for, as well', async () => {
  const { rollback, asked, clock, rest } = await brain(new MemoryKv(), FLEET.slice(0, 2), (hostId) =>
    hostId === 'host1' ? 'RPC_UNAVAILABLE: the stream is away' : undefined,
  );
  await rollback.pass();
  await rollback.pass();
  assert.deepEqual(asked, ['host0', 'host1', 'host1']);
  assert.equal((await rest()).left, 1);
  clock.unixMs += MOST_ROLLBACK_MS / 2;
  await rollback.pass();
  assert.deepEqual(await rest(), { left: 0, failed: ['host1: RPC_UNAVAILABLE: the stream is away'] });
  const away = await brain(new MemoryKv(), FLEET.slice(0, 1), () => 'UNDO_NOT_ENDED: not yet');
  await away.rest();
  away.clock.unixMs += MOST_ROLLBACK_MS;
  assert.deepEqual(await away.rest(), { left: 0, failed: ['host0: nobody planned for it in time'] });
});

test('hosts of a brain that is lost as the rollback begins are waited for', async () => {
  const bucket = new MemoryKv();
  const first = await brain(bucket, FLEET.slice(0, 8), () => undefined);
  await first.rollback.begin(takenBack(), FLEET.slice(0, 8));
  const second = await brain(bucket, FLEET.slice(0, 4), () => undefined);
  await second.rollback.pass();
  assert.deepEqual(await second.rest(), { left: 4, failed: [] });
});
