/** The part of a KV bucket that leases need. `update` and `create` reject when the entry has changed meanwhile. */
export interface LeaseBucket {
  get(key: string): Promise<{ readonly value: Uint8Array; readonly revision: number } | undefined>;
  create(key: string, value: Uint8Array): Promise<number>;
  update(key: string, value: Uint8Array, revision: number): Promise<number>;
}

export interface LeaseCodec {
  encode(lease: { partition: string; brainId: string; renewedUnixMs: number; expiresUnixMs: number }): Uint8Array;
  decode(bytes: Uint8Array): { readonly brainId: string; readonly expiresUnixMs: string };
}

/** A partition held by this brain. */
interface Held {
  /** KV revision at which it was taken: the fencing token of all plans made under it. */
  readonly token: number;
  /** KV revision of the last renewal. */
  revision: number;
  expiresUnixMs: number;
}

/** A lease outlives this many missed renewals. */
const RENEWALS_A_LEASE = 4;

/**
 * This brain's hold on partitions of the fleet. Only the holder plans for a partition's hosts; the KV revision at which it
 * took hold rises with every change of hands, so an actuator can tell a late plan of a former holder (Gray and Cheriton:
 * "Leases", SOSP '89; fencing tokens after Kleppmann, "How to do distributed locking", 2016).
 */
export class Leases {
  private readonly held = new Map<string, Held>();
  /** Leases of others that cannot be read. */
  private readonly garbled = new Map<string, { readonly revision: number; readonly untilUnixMs: number }>();
  /** Attempts under way: two of one brain at once would each get a token, and the lower one would stay. */
  private readonly taking = new Map<string, Promise<number | undefined>>();

  constructor(
    private readonly bucket: LeaseBucket,
    private readonly codec: LeaseCodec,
    private readonly brainId: string,
    private readonly durationMs: number,
    private readonly unixMs: () => number,
    /** Told of a lease that cannot be read, once a revision of it. */
    private readonly unreadable: (partition: string, error: unknown) => void = () => undefined,
  ) {}

  get renewEveryMs(): number {
    return this.durationMs / RENEWALS_A_LEASE;
  }

  /** The fencing token of a partition, undefined when another brain holds it (or held it and it has not run out yet). */
  async hold(partition: string): Promise<number | undefined> {
    const held = this.held.get(partition);
    if (held && this.unixMs() < held.expiresUnixMs) return held.token;
    this.held.delete(partition);
    let taking = this.taking.get(partition);
    if (!taking) {
      taking = this.take(partition).finally(() => this.taking.delete(partition));
      this.taking.set(partition, taking);
    }
    return await taking;
  }

  /** What is held now, by name, with its fencing token and the end of the hold (Unix ms). */
  holds(): ReadonlyMap<string, { readonly token: number; readonly expiresUnixMs: number }> {
    const now = this.unixMs();
    return new Map([...this.held].filter(([, { expiresUnixMs }]) => now < expiresUnixMs));
  }

  /** Renews what is held; what was lost to another brain meanwhile is let go. Answers the partitions that were lost. */
  async renew(): Promise<string[]> {
    const renewed = await Promise.all([...this.held].map(([partition, held]) => this.renewOne(partition, held)));
    return renewed.filter((lost) => lost !== undefined);
  }

  private async renewOne(partition: string, held: Held): Promise<string | undefined> {
    const expiresUnixMs = this.unixMs() + this.durationMs;
    try {
      held.revision = await this.bucket.update(partition, this.entry(partition, expiresUnixMs), held.revision);
      held.expiresUnixMs = expiresUnixMs;
    } catch {
      // Either another brain took it, or NATS is away: then the lease simply runs out.
      if (this.unixMs() >= held.expiresUnixMs && this.held.get(partition) === held) {
        this.held.delete(partition);
        return partition;
      }
    }
    return undefined;
  }

  /** Gives one back, so that another brain need not wait until it runs out. */
  async giveBack(partition: string): Promise<void> {
    const held = this.held.get(partition);
    if (!held) return;
    this.held.delete(partition);
    await this.bucket.update(partition, this.entry(partition, 0), held.revision).catch(() => undefined);
  }

  /** Gives all back. */
  async release(): Promise<void> {
    await Promise.all([...this.held.keys()].map((partition) => this.giveBack(partition)));
  }

  private async take(partition: string): Promise<number | undefined> {
    const expiresUnixMs = this.unixMs() + this.durationMs;
    const entry = this.entry(partition, expiresUnixMs);
    const current = await this.bucket.get(partition);
    if (current && this.unixMs() < this.othersUntil(partition, current)) return undefined;
    try {
      const revision = current
        ? await this.bucket.update(partition, entry, current.revision)
        : await this.bucket.create(partition, entry);
      this.held.set(partition, { token: revision, revision, expiresUnixMs });
      return revision;
    } catch {
      return undefined; // Another brain was quicker.
    }
  }

  /**
   * Until when another brain holds a partition, Unix ms; 0 where none does. A lease that cannot be read may be a living brain's: it
   * counts for as long as one lasts from when it was first seen, and then anybody may take it.
   */
  private othersUntil(
    partition: string,
    { value, revision }: { readonly value: Uint8Array; readonly revision: number },
  ) {
    try {
      const { brainId, expiresUnixMs } = this.codec.decode(value);
      this.garbled.delete(partition);
      return brainId === this.brainId ? 0 : Number(expiresUnixMs);
    } catch (error) {
      const known = this.garbled.get(partition);
      if (known?.revision === revision) return known.untilUnixMs;
      const untilUnixMs = this.unixMs() + this.durationMs;
      this.garbled.set(partition, { revision, untilUnixMs });
      this.unreadable(partition, error);
      return untilUnixMs;
    }
  }

  private entry(partition: string, expiresUnixMs: number): Uint8Array {
    return this.codec.encode({ partition, brainId: this.brainId, renewedUnixMs: this.unixMs(), expiresUnixMs });
  }
}
