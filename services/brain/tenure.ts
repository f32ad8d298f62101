import { partitionOf } from '../contract/ids.js';

/** A partition that this brain plans for: its past was read back, and its lease is held. */
export interface Held {
  readonly partition: string;
  /** The fencing token. */
  readonly token: number;
  /** The hold ends then unless it is renewed, Unix ms. */
  readonly untilUnixMs: number;
}

/** The partitions that plans may be made for, as the thread with the leases last told. */
export class Tenure {
  private held = new Map<string, Held>();

  constructor(private readonly unixMs: () => number) {}

  /** Replaces what was held. Answers the partitions that are new. */
  hold(held: readonly Held[]): ReadonlySet<string> {
    const before = this.held;
    this.held = new Map(held.map((each) => [each.partition, each]));
    return new Set([...this.held.keys()].filter((partition) => !before.has(partition)));
  }

  /** The fencing token for a host's plans; undefined when they are another brain's to make, or nobody's yet. */
  tokenOf(hostId: string): number | undefined {
    const held = this.held.get(partitionOf(hostId));
    return held && this.unixMs() < held.untilUnixMs ? held.token : undefined;
  }
}
