/** A small simulated fleet over a real nats-server, with a real brain process. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { fleetRun } from '../fleet-sim/fleetRun.js';
import { placementRun } from '../fleet-sim/placement.js';

const HOSTS = 20;
const RUNS = 200;
const SECONDS = 14;

test('every host of a small fleet gets plans, they are carried out, STAR falls, and no page is lost', async () => {
  const shape = { intervalSeconds: 1, workload: 'zipf', seed: 1, fastShare: 0.4, fill: 0.7 } as const;
  const report = await fleetRun({ ...shape, hosts: HOSTS, runs: RUNS, seconds: SECONDS });

  assert.equal(report.hosts, HOSTS);
  assert.equal(report.hostsWithoutPlan, 0);
  assert.ok(report.batches >= HOSTS * (SECONDS - 2), `${report.batches} batches`);
  assert.equal(report.publishErrors, 0);
  assert.ok(report.outcomes >= HOSTS && report.movedBlocks > 0);
  assert.equal(report.refusedPlans, 0, 'every plan was signed, for the host it went to, and new');
  assert.equal(report.lostBlocks, 0);
  assert.ok(report.star < report.starAtStart - 0.05, `STAR ${report.star}, ${report.starAtStart} at the start`);
  assert.ok(report.worstLagSeconds > 0, 'the brain tells its lag');

  const alone = Array.from({ length: HOSTS }, (_, i) => {
    const { intervalSeconds, workload, fill } = shape;
    const options = { workload, seed: i + 1, intervals: SECONDS, intervalSeconds, blocks: RUNS, fill };
    return placementRun(options).hitShareByInterval.at(-1) as number;
  });
  const mean = alone.reduce((sum, each) => sum + each, 0) / HOSTS;
  assert.ok(
    Math.abs(report.hitShare - mean) < 0.03,
    `${report.hitShare} over the wire, ${mean} by core in simulated time`,
  );
});
