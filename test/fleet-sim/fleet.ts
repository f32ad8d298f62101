import { connect, createInbox, headers, type NatsConnection } from 'nats';
import { everySubject, hostOfSubject } from '../../services/bus/subjects.js';
import { codec } from '../../services/contract/schema.js';
import { type TrustedKeys, whyNotSigned } from '../../services/contract/signature.js';
import { looksIn } from './evidence.js';
import { Hits } from './hits.js';
import { TieredMemory } from './memory.js';
import { Pattern } from './patterns.js';
import { mixed, seeded } from './random.js';
import { Spread } from './spread.js';
import { bytesOf, WireHost } from './wireHost.js';
import { createWorkload, type WorkloadName } from './workloads.js';

export interface FleetOptions {
  readonly hosts: number;
  /** Runs, and blocks, of a host. */
  readonly runs: number;
  readonly intervalSeconds: number;
  readonly workload: WorkloadName;
  readonly seed: number;
  /** Share of the footprint that the fast tier holds, and share of the fast tier that first touch fills. */
  readonly fastShare: number;
  readonly fill: number;
  /** The actuators' own limit, and how long they keep a block where it went. */
  readonly bytesPerSecond: number;
  readonly residenceSeconds: number;
  /** Hosts from this number on tell no window that ends later than this, from the start; all go on when absent. */
  readonly silence?: { readonly fromHost: number; readonly afterSeconds: number };
  /** From the end of a plan to its outcome; 0 by default. */
  readonly outcomeDelayMs?: number;
}

/** Patterns that the hosts of a fleet run, as many services share its hosts. */
const PATTERNS = 16;
/** How far the shifts of one pattern are from those of the next. */
const PATTERN_OFFSET_SECONDS = 37;
/** Hosts told in one go before the connection gets its turn. */
const HOSTS_A_TURN = 64;
/** Hosts whose windows end within this are told together: a write to the socket costs as much as making a batch. */
const TICK_MS = 20;

/** A fleet of modelled hosts on one connection: collectors and actuators, their windows spread evenly over the interval. */
export class Fleet {
  readonly hosts: readonly WireHost[];
  readonly hits = new Hits();
  /** One interval of every host as it began, for comparison. */
  readonly hitsAtStart = new Hits();
  /**
   * From the end of a host's last window to the first plan after it, which is the plan's lag as long as that is below the
   * interval; and from the end of its first window to the first plan that it ever got, whatever that is. Seconds.
   */
  readonly toPlan = new Spread();
  readonly toFirstPlan = new Spread();
  /** How late windows were told, seconds: the simulator's own lag. */
  readonly tellLag = new Spread();
  batches = 0;
  batchBytes = 0;
  acknowledged = 0;
  publishErrors = 0;
  plans = 0;
  outcomes = 0;
  refusals = 0;
  private readonly byId: ReadonlyMap<string, WireHost>;
  private readonly accessBatches = codec('AccessBatch');
  private readonly signedPlans = codec('SignedPlan');
  private readonly planCodec = codec('Plan');
  private readonly outcomeCodec = codec('Outcome');
  private readonly inbox = createInbox();
  private startUnixMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly waiting = new Set<NodeJS.Timeout>();

  private constructor(
    private readonly nats: NatsConnection,
    private readonly keys: TrustedKeys,
    private readonly options: FleetOptions,
  ) {
    const { runs, workload, seed, intervalSeconds, fastShare, fill, residenceSeconds } = options;
    const patterns = Array.from({ length: Math.min(PATTERNS, options.hosts) }, (_, i) => {
      const source = mixed(seed, i);
      const looks = looksIn(intervalSeconds);
      return new Pattern(createWorkload(workload, runs, source), looks, source, i * PATTERN_OFFSET_SECONDS);
    });
    const shape = { blocks: runs, fastBlocks: Math.round(runs * fastShare), slowBlocks: runs };
    this.hosts = Array.from({ length: options.hosts }, (_, i) => {
      const memory = TieredMemory.firstTouch(shape, fill, seeded(mixed(seed, i, 1)));
      const pattern = patterns[i % patterns.length] as Pattern;
      return new WireHost(`sim-${String(i).padStart(5, '0')}`, i, pattern, memory, residenceSeconds);
    });
    for (const host of this.hosts) host.count(this.hitsAtStart, 0, intervalSeconds);
    this.byId = new Map(this.hosts.map((host) => [host.hostId, host]));
  }

  static async connect(url: string, keys: TrustedKeys, options: FleetOptions): Promise<Fleet> {
    const nats = await connect({ servers: url, name: 'fleet-sim' });
    return new Fleet(nats, keys, options);
  }

  /** Begins to tell windows. */
  async start(): Promise<void> {
    this.nats.subscribe(this.inbox, {
      callback: (_, message) => {
        // An acknowledgement is JSON; one that says no holds an error.
        if (Buffer.from(message.data).includes('"error"')) this.publishErrors++;
        else this.acknowledged++;
      },
    });
    this.nats.subscribe(everySubject('plan'), {
      callback: (_, message) => this.take(message.subject, message.data),
    });
    await this.nats.flush();
    this.startUnixMs = Date.now();
    this.schedule(0);
  }

  /** No host tells another window. */
  fallSilent(): void {
    clearTimeout(this.timer);
  }

  /** Seconds since the start. */
  get seconds(): number {
    return (Date.now() - this.startUnixMs) / 1000;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    for (const each of this.waiting) clearTimeout(each);
    await this.nats.drain();
  }

  /** Tells all windows that have ended; window `n` of the fleet is of host n mod hosts. */
  private schedule(n: number): void {
    const { hosts } = this;
    const intervalMs = this.options.intervalSeconds * 1000;
    const now = Date.now();
    let next = n;
    let turn = 0;
    const endOf = (each: number): number => this.startUnixMs + ((each + 1) * intervalMs) / hosts.length;
    for (; turn < HOSTS_A_TURN && endOf(next) <= now; turn++, next++) {
      const host = hosts[next % hosts.length] as WireHost;
      if (!this.isSilent(host, endOf(next))) this.tell(host, endOf(next), now);
    }
    this.timer = setTimeout(() => this.schedule(next), turn === HOSTS_A_TURN ? 0 : TICK_MS);
  }

  private isSilent({ index }: WireHost, endMs: number): boolean {
    const { silence } = this.options;
    return silence !== undefined && index >= silence.fromHost && endMs - this.startUnixMs > silence.afterSeconds * 1000;
  }

  private tell(host: WireHost, endMs: number, now: number): void {
    const { intervalSeconds } = this.options;
    const endUnixMs = Math.floor(endMs);
    const startUnixMs = host.windowEndUnixMs || Math.floor(endMs - intervalSeconds * 1000);
    const seconds = Math.max(0, (startUnixMs - this.startUnixMs) / 1000);
    host.count(this.hits, seconds, intervalSeconds);
    const bytes = this.accessBatches.encode(host.batch(seconds, startUnixMs, endUnixMs));
    this.publish(host.accessSubject, bytes, `${host.hostId}-${endUnixMs}`);
    this.batches++;
    this.batchBytes += bytes.length;
    this.tellLag.add((now - endMs) / 1000);
  }

  private publish(subject: string, bytes: Uint8Array, messageId: string): void {
    const named = headers();
    named.set('Nats-Msg-Id', messageId);
    this.nats.publish(subject, bytes, { reply: this.inbox, headers: named });
  }

  private take(subject: string, data: Uint8Array): void {
    const now = Date.now();
    const host = this.byId.get(hostOfSubject(subject) ?? '');
    if (!host || this.stopped) return;
    const { plan: bytes, keyId, signature } = this.signedPlans.decode(data);
    if (whyNotSigned('plan', { bytes, keyId, signature }, this.keys)) return void this.refusals++;
    const plan = this.planCodec.decode(bytes);
    if (host.refusal(plan, now)) return void this.refusals++;
    this.plans++;
    const lag = (now - host.windowEndUnixMs) / 1000;
    if (host.awaitsPlan) this.toPlan.add(lag);
    if (host.neverPlanned) this.toFirstPlan.add((now - host.firstWindowEndUnixMs) / 1000);
    host.awaitsPlan = false;
    host.neverPlanned = false;
    const started = Math.max(now, host.busyUntilUnixMs);
    host.busyUntilUnixMs = started + (bytesOf(plan) / this.options.bytesPerSecond) * 1000;
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      const finished = Date.now();
      const outcome = host.carryOut(plan, (finished - this.startUnixMs) / 1000, Math.floor(started), finished);
      this.after(this.options.outcomeDelayMs ?? 0, () => {
        this.publish(host.outcomeSubject, this.outcomeCodec.encode(outcome), `${host.hostId}-outcome-${plan.planId}`);
        this.outcomes++;
      });
    }, host.busyUntilUnixMs - now);
    this.waiting.add(timer);
  }

  private after(ms: number, what: () => void): void {
    if (ms <= 0) {
      what();
      return;
    }
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      what();
    }, ms);
    this.waiting.add(timer);
  }
}
