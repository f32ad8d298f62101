import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../services/actuator/clock.js';
import { actuatorService } from '../../../services/actuator/service.js';
import type { Execution } from '../../../services/contract/gen/thermocline/v1/Execution.js';
import type { GetActuatorStatusResponse } from '../../../services/contract/gen/thermocline/v1/GetActuatorStatusResponse.js';
import { Bench, identityOf, machineOf, newStateDir, until } from './kit/bench.js';
import { BOOT, HOST, moves, plan, signed } from './kit/plans.js';

const FIRST = 0x10000;
const OPS = { identity: 'ops', alternativeNames: [], address: '127.0.0.1:1' };
const BATCH = 64;

type Unary = (request: object, caller: object) => Promise<unknown>;
type Listed = { readonly executions: readonly Execution[]; readonly nextPageToken: string };

afterEach(() => Bench.closeAll());

function scene(stateDir = newStateDir()) {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 1000, node: 1 }] });
  const bench = new Bench({ machine, stateDir });
  bench.hear();
  const target = identityOf(machine, pid);
  const send = (number: number, pages: number) =>
    bench.send(signed(plan(number, [moves({ target, from: 1, to: 0, ranges: [[FIRST + 100 * number, pages]] })])));
  return { machine, bench, send, call: callerOf(bench) };
}

/** Calls the served method as gRPC would. */
function callerOf(bench: Bench) {
  const { actuator, meters } = bench;
  const clock = systemClock;
  const view = { hostId: HOST, bootId: BOOT, version: '0', actuator, meters, clock, limitations: () => [] };
  const methods = actuatorService(view).methods as unknown as Record<string, Unary>;
  return async <T = unknown>(name: string, request: object = {}): Promise<T> =>
    (await (methods[name] as Unary)(request, OPS)) as T;
}

test('paused at the host, plans wait; resumed, they go on; each order says who gave it', async () => {
  const { machine, bench, send, call } = scene();
  const { control } = await call<{ control: { by: string } }>('pause');
  assert.equal(control.by, 'ops');
  send(1, 100);
  await sleep(250);
  assert.equal(machine.migrations(), 0);
  const status = await call<GetActuatorStatusResponse>('getActuatorStatus');
  assert.equal(status.heldBackBy, 'paused-here');
  assert.equal(status.localControl?.pause, true);
  await call('resume');
  assert.equal((await bench.outcome('plan-1')).totals?.pagesMoved, '100');
});

test('the kill switch ends everything after the batch under way, also what comes later, until it is taken back', async () => {
  const { machine, bench, send, call } = scene();
  machine.pages.beforeMove = () => void call('stop');
  send(1, 500);
  const first = await bench.outcome('plan-1');
  assert.equal(first.state, 'OUTCOME_STATE_STOPPED');
  assert.equal(first.reason, 'stopped');
  assert.equal(machine.migrations(), BATCH);
  machine.pages.beforeMove = undefined;
  send(2, 50);
  assert.equal((await bench.outcome('plan-2')).totals?.pagesMoved, '0');
  await call('resume');
  send(3, 50);
  assert.equal((await bench.outcome('plan-3')).totals?.pagesMoved, '50');
});

test('orders hold over a restart; a file that does not hold any is refused', async () => {
  const stateDir = newStateDir();
  const first = scene(stateDir);
  await first.call('pause');
  await first.call('setLimits', { limits: { bytesPerSecond: '8192', pagesPerSecond: '1' } });
  assert.equal(first.bench.actuator.rates.limit, 4096);
  await first.bench.close();
  const second = new Bench({ machine: first.machine, stateDir });
  assert.equal(second.actuator.local.heldBack(), 'paused-here');
  assert.equal(second.actuator.rates.limit, 4096);
  await second.close();
  writeFileSync(join(stateDir, 'local-control.json'), '{"pa');
  assert.throws(() => new Bench({ machine: first.machine, stateDir }), { code: 'STATE_CORRUPT' });
});

test('bounds set at the host lower the rate, and none give it back', async () => {
  const { bench, call } = scene();
  const before = bench.actuator.rates.limit;
  await call('setLimits', { limits: { bytesPerSecond: '1048576' } });
  assert.equal(bench.actuator.rates.limit, 1_048_576);
  await assert.rejects(() => call('setLimits', { limits: { bytesPerSecond: '18446744073709551615' } }), {
    code: 'RPC_INVALID',
  });
  assert.equal(bench.actuator.rates.limit, 1_048_576);
  await call('setLimits', {});
  assert.equal(bench.actuator.rates.limit, before);
});

test('a dry run judges plans, reports them, and moves nothing', async () => {
  const { machine, bench, send, call } = scene();
  await call('setDryRun', { dryRun: true });
  send(1, 100);
  const outcome = await bench.outcome('plan-1');
  assert.deepEqual(outcome.totals?.pagesSkipped, { 'dry-run': '100' });
  assert.equal(machine.migrations(), 0);
});

test('executions are listed newest first, page by page, and watched as they change', async () => {
  const { machine, bench, send, call } = scene();
  const seen: Execution[] = [];
  const unwatch = bench.actuator.executions.watch((execution) => seen.push(execution));
  send(1, 100);
  await bench.outcome('plan-1');
  machine.pages.beforeMove = () => void call('pause');
  send(2, 200);
  send(3, 10);
  await until(() => machine.migrations() === 100 + BATCH, 'a batch of the second plan');
  await until(() => seen.at(-1)?.pagesOpen === 200 - BATCH, 'what the watcher hears of it');
  const { executions, nextPageToken } = await call<Listed>('listExecutions', { pageSize: 2, pageToken: '' });
  assert.deepEqual(
    executions.map(({ planId, state, pagesOpen }) => [planId, state, pagesOpen]),
    [
      ['plan-3', 'EXECUTION_STATE_WAITING', 10],
      ['plan-2', 'EXECUTION_STATE_EXECUTING', 200 - BATCH],
    ],
  );
  const rest = await call<Listed>('listExecutions', { pageSize: 2, pageToken: nextPageToken });
  assert.deepEqual(
    rest.executions.map(({ planId, state, pagesPlanned, totals }) => [planId, state, pagesPlanned, totals?.pagesMoved]),
    [['plan-1', 'EXECUTION_STATE_COMPLETED', 100, '100']],
  );
  const statesOfFirst = seen.filter(({ planId }) => planId === 'plan-1').map(({ state }) => state);
  assert.equal(statesOfFirst[0], 'EXECUTION_STATE_WAITING');
  assert.equal(statesOfFirst.at(-1), 'EXECUTION_STATE_COMPLETED');
  unwatch();
});
