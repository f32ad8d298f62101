/** What cannot be read, in every bucket and on every subject between brains: it is set aside and counted, and stops nothing. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { BUDGET_NEEDS, BUDGET_SHARES, HOST_NUMBERS, HOST_NUMBERS_ASK } from '../../services/bus/subjects.js';
import { connectService } from '../../services/rpc/client.js';
import { brainStage, eventually, type Stage } from './brainStage.js';

const GARBAGE = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff);
const POLICY = 'coldAge: 3s, hotRate: 0.5, residence: 60s, dataMaxAge: 60s';
const PARTITIONS = 64;

async function status({ address }: Stage) {
  const fleet = connectService('FleetService', address);
  return await fleet.call('GetBrainStatus', {}).finally(() => fleet.close());
}

test('garbage in the buckets and on the subjects of brains is set aside, counted, and outlived by a restart', async (t) => {
  const on = await brainStage(t, { policy: POLICY });
  const metrics = async (): Promise<string> => await (await fetch(on.metricsUrl)).text();
  // It answers calls before it hears what brains say to each other.
  await eventually(async () => (/^thermocline_brain_planning\b.* 1$/m.test(await metrics()) ? true : undefined));
  for (const subject of [BUDGET_NEEDS, BUDGET_SHARES, HOST_NUMBERS, HOST_NUMBERS_ASK])
    on.host.nats.publish(subject, GARBAGE);
  const buckets = ['approvals', 'hints', 'rollouts'];
  for (const name of buckets) await (await on.host.nats.jetstream().views.kv(name)).put('garbage', GARBAGE);
  await eventually(async () => (Number((await status(on)).deadLetters) >= 4 + buckets.length ? true : undefined));
  assert.match(await metrics(), /dead_letters_total\{code="malformed"\} [1-9]/);
  const leases = await on.host.nats.jetstream().views.kv('leases');
  await on.brain.restart();
  for (const partition of ['00', '51']) await leases.put(partition, GARBAGE);
  await eventually(async () => ((await status(on)).partitions === PARTITIONS ? true : undefined));
});

test('a brain whose active policy cannot be read ends at once, and says which entry it is and what to do', async (t) => {
  const on = await brainStage(t, { policy: POLICY });
  await eventually(() => status(on));
  await (await on.host.nats.jetstream().views.kv('policies')).put('active', GARBAGE);
  assert.ok(await eventually(() => status(on)), 'one that runs goes on');
  await on.brain.restart();
  await eventually(async () =>
    on.log().includes('POLICY_INVALID: entry active of bucket policies') ? true : undefined,
  );
  assert.match(on.log(), /nats kv del policies active/);
});
