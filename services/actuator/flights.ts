import type { GroupLedger } from './ledger.js';

/** A plan's batches under way: as many as its mover is wide, all of one group, so that a group waits for what the one before it did. */
export class Flights {
  private readonly out = new Set<Promise<void>>();
  private group: GroupLedger | undefined;
  private lost: { readonly error: unknown } | undefined;

  get count(): number {
    return this.out.size;
  }

  /** The group that they are of; undefined where none is under way. */
  get ledger(): GroupLedger | undefined {
    return this.out.size > 0 ? this.group : undefined;
  }

  /** `batch`: settles when all that came of it is written down. */
  begin(ledger: GroupLedger, batch: Promise<void>): void {
    this.group = ledger;
    const flight: Promise<void> = batch
      .catch((error: unknown) => {
        this.lost ??= { error };
      })
      .finally(() => this.out.delete(flight));
    this.out.add(flight);
  }

  /** Waits for one of those under way to land, however it does. Never resolves where there is none. */
  async oneLands(): Promise<void> {
    await Promise.race(this.out);
  }

  async allLand(): Promise<void> {
    await Promise.all(this.out);
  }

  /** Throws, once, what a batch was lost by. */
  check(): void {
    const { lost } = this;
    this.lost = undefined;
    if (lost) throw lost.error;
  }
}
