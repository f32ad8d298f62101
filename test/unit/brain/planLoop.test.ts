import assert from 'node:assert/strict';
import test from 'node:test';
import type { FleetHost } from '../../../services/brain/fleet.js';
import type { PlanDesk } from '../../../services/brain/planDesk.js';
import { PlanLoop, type PlanPorts } from '../../../services/brain/planLoop.js';
import { PlanStore } from '../../../services/brain/planStore.js';
import { Tenure } from '../../../services/brain/tenure.js';
import { partitionOf } from '../../../services/contract/ids.js';
import { Metrics } from '../../../services/runtime/metrics.js';
import { NOW, testShard, windowOf } from './shardKit.js';

const SECOND = 1000;
const HOST = 'h';

/** A loop that counts what it looks at, and a host whose window of ten seconds ended when the clock began. */
function stage() {
  const clock = { unixMs: NOW };
  const { shard } = testShard([HOST]);
  shard.take('access', windowOf(HOST, { sequence: 1, startUnixMs: NOW - 10 * SECOND, endUnixMs: NOW }));
  const host = shard.fleet.get(HOST) as FleetHost;
  host.lastPlannedMs = Number.NEGATIVE_INFINITY;
  let looked = 0;
  const desk = { make: () => void looked++ } as unknown as PlanDesk;
  const unixMs = (): number => clock.unixMs;
  const tenure = new Tenure(unixMs);
  tenure.hold([{ partition: partitionOf(HOST), token: 7, untilUnixMs: NOW + 3600 * SECOND }]);
  const ports = { policyOf: () => ({}), shadowOf: () => undefined, metrics: new Metrics('test') };
  const loop = new PlanLoop(desk, new PlanStore(unixMs), tenure, ports as unknown as PlanPorts, 5 * SECOND, unixMs);
  const afterOutcome = (seconds: number): boolean => {
    clock.unixMs = NOW + seconds * SECOND;
    const before = looked;
    loop.settled(host);
    return looked > before;
  };
  const windowsWaited = (ms: number): void => {
    for (let i = 0; i < 300; i++) loop.windowEnded(host, ms);
  };
  return { afterOutcome, windowsWaited };
}

test('a brain that keeps up plans after each outcome', () => {
  const { afterOutcome, windowsWaited } = stage();
  windowsWaited(300);
  for (const seconds of [0, 4, 6, 9, 14]) assert.ok(afterOutcome(seconds), `${seconds} s after the window`);
});

test('one that is behind leaves to the next window what it would plan within an interval before it', () => {
  const { afterOutcome, windowsWaited } = stage();
  windowsWaited(3000);
  assert.ok(afterOutcome(4), 'the next window is six seconds away');
  for (const seconds of [6, 9, 14]) assert.ok(!afterOutcome(seconds), `${seconds} s after the window`);
  assert.ok(afterOutcome(40), 'no windows come any more');
  windowsWaited(0);
  assert.ok(afterOutcome(9), 'it has caught up');
});

test('a message that waited through an outage, or came from a clock ahead, tells of no backlog by itself', () => {
  const { afterOutcome, windowsWaited } = stage();
  windowsWaited(-3_600_000);
  assert.ok(afterOutcome(9));
});

test('a fleet keeps how long the latest window of a host was', () => {
  const { shard } = testShard([HOST]);
  shard.take('access', windowOf(HOST, { sequence: 1, startUnixMs: NOW - 7 * SECOND, endUnixMs: NOW }));
  assert.equal(shard.fleet.get(HOST)?.windowMs, 7 * SECOND);
});
