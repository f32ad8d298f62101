import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WatchPlansResponse } from '../../services/contract/gen/thermocline/v1/WatchPlansResponse.js';
import { connectService } from '../../services/rpc/client.js';
import { type ServedService, serveGrpc } from '../../services/rpc/server.js';
import { ThermoclineError } from '../../services/runtime/errors.js';
import type { Logger } from '../../services/runtime/logger.js';
import { Metrics } from '../../services/runtime/metrics.js';
import { eventually } from './busKit.js';
import { SILENT } from './planServer.js';

const ANYWHERE = { listen: '127.0.0.1:0', insecure: false };

const plans = (methods: Extract<ServedService, { name: 'PlanService' }>['methods']): ServedService => ({
  file: 'plan_service',
  name: 'PlanService',
  methods,
});

/** A promise, and what resolves it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

test('calls are counted and timed by method and status, and logged at debug with who called', async (t) => {
  const metrics = new Metrics('test');
  const logged: object[] = [];
  const logger: Logger = { ...SILENT, debug: (fields) => void logged.push(fields) };
  const service = plans({
    listPlans: async () => ({ plans: [{ planId: 'p1' }] }),
    getPlan: async ({ planId }) => {
      throw new ThermoclineError('RPC_NOT_FOUND', `no plan ${planId}`);
    },
    watchPlans: async function* (_request, signal) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  const server = await serveGrpc(ANYWHERE, [service], logger, metrics);
  t.after(() => server.close());
  const client = connectService('PlanService', server.address);
  t.after(() => client.close());
  await client.call('ListPlans', {});
  await assert.rejects(client.call('GetPlan', { planId: 'p9' }), { code: 'RPC_NOT_FOUND', message: 'no plan p9' });
  const leave = new AbortController();
  const watching = (async () => {
    for await (const _ of client.stream('WatchPlans', {}, leave.signal)) assert.fail('nothing was said');
  })();
  // The abort comes after the call is on its way.
  await client.call('ListPlans', {});
  leave.abort();
  await watching;
  await eventually(
    'all calls have ended',
    () => logged.length === 4,
    () => logged,
  );
  const text = await metrics.registry.metrics();
  const counted = [...text.matchAll(/^thermocline_test_rpc_calls_total\{(.*)\} (\d+)$/gm)].map(
    ([, of, n]) => `${of} ${n}`,
  );
  assert.deepEqual(counted.sort(), [
    'method="PlanService/GetPlan",status="NOT_FOUND" 1',
    'method="PlanService/ListPlans",status="OK" 2',
    'method="PlanService/WatchPlans",status="CANCELLED" 1',
  ]);
  assert.match(text, /^thermocline_test_rpc_duration_seconds_count\{method="PlanService\/ListPlans"\} 2$/m);
  const { seconds: _, address: __, ...refused } = logged[1] as Record<string, unknown>;
  assert.deepEqual(refused, {
    method: 'PlanService/GetPlan',
    caller: 'unauthenticated',
    status: 'NOT_FOUND',
    error: 'RPC_NOT_FOUND: no plan p9',
  });
});

test('a generator that does not listen to its signal holds up neither the client nor the stop', async () => {
  const deaf = gate();
  let left = 0;
  const service = plans({
    watchPlans: async function* (): AsyncGenerator<WatchPlansResponse> {
      try {
        yield { plan: { planId: 'first' } };
        await deaf.opened;
        yield { plan: { planId: 'never taken' } };
      } finally {
        left++;
      }
    },
  });
  const server = await serveGrpc(ANYWHERE, [service], SILENT, new Metrics('test'));
  const client = connectService('PlanService', server.address);
  const seen: string[] = [];
  let closing: Promise<void> | undefined;
  for await (const { plan } of client.stream('WatchPlans', {})) {
    seen.push(plan?.planId ?? '');
    closing = server.close();
  }
  await closing;
  client.close();
  assert.deepEqual(seen, ['first']);
  deaf.open();
  await eventually('the generator is left', () => left === 1);
});

test('a watcher that reads slowly is written to slowly', async (t) => {
  const HELD_BACK = 200;
  const ALL = 100_000;
  let made = 0;
  const stateReason = 'x'.repeat(64 * 1024);
  const service = plans({
    listPlans: async () => ({}),
    watchPlans: async function* () {
      for (; made < ALL; made++) yield { plan: { stateReason } };
    },
  });
  const server = await serveGrpc(ANYWHERE, [service], SILENT, new Metrics('test'));
  t.after(() => server.close());
  const slow = connectService('PlanService', server.address);
  const quick = connectService('PlanService', server.address);
  t.after(() => slow.close());
  t.after(() => quick.close());
  const watch = slow.stream('WatchPlans', {})[Symbol.asyncIterator]();
  await watch.next();
  // Time for the server to run ahead, if it did.
  for (let i = 0; i < 100; i++) await quick.call('ListPlans', {});
  assert.ok(made < HELD_BACK, `${made} messages were made for a client that took one`);
  await watch.return?.();
});

test('a call that takes too long is given up by the client; a method may throw before it awaits', async (t) => {
  const service = plans({
    listPlans: () => new Promise(() => undefined),
    getPlan: () => {
      throw new ThermoclineError('RPC_DENIED', 'not for you');
    },
  });
  const server = await serveGrpc(ANYWHERE, [service], SILENT, new Metrics('test'));
  t.after(() => server.close());
  const client = connectService('PlanService', server.address, { deadlineMs: 50 });
  t.after(() => client.close());
  await assert.rejects(client.call('ListPlans', {}), { code: 'RPC_UNAVAILABLE', message: /[Dd]eadline exceeded/ });
  const patient = connectService('PlanService', server.address);
  t.after(() => patient.close());
  await assert.rejects(patient.call('GetPlan', {}), { code: 'RPC_DENIED', message: 'not for you' });
});

test('a stop waits for a call under way, and not for ever', async () => {
  const [entered, answered, stuck] = [gate(), gate(), gate()];
  const service = plans({
    listPlans: async () => {
      entered.open();
      await answered.opened;
      return { nextPageToken: 'after the stop began' };
    },
    getPlan: () => new Promise(() => stuck.open()),
  });
  const server = await serveGrpc(ANYWHERE, [service], SILENT, new Metrics('test'));
  const client = connectService('PlanService', server.address);
  const listed = client.call('ListPlans', {});
  const never = assert.rejects(client.call('GetPlan', {}), { name: 'ThermoclineError' });
  await Promise.all([entered.opened, stuck.opened]);
  const closing = server.close();
  answered.open();
  assert.equal((await listed).nextPageToken, 'after the stop began');
  await closing;
  await never;
  client.close();
});
