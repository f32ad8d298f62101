import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { systemClock } from '../../../services/actuator/clock.js';
import { actuatorService } from '../../../services/actuator/service.js';
import { serveGrpc } from '../../../services/rpc/server.js';
import { Metrics } from '../../../services/runtime/metrics.js';
import { Bench, identityOf, machineOf, SILENT } from '../../unit/actuator/kit/bench.js';
import { BOOT, HOST, moves, plan, signed } from '../../unit/actuator/kit/plans.js';
import { thermocline } from '../commandLine.js';

const FIRST = 0x10000;

after(() => Bench.closeAll());

test('people hold an actuator back, set its bounds and see its executions from the command line', async (t) => {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 300, node: 1 }] });
  const bench = new Bench({ machine });
  bench.hear();
  const view = { hostId: HOST, bootId: BOOT, version: '0', actuator: bench.actuator, meters: bench.meters };
  const service = actuatorService({ ...view, clock: systemClock, limitations: () => [] });
  const server = await serveGrpc({ listen: '127.0.0.1:0', insecure: false }, [service], SILENT, new Metrics('test'));
  t.after(() => server.close());
  const actuator = (...args: string[]) => thermocline(['actuator', '--actuator', server.address, ...args]);

  assert.match(
    (await actuator('pause')).stdout,
    /^Orders here: +pause\nGiven by: +unauthenticated \(127\.0\.0\.1:\d+\)\n$/,
  );
  const target = identityOf(machine, pid);
  bench.send(signed(plan(1, [moves({ target, from: 1, to: 0, ranges: [[FIRST, 200]] })])));
  assert.match((await actuator('executions')).stdout, /plan-1 +Executing +200 +200 +0 /);
  assert.match((await thermocline(['status', '--actuator', server.address])).stdout, /Held back by: +paused-here/);
  const bounds = await actuator('limits', '--bytes', '8MiB', '--pages', '1000', '-o', 'json');
  assert.deepEqual((JSON.parse(bounds.stdout) as { control: { limits: object } }).control.limits, {
    bytesPerSecond: '8388608',
    pagesPerSecond: '1000',
  });
  assert.equal(bench.actuator.rates.limit, 4_096_000);
  assert.match((await actuator('resume')).stdout, /at most 8MiB\/s, at most 1000 pages\/s\n/);
  await bench.outcome('plan-1');
  assert.match((await actuator('executions')).stdout, /plan-1 +Completed +200 +0 +200 /);
  assert.match((await actuator('stop')).stdout, /stop/);
  assert.match((await actuator('dry-run', 'on')).stdout, /stop, dry run/);

  const wrong = await actuator('limits', '--bytes', 'much');
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /^USAGE: --bytes: got "much"; expected a size/);
  const maybe = await actuator('dry-run', 'maybe');
  assert.equal(maybe.status, 2);
  assert.match(maybe.stderr, /^USAGE: dry-run: got maybe; expected on or off/);
});
