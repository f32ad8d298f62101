import assert from 'node:assert/strict';
import test from 'node:test';
import { PlanLag } from '../../../services/brain/planLag.js';
import { Metrics } from '../../../services/runtime/metrics.js';

const NAME = 'thermocline_brain_oldest_unplanned_batch_seconds';

function lagAt(nowUnixMs: number) {
  const metrics = new Metrics('brain');
  const clock = { unixMs: nowUnixMs };
  const lag = new PlanLag(metrics, () => clock.unixMs);
  const told = async (): Promise<number> => {
    const line = (await metrics.registry.metrics()).split('\n').find((each) => each.startsWith(`${NAME} `));
    return Number(line?.split(' ')[1]);
  };
  return { clock, lag, told };
}

test('a window that waits grows older, one that was considered no more', async () => {
  const { clock, lag, told } = lagAt(1_000_000);
  assert.equal(await told(), 0);
  lag.received('a', 999_000);
  lag.received('b', 998_000);
  assert.equal(await told(), 2);
  clock.unixMs += 1000;
  lag.considered('b', 998_000);
  assert.equal(await told(), 3, 'the worst of late');
  clock.unixMs += 60_000;
  assert.equal(await told(), 62, 'a waits still');
});

test('the oldest window of a host counts, and one that is known already is nothing new', async () => {
  const { clock, lag, told } = lagAt(1_000_000);
  lag.received('a', 990_000);
  lag.received('a', 999_000);
  assert.equal(await told(), 10);
  lag.considered('a', 999_000);
  lag.received('a', 999_000);
  clock.unixMs += 61_000;
  assert.equal(await told(), 0);
});

test('a window that came late shows by its age when it was considered, for half a minute at least', async () => {
  const { clock, lag, told } = lagAt(1_000_000);
  lag.received('a', 960_000);
  lag.considered('a', 960_000);
  clock.unixMs += 29_000;
  assert.equal(await told(), 40);
  clock.unixMs += 60_000;
  assert.equal(await told(), 0);
});
