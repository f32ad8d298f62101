/** Rollouts as several brains run them over one bucket: what is audited, what may be open, and what may be undone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RolloutObserver } from '../../../services/brain/rolloutObserver.js';
import { RolloutRunner, type RunnerPorts } from '../../../services/brain/rolloutRunner.js';
import { RolloutStore } from '../../../services/brain/rolloutStore.js';
import type { RolloutSpec } from '../../../services/core/rollout.js';
import { SILENT } from '../actuator/kit/bench.js';
import { FLEET, SPEC } from '../core/rollouts.js';
import { MemoryKv } from './memoryKv.js';

const STEPS: RolloutSpec = { ...SPEC, steps: [{ kind: 'setWeight', percent: 50 }, { kind: 'pause' }] };
const ANN = { who: 'ann', why: 'a try' };

/** One of several brains that share a bucket and a stream of audits. */
async function brain(bucket: MemoryKv, audits: number[], more: Partial<RunnerPorts> = {}) {
  const store = await RolloutStore.open(bucket, SILENT);
  const observer = { fleet: async () => FLEET, forget: () => undefined, begin: async () => undefined };
  const runner = new RolloutRunner({
    store,
    audits: { write: async ({ number }) => void audits.push(Number(number)) },
    leases: { hold: async () => 1 },
    observer: observer as unknown as RolloutObserver,
    unixMs: () => Date.now(),
    logger: SILENT,
    obstacle: () => undefined,
    activate: async () => undefined,
    beginRollback: async () => undefined,
    rollBack: async () => ({ left: 0, failed: [] }),
    isActive: () => true,
    ...more,
  });
  return { store, runner };
}

function begin({ runner }: { readonly runner: RolloutRunner }, rolloutId: string) {
  return runner.start({ spec: { ...STEPS, rolloutId }, source: '', queries: {}, fleet: FLEET }, ANN);
}

test('what a brain that died had written but not audited is audited by the one that is asked next', async () => {
  const bucket = new MemoryKv();
  const audits: number[] = [];
  let isDead = false;
  const dying = await brain(bucket, audits, {
    audits: {
      write: async ({ number }) => {
        if (isDead) throw new Error('it is dead');
        audits.push(Number(number));
      },
    },
  });
  const other = await brain(bucket, audits);
  await begin(dying, 'r1');
  isDead = true;
  await assert.rejects(dying.runner.ask('r1', 'resume', { who: 'bob', why: 'go' }, false), /it is dead/);
  await other.runner.ask('r1', 'undo', { who: 'eve', why: 'no' }, false);
  const { transitions } = (await other.store.refresh('r1')) ?? { transitions: 0 };
  assert.deepEqual(
    [...new Set(audits)],
    Array.from({ length: transitions }, (_, i) => i + 1),
  );
});

test('of two rollouts that are begun at once at two brains one is refused, and leaves nothing behind', async () => {
  const bucket = new MemoryKv();
  const brains = [await brain(bucket, []), await brain(bucket, [])];
  const begun = await Promise.allSettled(brains.map((each, i) => begin(each, `r${i}`)));
  const refused = begun.filter((each) => each.status === 'rejected');
  assert.equal(refused.length, 1);
  assert.equal((refused[0] as PromiseRejectedResult).reason.code, 'ROLLOUT_OPEN');
  for (const { store } of brains) assert.equal(store.all().length, 1);
});

test('a revision that is active no more is not undone: what came after it rests on it', async () => {
  let isActive = true;
  const { runner, store } = await brain(new MemoryKv(), [], { isActive: () => isActive });
  await begin({ runner }, 'r1');
  await runner.ask('r1', 'promote', ANN, true);
  await runner.turn();
  assert.equal(store.get('r1')?.settled, 'activated');
  isActive = false;
  await assert.rejects(runner.ask('r1', 'undo', ANN, false), {
    code: 'ROLLOUT_VERB',
    message: /active no more: no undo/,
  });
  isActive = true;
  assert.equal((await runner.ask('r1', 'undo', ANN, false)).state.phase, 'rollingBack');
});

test('a rollback ends when nothing is left to be taken back, and says on which hosts it came to nothing', async () => {
  const rests = [
    { left: 2, failed: [] },
    { left: 0, failed: ['host7: UNDO_TOO_OLD: an hour ago'] },
  ];
  const begun: unknown[] = [];
  const { runner, store } = await brain(new MemoryKv(), [], {
    beginRollback: async ({ state }, fleet) => {
      // What it is for is on record before anybody can go on with it.
      begun.push([state.phase, fleet.length, store.get('r1')?.state.phase === 'rollingBack']);
    },
    rollBack: async () => rests.shift() ?? { left: 0, failed: [] },
  });
  await begin({ runner }, 'r1');
  await runner.ask('r1', 'undo', ANN, false);
  assert.deepEqual(begun, [['rollingBack', FLEET.length, false]]);
  await runner.turn();
  assert.equal(store.get('r1')?.state.phase, 'rollingBack');
  await runner.turn();
  const ended = store.get('r1');
  assert.deepEqual([ended?.state.phase, ended?.settled], ['degraded', 'restored']);
  assert.match(ended?.state.reason ?? '', /on 1 hosts moves were not taken back/);
  assert.deepEqual(ended?.latest.at(-1)?.evidence, ['host7: UNDO_TOO_OLD: an hour ago']);
});
