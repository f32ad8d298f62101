import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Bench, machineOf, SETTINGS } from './kit/bench.js';

const SECOND_MS = 1000;
const { limitBytesPerSecond: FULL } = SETTINGS;

afterEach(() => Bench.closeAll());

test('the rate falls while tasks stall on memory, and comes back bit by bit', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const machine = machineOf();
  const { actuator } = new Bench({ machine });
  assert.equal(actuator.rates.limit, FULL);
  machine.pressure = { someAvg10: 0.5, fullAvg10: 0 };
  t.mock.timers.tick(SECOND_MS);
  assert.equal(actuator.rates.limit, FULL / 2);
  t.mock.timers.tick(SECOND_MS);
  assert.equal(actuator.rates.limit, FULL / 4);
  machine.pressure = { someAvg10: 0, fullAvg10: 0 };
  t.mock.timers.tick(SECOND_MS);
  assert.equal(actuator.rates.limit, FULL * 0.3);
});
