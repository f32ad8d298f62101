import { PARTITIONS } from '../contract/ids.js';
import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { Census } from './census.js';
import { fairShare } from './fairShare.js';
import type { Leases } from './leases.js';
import type { Held } from './tenure.js';

/** All partitions by name. */
export const EVERY_PARTITION: readonly string[] = Array.from({ length: PARTITIONS }, (_, i) =>
  String(i).padStart(2, '0'),
);

/** What is told of changes of hands. */
export interface PartitionPorts {
  /** Reads the past of partitions and follows them from then on. Resolves when the past was read. */
  open(partitions: readonly string[]): Promise<void>;
  /** Ends that, and forgets their hosts. */
  close(partitions: readonly string[]): Promise<void>;
  /** What plans may be made for from now on. */
  hold(held: readonly Held[]): void;
  /** These partitions' hosts have to hear of a new fencing token. */
  onReady(partitions: readonly string[]): void;
  readonly logger: Logger;
}

/**
 * This brain's share of the partitions. With each turn it says that it is here, renews what it holds, gives back what is above
 * its fair share, and takes what is free up to it. A partition is followed as long as its lease is held, and planned for once
 * its past was read.
 */
export class Partitions {
  /** Followed now: true once the past was read. */
  private readonly followed = new Map<string, boolean>();
  private changing: Promise<void> = Promise.resolve();

  constructor(
    private readonly leases: Leases,
    private readonly census: Census,
    private readonly brainId: string,
    private readonly ports: PartitionPorts,
  ) {}

  /** One turn; as often as leases are renewed. Never throws. */
  async turn(): Promise<void> {
    try {
      await this.census.report();
    } catch (error) {
      this.ports.logger.warn({ error: describe(error) }, 'this brain could not say that it is here');
    }
    const lost = await this.leases.renew();
    if (lost.length > 0)
      this.ports.logger.warn({ partitions: lost }, 'leases lost; another brain plans for their hosts');
    await this.even();
    this.tell();
    this.follow();
  }

  /** Waits until what is held is followed and its past was read. */
  async settled(): Promise<void> {
    await this.changing;
  }

  /** Plans for nothing any more, and gives all back. */
  async end(): Promise<void> {
    this.ports.hold([]);
    await this.census.leave().catch(() => undefined);
    await this.leases.release();
  }

  private mine(): string[] {
    const holds = this.leases.holds();
    return EVERY_PARTITION.filter((partition) => holds.has(partition));
  }

  private async even(): Promise<void> {
    const brains = this.census.brains();
    const share = fairShare(brains, this.brainId, PARTITIONS);
    const mine = this.mine();
    if (mine.length > share) {
      const surplus = mine.slice(share);
      this.ports.logger.info({ brains: brains.length, partitions: surplus }, 'giving partitions back');
      for (const partition of surplus) this.leases.holds().has(partition) && (await this.leases.giveBack(partition));
      return;
    }
    // Each begins elsewhere, so that brains that start together do not all try for the same ones.
    const from = Math.floor((brains.indexOf(this.brainId) * PARTITIONS) / brains.length);
    const inTurn = [...EVERY_PARTITION.slice(from), ...EVERY_PARTITION.slice(0, from)];
    const free = inTurn.filter((partition) => !mine.includes(partition) && this.census.isFree(partition));
    await Promise.all(
      free.slice(0, share - mine.length).map((partition) => this.leases.hold(partition).catch(() => undefined)),
    );
  }

  /** Begins to follow what is new and ends what is gone, one change after the other. */
  private follow(): void {
    const mine = new Set(this.mine());
    const gained = [...mine].filter((partition) => !this.followed.has(partition));
    const gone = [...this.followed.keys()].filter((partition) => !mine.has(partition));
    for (const partition of gained) this.followed.set(partition, false);
    for (const partition of gone) this.followed.delete(partition);
    if (gained.length + gone.length === 0) return;
    this.changing = this.changing.then(async () => {
      try {
        if (gone.length > 0) await this.ports.close(gone);
        if (gained.length === 0) return;
        const begun = performance.now();
        await this.ports.open(gained);
        const seconds = Number(((performance.now() - begun) / 1000).toFixed(1));
        this.ports.logger.info({ partitions: gained.length, seconds }, 'partitions taken up: their past was read');
        for (const partition of gained) if (this.followed.has(partition)) this.followed.set(partition, true);
        this.tell();
        this.ports.onReady(gained);
      } catch (error) {
        this.ports.logger.error({ error: describe(error) }, 'partitions could not be taken up');
        for (const partition of gained) this.followed.delete(partition);
      }
    });
  }

  private tell(): void {
    const held: Held[] = [];
    for (const [partition, { token, expiresUnixMs }] of this.leases.holds()) {
      if (this.followed.get(partition)) held.push({ partition, token, untilUnixMs: expiresUnixMs });
    }
    this.ports.hold(held);
  }
}
