import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  WatchPlansResponse,
  WatchPlansResponse__Output,
} from '../../services/contract/gen/thermocline/v1/WatchPlansResponse.js';
import { connectService } from '../../services/rpc/client.js';
import { type Caller, type ServedService, serveGrpc } from '../../services/rpc/server.js';
import { Metrics } from '../../services/runtime/metrics.js';
import { eventually } from './busKit.js';
import { authority } from './certificates.js';
import { freePort } from './natsServer.js';
import { exampleOutcome, examplePlan, SILENT, servePlans } from './planServer.js';

const ids = (plans: readonly { planId: string }[]): string[] => plans.map(({ planId }) => planId);

test('lists plans newest first, page by page, by host and by state', async (t) => {
  const { address, plans } = await servePlans(t);
  for (let i = 0; i < 5; i++) plans.add(examplePlan(`p${i}`, i % 2 === 0 ? 'host-a' : 'host-b'));
  plans.settle(exampleOutcome('p2'));
  const client = connectService('PlanService', address);
  t.after(() => client.close());

  const first = await client.call('ListPlans', { pageSize: 3 });
  assert.deepEqual(ids(first.plans), ['p4', 'p3', 'p2']);
  plans.add(examplePlan('p5'));
  const second = await client.call('ListPlans', { pageSize: 3, pageToken: first.nextPageToken });
  assert.deepEqual(ids(second.plans), ['p1', 'p0'], 'a plan that came meanwhile shifts nothing');
  assert.equal(second.nextPageToken, '');
  assert.deepEqual(ids((await client.call('ListPlans', { hostId: 'host-b' })).plans), ['p3', 'p1']);
  const completed = await client.call('ListPlans', { states: ['PLAN_STATE_COMPLETED'] });
  assert.deepEqual(ids(completed.plans), ['p2']);
  await assert.rejects(client.call('ListPlans', { pageToken: 'gone' }), {
    code: 'RPC_INVALID',
    message: 'page_token: the list has changed since; begin again with an empty token',
  });
});

test('gets a plan as it was put in, with its summary and its outcome', async (t) => {
  const { address, plans } = await servePlans(t);
  const plan = examplePlan('p1');
  plans.add(plan);
  const client = connectService('PlanService', address);
  t.after(() => client.close());

  const before = await client.call('GetPlan', { planId: 'p1' });
  assert.deepEqual(before.plan, plan);
  assert.equal(before.outcome, null);
  assert.equal(before.summary?.state, 'PLAN_STATE_PUBLISHED');
  assert.equal(before.summary?.promotedPagesPlanned, '80');
  assert.equal(before.summary?.demotedPagesPlanned, '768');

  const outcome = exampleOutcome('p1');
  plans.settle(outcome);
  const after = await client.call('GetPlan', { planId: 'p1' });
  assert.deepEqual(after.outcome, outcome);
  const { state, pagesMoved, pagesFailed, pagesSkipped } = after.summary ?? {};
  assert.deepEqual([state, pagesMoved, pagesFailed, pagesSkipped], ['PLAN_STATE_COMPLETED', '800', '16', '32']);
});

test('what is not there is NOT_FOUND; a method that is not served says so', async (t) => {
  const { address } = await servePlans(t, {}, [{ file: 'fleet_service', name: 'FleetService', methods: {} }]);
  const plans = connectService('PlanService', address);
  const fleet = connectService('FleetService', address);
  t.after(() => plans.close());
  t.after(() => fleet.close());
  await assert.rejects(plans.call('GetPlan', { planId: 'p9' }), {
    code: 'RPC_NOT_FOUND',
    message: 'no plan "p9" is kept here; thermocline plans list shows those that are',
  });
  await assert.rejects(fleet.call('GetBrainStatus', {}), { code: 'RPC_UNIMPLEMENTED', message: /GetBrainStatus/ });
});

test('watches: the backlog oldest first, then each change, of one host when asked', async (t) => {
  const { address, plans } = await servePlans(t);
  for (const id of ['p1', 'p2', 'p3']) plans.add(examplePlan(id));
  plans.add(examplePlan('other', 'host-b'));
  const client = connectService('PlanService', address);
  t.after(() => client.close());

  const stop = new AbortController();
  const seen: string[] = [];
  for await (const { plan } of client.stream('WatchPlans', { hostId: 'host-a', backlog: 2 }, stop.signal)) {
    seen.push(`${plan?.planId} ${plan?.state}`);
    if (seen.length === 2) {
      plans.add(examplePlan('other-2', 'host-b'));
      plans.add(examplePlan('p4'));
      plans.settle(exampleOutcome('p2', { state: 'OUTCOME_STATE_PARTIAL' }));
    }
    if (seen.length === 4) stop.abort();
  }
  assert.deepEqual(seen, [
    'p2 PLAN_STATE_PUBLISHED',
    'p3 PLAN_STATE_PUBLISHED',
    'p4 PLAN_STATE_PUBLISHED',
    'p2 PLAN_STATE_EXECUTING',
  ]);
});

/** A PlanService whose WatchPlans tells when it was entered and left. */
function watched(watch: (signal: AbortSignal, caller: Caller) => AsyncGenerator<WatchPlansResponse>): ServedService {
  return {
    file: 'plan_service',
    name: 'PlanService',
    methods: { watchPlans: (_request, signal, caller) => watch(signal, caller) },
  };
}

test('a watch that is cancelled, or whose client is gone, ends its generator', async (t) => {
  let open = 0;
  const service = watched(async function* (signal) {
    open++;
    try {
      yield { plan: { planId: 'first' } };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    } finally {
      open--;
    }
  });
  const server = await serveGrpc({ listen: '127.0.0.1:0', insecure: false }, [service], SILENT, new Metrics('test'));
  t.after(() => server.close());
  const stop = new AbortController();
  const cancelled = connectService('PlanService', server.address);
  const gone = connectService('PlanService', server.address);
  const first = cancelled.stream('WatchPlans', {}, stop.signal)[Symbol.asyncIterator]();
  const second = gone.stream('WatchPlans', {})[Symbol.asyncIterator]();
  await Promise.all([first.next(), second.next()]);
  assert.equal(open, 2);
  stop.abort();
  assert.equal((await first.next()).done, true);
  await eventually('the first is left', () => open === 1);
  await second.return?.();
  gone.close();
  await eventually('both are left', () => open === 0);
  cancelled.close();
});

test('a stopping server ends its watches in order', async (t) => {
  const { address, plans, close } = await servePlans(t);
  plans.add(examplePlan('p1'));
  const client = connectService('PlanService', address);
  t.after(() => client.close());
  const seen: (WatchPlansResponse__Output['plan'] | undefined)[] = [];
  let closing: Promise<void> | undefined;
  for await (const { plan } of client.stream('WatchPlans', { backlog: 1 })) {
    seen.push(plan);
    closing = close();
  }
  await closing;
  assert.equal(seen.length, 1);
});

test('an error in the midst of a watch reaches the client with its code', async (t) => {
  const service = watched(async function* () {
    yield { plan: { planId: 'first' } };
    throw new Error('the disk is gone');
  });
  const server = await serveGrpc({ listen: '127.0.0.1:0', insecure: false }, [service], SILENT, new Metrics('test'));
  t.after(() => server.close());
  const client = connectService('PlanService', server.address);
  t.after(() => client.close());
  const seen: string[] = [];
  const watching = (async () => {
    for await (const { plan } of client.stream('WatchPlans', {})) seen.push(plan?.planId ?? '');
  })();
  await assert.rejects(watching, { code: 'RPC_FAILED', message: /the disk is gone/ });
  assert.deepEqual(seen, ['first']);
});

test('mutual TLS: both sides prove who they are, and the server knows the caller by name', async (t) => {
  const ours = authority(t);
  const callers: Caller[] = [];
  const service = watched(async function* (_signal, caller) {
    callers.push(caller);
    yield { plan: { planId: 'first' } };
  });
  const section = { listen: '127.0.0.1:0', insecure: false, tls: ours.issue('brain') };
  const server = await serveGrpc(section, [service], SILENT, new Metrics('test'));
  t.after(() => server.close());
  const client = connectService('PlanService', server.address, { tls: ours.issue('alice') });
  t.after(() => client.close());
  for await (const { plan } of client.stream('WatchPlans', {})) assert.equal(plan?.planId, 'first');
  assert.equal(callers[0]?.identity, 'alice');
  assert.match(callers[0]?.address ?? '', /^127\.0\.0\.1:\d+$/);
});

test('mutual TLS refuses a certificate of another authority, one who has none, and one who does not speak TLS', async (t) => {
  const ours = authority(t);
  const theirs = authority(t);
  const { address } = await servePlans(t, { tls: ours.issue('brain') });
  const ca = ours.issue('alice').ca;
  for (const tls of [{ ...theirs.issue('mallory'), ca }, undefined]) {
    const client = connectService('PlanService', address, { tls });
    await assert.rejects(client.call('ListPlans', {}), { code: 'RPC_UNAVAILABLE' });
    client.close();
  }
  // And the other way round: a client does not take a server of another authority.
  const client = connectService('PlanService', address, { tls: theirs.issue('alice') });
  await assert.rejects(client.call('ListPlans', {}), { code: 'RPC_UNAVAILABLE' });
  client.close();
});

test('without TLS a caller is nobody, and others cannot reach the server', async (t) => {
  const metrics = new Metrics('test');
  await assert.rejects(serveGrpc({ listen: '0.0.0.0:0', insecure: false }, [], SILENT, metrics), {
    code: 'NOT_LOOPBACK',
    message:
      'grpc.listen is 0.0.0.0:0, which other machines reach: give grpc.tls (ca, cert, key), ' +
      'listen on 127.0.0.1, or say grpc.insecure: true',
  });
  const tls = { ca: '/nowhere/ca.pem', cert: '/nowhere/cert.pem', key: '/nowhere/key.pem' };
  await assert.rejects(serveGrpc({ listen: '127.0.0.1:0', insecure: false, tls }, [], SILENT, metrics), {
    code: 'TLS_INVALID',
    message: /nowhere\/ca\.pem/,
  });
  const open = await serveGrpc({ listen: '0.0.0.0:0', insecure: true }, [], SILENT, metrics);
  t.after(() => open.close());
});

test('a taken port is PORT_IN_USE; no answer is RPC_UNAVAILABLE', async (t) => {
  const { address } = await servePlans(t);
  const again = serveGrpc({ listen: address, insecure: false }, [], SILENT, new Metrics('test'));
  await assert.rejects(again, {
    code: 'PORT_IN_USE',
    message: `${address} is taken by another program; change grpc.listen, or end that program`,
  });
  const nobody = `127.0.0.1:${await freePort()}`;
  const client = connectService('PlanService', nobody);
  t.after(() => client.close());
  await assert.rejects(client.call('ListPlans', {}), {
    code: 'RPC_UNAVAILABLE',
    message: new RegExp(`^${nobody} does`),
  });
});
