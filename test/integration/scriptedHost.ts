import { connect, type JetStreamClient, type NatsConnection } from 'nats';
import { hostSubject } from '../../services/bus/subjects.js';
import { batchesOf } from '../../services/collector/batcher.js';
import type { Plan__Output } from '../../services/contract/gen/thermocline/v1/Plan.js';
import { encodeRanges } from '../../services/contract/ranges.js';
import { codec } from '../../services/contract/schema.js';
import { type TrustedKeys, whyNotSigned } from '../../services/contract/signature.js';

const PAGE = 4096;
const GIB_PAGES = 262_144;

/** A host that says what the test wants it to have seen, and hears what the brain plans for it. */
export class ScriptedHost {
  private sequence = 0;
  private endUnixMs = Date.now();
  private readonly js: JetStreamClient;
  readonly bootId = 'boot-1';

  private constructor(
    readonly nats: NatsConnection,
    readonly hostId: string,
  ) {
    this.js = nats.jetstream();
  }

  static async connect(url: string, hostId: string): Promise<ScriptedHost> {
    return new ScriptedHost(await connect({ servers: url }), hostId);
  }

  /** One window of `seconds` in which one process was watched: a hot run on node 1, a cold one on node 0. */
  async window(seconds: number): Promise<void> {
    const startUnixMs = this.endUnixMs;
    this.endUnixMs = startUnixMs + seconds * 1000;
    const identity = { pid: 77, startTicks: 5, startStack: '1234', exeInode: 9 };
    const process = { identity, parent: 1, command: 'db', name: 'db', cgroup: '/db', kernelThread: false, uid: 1 };
    const node = (id: number, free: number) => ({
      id,
      totalBytes: GIB_PAGES * PAGE,
      freeBytes: free * PAGE,
      hasCpu: id === 0,
      tier: id,
    });
    const [batch] = batchesOf(
      {
        startUnixMs,
        endUnixMs: this.endUnixMs,
        nodes: [0, 1],
        ended: [],
        facts: { nodes: [node(0, 100_000), node(1, 200_000)], tiers: [], tierSource: 'distance', labels: {} },
        spaces: [
          {
            process,
            tracker: { name: 'scripted', pageGranular: true },
            looks: 20,
            residencyUnixMs: startUnixMs,
            look: {
              runs: {
                startPage: Float64Array.of(1000, 5000),
                pages: Float64Array.of(100, 300),
                evidence: Uint8Array.of(255, 0),
                node: Uint8Array.of(1, 0),
                kind: Uint8Array.of(1, 1),
              },
              coverage: { startPage: Float64Array.of(0), pages: Float64Array.of(100_000) },
            },
          },
        ],
      },
      { hostId: this.hostId, bootId: this.bootId, pageSize: PAGE, nextSequence: () => ++this.sequence },
    );
    if (batch) await this.publish('access', codec('AccessBatch').encode(batch));
  }

  async publish(kind: 'access' | 'outcome' | 'plan' | 'control', bytes: Uint8Array): Promise<void> {
    await this.js.publish(hostSubject(kind, this.hostId), bytes);
  }

  /** Everything in the plan was moved. */
  async carryOut(plan: Plan__Output): Promise<void> {
    const now = Date.now();
    const spaces = plan.spaces.map((moves, movesIndex) => ({
      movesIndex,
      space: moves.space,
      direction: moves.direction,
      fromNode: moves.fromNode,
      toNode: moves.toNode,
      subRuns: moves.ranges ?? encodeRanges({ startPage: [], pages: [] }),
      results: new Uint8Array(moves.ranges?.count ?? 0).fill(1),
      details: new Uint8Array(moves.ranges?.count ?? 0),
    }));
    const envelope = {
      schemaVersion: 1,
      hostId: this.hostId,
      bootId: this.bootId,
      sequence: ++this.sequence,
      createdUnixMs: now,
    };
    await this.publish(
      'outcome',
      codec('Outcome').encode({
        envelope,
        planId: plan.planId,
        state: 'OUTCOME_STATE_COMPLETED',
        startedUnixMs: now,
        finishedUnixMs: now,
        spaces,
        totals: { pagesMoved: plan.pageCount, bytesMoved: Number(plan.pageCount) * PAGE },
      }),
    );
  }

  /** The next plan for this host, its signature verified. */
  async nextPlan(keys: TrustedKeys, after: () => Promise<void>): Promise<Plan__Output> {
    const arrived = this.nats.subscribe(hostSubject('plan', this.hostId), { max: 1, timeout: 20_000 });
    await after();
    for await (const message of arrived) {
      const signed = codec('SignedPlan').decode(message.data);
      const wrong = whyNotSigned(
        'plan',
        { bytes: signed.plan, keyId: signed.keyId, signature: signed.signature },
        keys,
      );
      if (wrong) throw new Error(wrong);
      return codec('Plan').decode(signed.plan);
    }
    throw new Error('no plan came');
  }
}
