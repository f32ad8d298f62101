import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { connect } from 'nats';
import { stringify } from 'yaml';
import { Child } from '../../deploy/up/child.js';
import { everySubject } from '../../services/bus/subjects.js';
import type { Rollout__Output } from '../../services/contract/gen/thermocline/v1/Rollout.js';
import { codec } from '../../services/contract/schema.js';
import { generateSigningKey, trustedKeysFrom } from '../../services/contract/signature.js';
import type { ClassSpec, PolicySpec } from '../../services/core/policySpec.js';
import { printPolicy } from '../../services/policy/printing.js';
import { connectService } from '../../services/rpc/client.js';
import { Fleet } from '../fleet-sim/fleet.js';
import { FLEET_POLICY } from '../fleet-sim/policy.js';
import { checkoutRoot } from '../lab/guest.js';
import { freePort, natsServer } from './natsServer.js';

const HOSTS = 24;
const MIB = 2 ** 20;
/** Residence would keep what was promoted at the start from being moved within the test. */
const POLICY: PolicySpec = {
  ...FLEET_POLICY,
  residenceSeconds: 1,
  pingPongWindowSeconds: 0,
  bytesPerSecondPerHost: 256 * MIB,
};
/** Until first touch is sorted out and STAR holds still. */
const SETTLE_SECONDS = 8;
const PATIENCE_MS = 90_000;

/** A plan as it was published. */
export interface SeenPlan {
  readonly hostId: string;
  readonly policyRevision: number;
  readonly shadow: boolean;
  readonly undoOf: string;
}

export interface StageOptions {
  /** Brain processes that share the fleet; 1 by default. */
  readonly brains?: 1 | 2;
  /** Milliseconds from a plan's end to its outcome; 0 by default. */
  readonly outcomeDelayMs?: number;
  /** Of a Prometheus that brains ask. */
  readonly prometheus?: string;
}

/** A fleet that has settled under revision 1 of policy `fleet`, with real brain processes that may be killed. */
export async function fleetStage(
  t: TestContext,
  { brains: count = 1, prometheus, outcomeDelayMs = 0 }: StageOptions = {},
) {
  const dir = mkdtempSync(join(tmpdir(), 'thermocline-rollouts-'));
  const signing = generateSigningKey();
  const server = await natsServer();
  writeFileSync(join(dir, 'key.pem'), signing.privatePem, { mode: 0o600 });
  const start = async (name: string) => {
    const address = `127.0.0.1:${await freePort()}`;
    const config = { ...configOf(server.url, address, dir), stateDir: join(dir, name) };
    const file = join(dir, `${name}.yaml`);
    writeFileSync(file, stringify({ ...config, ...(prometheus && { prometheus: { url: prometheus } }) }));
    const child = new Child({
      name,
      command: process.execPath,
      args: [join(checkoutRoot(), 'dist/bin/brain.js'), '--config', file],
      logFile: join(dir, `${name}.log`),
    }).start();
    const rollouts = connectService('RolloutService', address);
    return { address, child, rollouts, policies: connectService('PolicyService', address) };
  };
  const first = await start('brain');
  const { address, child: brain } = first;
  /** The one that is asked. */
  let asked = first;
  const brains = [first];
  const watching = await connect({ servers: server.url });
  const { bytesPerSecondPerHost: bytesPerSecond, residenceSeconds } = POLICY;
  const shape = {
    hosts: HOSTS,
    runs: 100,
    intervalSeconds: 0.5,
    workload: 'zipf',
    seed: 3,
    fastShare: 0.4,
    fill: 0.7,
  } as const;
  const keys = trustedKeysFrom([signing.publicPem]);
  const fleet = await Fleet.connect(server.url, keys, { ...shape, bytesPerSecond, residenceSeconds, outcomeDelayMs });
  const plans: SeenPlan[] = [];
  const [signed, planCodec] = [codec('SignedPlan'), codec('Plan')];
  watching.subscribe(everySubject('plan'), {
    callback: (_, { data }) => {
      const { envelope, policyRevision, shadow, undoOf } = planCodec.decode(signed.decode(data).plan);
      plans.push({
        hostId: envelope?.hostId ?? '',
        policyRevision: Number(policyRevision),
        shadow,
        undoOf: undoOf ?? '',
      });
    },
  });
  t.after(async () => {
    await fleet.stop();
    await watching.close();
    for (const each of brains) {
      each.rollouts.close();
      each.policies.close();
      await each.child.stop();
    }
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const eventually = async (holds: () => Promise<boolean>, what = 'it'): Promise<void> => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
      if (await holds().catch(() => false)) return;
      await seconds(0.2);
    }
    throw new Error(
      `${what} did not come about; the brain's last words: ${readFileSync(join(dir, 'brain.log'), 'utf8').slice(-1500)}`,
    );
  };
  const activeRevision = async (): Promise<number> =>
    Number((await asked.policies.call('GetPolicy', { name: '', revision: 0 })).policy?.revision);
  await eventually(async () => (await activeRevision()) === 1, 'an answer of the brain');
  for (let i = 1; i < count; i++) brains.push(await start(`brain-${i + 1}`));
  await fleet.start();
  await seconds(SETTLE_SECONDS);
  return {
    address,
    get rollouts() {
      return asked.rollouts;
    },
    plans,
    plansOf: (revision: number) => plans.filter((plan) => plan.policyRevision === revision && plan.undoOf === ''),
    seconds,
    eventually,
    activeRevision,
    /** Makes another revision, which no host is planned by yet. */
    hold: async (change: Partial<ClassSpec>): Promise<number> => {
      const classes = POLICY.classes.map((each) => ({ ...each, ...change }));
      const source = printPolicy({ ...POLICY, classes });
      const { policy } = await asked.policies.call('ApplyPolicy', {
        source,
        allowEmpty: true,
        dryRun: false,
        hold: true,
      });
      return Number(policy?.revision);
    },
    until: async (rolloutId: string, holds: (rollout: Rollout__Output) => boolean): Promise<Rollout__Output> => {
      let last: Rollout__Output | undefined;
      const looked = eventually(async () => {
        last = (await asked.rollouts.call('GetRollout', { rolloutId })).rollout ?? undefined;
        return last !== undefined && holds(last);
      });
      await looked.catch(() => {
        throw new Error(
          `rollout ${rolloutId} is ${last?.phase} at step ${last?.currentStep}: ${last?.phaseReason} ${JSON.stringify(last?.evidence)}`,
        );
      });
      return last as Rollout__Output;
    },
    killBrain: async (): Promise<void> => {
      await brain.restart('SIGKILL');
    },
    /** Kills the first brain for good; from now on the second one is asked. */
    loseFirst: async (): Promise<void> => {
      asked = brains[1] ?? asked;
      await brain.stop('SIGKILL');
    },
  };
}

function configOf(natsUrl: string, address: string, dir: string): object {
  return {
    nats: { servers: [natsUrl] },
    grpc: { listen: address },
    metrics: { listen: '127.0.0.1:0' },
    stateDir: join(dir, 'state'),
    signingKey: join(dir, 'key.pem'),
    workers: 0,
    policy: {
      name: POLICY.name,
      coldAge: `${POLICY.classes[0]?.coldAgeSeconds}s`,
      hotRate: POLICY.classes[0]?.hotRate,
      headroom: POLICY.tiers[0]?.headroomShare,
      residence: `${POLICY.residenceSeconds}s`,
      dataMaxAge: `${POLICY.dataMaxAgeSeconds}s`,
      heatHalfLife: '3s',
      bytesPerSecondPerHost: `${POLICY.bytesPerSecondPerHost}B`,
    },
    plans: { every: '200ms', expiry: '10s' },
    leases: { duration: '1s' },
    rollouts: { every: '100ms', statisticsEvery: '100ms' },
  };
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000));
}
