import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ReplayOptions } from '../../../services/backtest/hostReplay.js';
import { Replay } from '../../../services/backtest/replay.js';
import { reportOf } from '../../../services/backtest/report.js';
import type { AccessBatch, AccessBatch__Output } from '../../../services/contract/gen/thermocline/v1/AccessBatch.js';
import { decodeRanges, encodeRanges } from '../../../services/contract/ranges.js';
import { codec } from '../../../services/contract/schema.js';
import { FLEET_POLICY, soundPolicy } from '../../fleet-sim/policy.js';
import { simulatedHost } from '../../fleet-sim/simulatedHost.js';
import { PLAN_EVERY_MS, simulatedLoop } from '../../fleet-sim/simulatedLoop.js';
import { WORKLOADS, type WorkloadName } from '../../fleet-sim/workloads.js';

const POLICY = soundPolicy(FLEET_POLICY);
const PACE = { planEveryMs: PLAN_EVERY_MS, planSeconds: 10 };
const OPTIONS: ReplayOptions = { policies: [POLICY, POLICY], pace: PACE, warmUpMs: 0, baselines: true };

function recorded(workload: WorkloadName, seed: number, isPlanned: boolean, windows = 40): Uint8Array[] {
  const batches: Uint8Array[] = [];
  const of = { workload, blocks: 200, intervalSeconds: 10, index: 0, residenceSeconds: 300, seed };
  simulatedLoop({
    host: simulatedHost(of),
    policy: isPlanned ? POLICY : undefined,
    windows,
    intervalSeconds: 10,
    startUnixMs: 1_700_000_000_000,
    publish: (bytes) => batches.push(bytes),
  });
  return batches;
}

function replayed(batches: readonly Uint8Array[]) {
  const replay = new Replay(OPTIONS);
  for (const bytes of batches) replay.take(bytes);
  return reportOf(replay.result);
}

const rowOf = (report: ReturnType<typeof replayed>, of: string) =>
  report.rows.find((row) => row.of === of && row.class === undefined);

test('the same batches give the same report; the same policy does alike on trial and as the running one', () => {
  fc.assert(
    fc.property(fc.constantFrom(...WORKLOADS), fc.nat(1000), (workload, seed) => {
      const batches = recorded(workload, seed, false);
      const report = replayed(batches);
      assert.deepEqual(replayed(batches), report);
      const [candidate, running] = [rowOf(report, 'candidate'), rowOf(report, 'running')];
      assert.deepEqual({ ...candidate, of: '' }, { ...running, of: '' });
      const [nothing, optimum] = [rowOf(report, 'nothing'), rowOf(report, 'optimum')];
      assert.ok((optimum?.starEstimate ?? 1) <= (candidate?.starEstimate ?? 0) + 1e-9, 'nothing is below the optimum');
      assert.ok((optimum?.starEstimate ?? 1) <= (nothing?.starEstimate ?? 0) + 1e-9);
    }),
    { numRuns: 8 },
  );
});

test('where nothing was moved, no moves is what was recorded; where pages were moved, it is not', () => {
  const idle = replayed(recorded('zipf', 1, false));
  assert.equal(rowOf(idle, 'nothing')?.starEstimate, rowOf(idle, 'recorded')?.starEstimate);
  const planned = replayed(recorded('zipf', 1, true));
  const [nothing, was] = [rowOf(planned, 'nothing'), rowOf(planned, 'recorded')];
  assert.ok(
    (was?.starEstimate ?? 1) < 0.8 * (nothing?.starEstimate ?? 0),
    'the moves truly made are in the record alone',
  );
});

test('repeats, late windows and what cannot be read are counted and change nothing else', () => {
  const batches = recorded('mixed', 3, false);
  const clean = replayed(batches);
  const dirty = replayed([
    ...batches.flatMap((bytes) => [bytes, bytes]),
    Uint8Array.of(9, 9, 9),
    batches[0] as Uint8Array,
  ]);
  assert.deepEqual([dirty.unreadable, dirty.repeats], [1, batches.length + 1]);
  assert.deepEqual(dirty.rows, clean.rows);
});

test('while warming up nothing is moved or counted', () => {
  const batches = recorded('zipf', 2, false);
  const replay = new Replay({ ...OPTIONS, warmUpMs: 3_600_000 });
  for (const bytes of batches) replay.take(bytes);
  const candidate = rowOf(reportOf(replay.result), 'candidate');
  assert.deepEqual([candidate?.bytesMoved, candidate?.starEstimate], [0, undefined]);
});

test('a window that comes late, and a space that is twice in one batch, leave no trace in the batches after them', () => {
  const codecOf = codec('AccessBatch');
  const batches = recorded('hotset-moving', 4, true).map((bytes) => codecOf.decode(bytes));
  const encoded = (list: readonly AccessBatch__Output[]): Uint8Array[] =>
    list.map((batch, i) =>
      codecOf.encode({ ...batch, envelope: { ...batch.envelope, sequence: String(i + 1) } } as AccessBatch),
    );
  const late = batches[5] as AccessBatch__Output;
  const withLate = [...batches.slice(0, 20), late, ...batches.slice(20)];
  assert.deepEqual(replayed(encoded(withLate)).rows, replayed(encoded(batches)).rows);
  // Said twice is merged twice; what comes after has the same runs as ever.
  const twice = batches.map((batch, i) =>
    i === 20 ? { ...batch, spaces: [...batch.spaces, ...batch.spaces] } : batch,
  );
  const [star, plain] = [twice, batches].map((list) => rowOf(replayed(encoded(list)), 'nothing')?.starEstimate ?? 0);
  assert.ok(Math.abs((star as number) - (plain as number)) < 0.01);
});

test('looks whose coverage is told in two ranges, which no short way takes, give the same report', () => {
  const codecOf = codec('AccessBatch');
  fc.assert(
    fc.property(fc.constantFrom(...WORKLOADS), fc.nat(1000), (workload, seed) => {
      const batches = recorded(workload, seed, false, 60);
      const parted = batches.map((bytes) => {
        const batch = codecOf.decode(bytes);
        for (const { coverage } of batch.spaces) {
          const ranges = decodeRanges(coverage?.ranges ?? null);
          const [start, pages] = [ranges.startPage[0] as number, ranges.pages[0] as number];
          assert.equal(ranges.startPage.length, 1);
          const halves = { startPage: Float64Array.of(start, start + 512), pages: Float64Array.of(512, pages - 512) };
          if (coverage) coverage.ranges = encodeRanges(halves) as never;
        }
        return codecOf.encode(batch as AccessBatch);
      });
      assert.deepEqual(replayed(parted), replayed(batches));
    }),
    { numRuns: 8 },
  );
});
