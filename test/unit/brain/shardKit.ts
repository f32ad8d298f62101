import type { OutgoingPlan, Taken } from '../../../services/brain/messages.js';
import { Shard } from '../../../services/brain/shard.js';
import { hostSubject } from '../../../services/bus/subjects.js';
import { batchesOf } from '../../../services/collector/batcher.js';
import { partitionOf } from '../../../services/contract/ids.js';
import { codec } from '../../../services/contract/schema.js';
import { generateSigningKey, signingKeyFrom } from '../../../services/contract/signature.js';
import { compilePolicy } from '../../../services/core/policy.js';
import type { PolicySpec } from '../../../services/core/policySpec.js';
import { Metrics } from '../../../services/runtime/metrics.js';

export const NOW = 1_700_000_000_000;
const PAGE = 4096;
const GIB_PAGES = 262_144;
const key = signingKeyFrom(generateSigningKey().privatePem);
const batches = codec('AccessBatch');

export const POLICY: PolicySpec = {
  name: 'p',
  revision: 1,
  classes: [{ name: 'all', selector: {}, latencySensitive: false, priority: 0, coldAgeSeconds: 3, hotRate: 0.5 }],
  tiers: [],
  bytesPerSecondPerHost: 2 ** 30,
  residenceSeconds: 60,
  dataMaxAgeSeconds: 60,
  heatHalfLifeSeconds: 10,
};

export interface TestShard {
  readonly shard: Shard;
  readonly clock: { unixMs: number };
  readonly published: OutgoingPlan[];
  /** Plans that wait for a person, and the ids of those taken back. */
  readonly offered: OutgoingPlan[];
  readonly withdrawn: string[];
  readonly setAside: { readonly taken: Taken; readonly code: string }[];
}

/** A shard that holds the partitions of these hosts, with a clock of the test's. */
export function testShard(hostIds: readonly string[], changes: Partial<PolicySpec> = {}): TestShard {
  const compiled = compilePolicy({ ...POLICY, ...changes });
  if (!('policy' in compiled)) throw new Error(JSON.stringify(compiled.problems));
  const { policy } = compiled;
  const clock = { unixMs: NOW };
  const published: OutgoingPlan[] = [];
  const offered: OutgoingPlan[] = [];
  const withdrawn: string[] = [];
  const setAside: { taken: Taken; code: string }[] = [];
  const quiet = () => undefined;
  const shard = new Shard(
    { planEveryMs: 0, planExpiryMs: 60_000, approvalExpiryMs: 900_000, planSeconds: 10, watchEveryMs: 10_000 },
    {
      policy: () => policy,
      key,
      unixMs: () => clock.unixMs,
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      metrics: new Metrics('test'),
      publish: (plan) => published.push(plan),
      offer: (plan) => offered.push(plan),
      withdraw: (planId) => withdrawn.push(planId),
      setAside: (taken, { code }) => setAside.push({ taken, code }),
    },
  );
  const names = new Set(hostIds.map(partitionOf));
  shard.orders.hold([...names].map((partition) => ({ partition, token: 7, untilUnixMs: NOW + 3_600_000 })));
  return { shard, clock, published, offered, withdrawn, setAside };
}

export interface WindowOf {
  readonly bootId?: string;
  readonly sequence: number;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Pids of the processes seen; one when left out. */
  readonly pids?: readonly number[];
  /** Of the hot run, 0..255. */
  readonly hotEvidence?: number;
  readonly hotNode?: number;
}

/** A window that fits one batch. */
export function windowOf(hostId: string, options: WindowOf): Taken {
  const [first] = partsOf(hostId, options);
  if (!first) throw new Error('no batch');
  return first;
}

/** The access batches of a window, encoded: in each process a hot run of 100 pages on node 1 and a cold one of 300 on node 0. */
function partsOf(hostId: string, options: WindowOf): Taken[] {
  const {
    bootId = 'boot-1',
    sequence,
    startUnixMs,
    endUnixMs,
    labels = {},
    pids = [77],
    hotEvidence = 255,
    hotNode = 1,
  } = options;
  const node = (id: number) => ({
    id,
    totalBytes: GIB_PAGES * PAGE,
    freeBytes: 100_000 * PAGE,
    hasCpu: id === 0,
    tier: id,
  });
  let number = sequence;
  const parts = batchesOf(
    {
      startUnixMs,
      endUnixMs,
      nodes: [0, 1],
      ended: [],
      facts: { nodes: [node(0), node(1)], tiers: [], tierSource: 'distance', labels },
      spaces: pids.map((pid) => ({
        process: {
          identity: { pid, startTicks: 5, startStack: '1234', exeInode: 9 },
          parent: 1,
          command: 'db',
          name: 'db',
          cgroup: '/db',
          kernelThread: false,
          uid: 1,
        },
        tracker: { name: 'test', pageGranular: true },
        looks: 20,
        residencyUnixMs: startUnixMs,
        look: {
          runs: {
            startPage: Float64Array.of(1000, 5000),
            pages: Float64Array.of(100, 300),
            evidence: Uint8Array.of(hotEvidence, 0),
            node: Uint8Array.of(hotNode, 0),
            kind: Uint8Array.of(1, 1),
          },
          coverage: { startPage: Float64Array.of(0), pages: Float64Array.of(100_000) },
        },
      })),
    },
    { hostId, bootId, pageSize: PAGE, nextSequence: () => number++ },
  );
  return parts.map((batch) => ({ subject: hostSubject('access', hostId), bytes: batches.encode(batch) }));
}
