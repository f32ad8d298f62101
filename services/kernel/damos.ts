/**
 * Migration of physical ranges by DAMON (DAMOS), in a slot of the shared table that is ours for the length of one batch.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameUse, type SlotUse } from './damonRecord.js';
import { DamonSlots, PHYSICAL_TARGET, type SlotsOptions } from './damonSlots.js';
import { bytesOf, stageMigration } from './damosScheme.js';
import { KernelError } from './errno.js';
import type { FrameMigration, FramesMigrated } from './framePort.js';

const LOOK_MS = 20;
/** Looks at the figures before a migration that does not end is given up: what it did until then is answered. */
const MOST_LOOKS = 250;

export class Damos {
  readonly #slots: DamonSlots;
  readonly #pageSize: number;

  constructor(options: SlotsOptions) {
    this.#slots = new DamonSlots(options);
    this.#pageSize = options.pageSize;
  }

  /** What stands in the way, as one sentence; undefined when nothing does. Only reads. */
  obstacle(): string | undefined {
    return this.#slots.obstacle();
  }

  /** Stages a migration and never switches it on. Throws the KernelError that a migration would meet. */
  async rehearse(wanted: FrameMigration): Promise<void> {
    await this.#withSlot(wanted, async () => undefined);
  }

  /** As FramePort.migrate says. */
  async migrate(wanted: FrameMigration): Promise<FramesMigrated> {
    let wasOn = false;
    const nowOn = () => {
      wasOn = true;
    };
    try {
      return await this.#withSlot(wanted, async (use) => {
        const started = await this.#start(use, nowOn);
        try {
          return await this.#follow(started, bytesOf(wanted.ranges, this.#pageSize));
        } finally {
          // Before the lock is waited for: until it is off, the scheme is applied again each aggregation interval.
          if (this.#slots.runs(started)) await this.#slots.table.switchOff(started.slot);
        }
      });
    } catch (error) {
      if (!wasOn || !(error instanceof KernelError)) throw error;
      return { tried: 0, applied: 0, cutOff: error };
    }
  }

  async #start(use: SlotUse, nowOn: () => void): Promise<SlotUse> {
    const { table } = this.#slots;
    return await this.#slots.changing(async (record) => {
      const others = record.uses.filter((other) => !isSameUse(other, use));
      // Whoever makes the table anew, or takes our slot over, takes our use off the record.
      if (others.length === record.uses.length) throw new KernelError('EBUSY', table.root, 'Our slot was taken over.');
      await table.switchOn(use.slot);
      nowOn();
      const on: SlotUse = { ...use, kdamond: await table.kdamond(use.slot) };
      this.#slots.save({ ...record, uses: [...others, on] });
      return on;
    });
  }

  /** Asks for the figures until the scheme has tried so many bytes. */
  async #follow(started: SlotUse, bytes: number): Promise<FramesMigrated> {
    const { table } = this.#slots;
    let migrated: FramesMigrated = { tried: 0, applied: 0 };
    for (let looks = 0; looks < MOST_LOOKS && migrated.tried < bytes; looks += 1) {
      await sleep(LOOK_MS);
      if (!this.#slots.runs(started)) throw new KernelError('EBUSY', table.root, 'Our kdamond was switched off.');
      await table.write(`${table.path(started.slot)}/state`, 'update_schemes_stats');
      const [tried = 0, applied = 0] = [table.stat(started.slot, 'sz_tried'), table.stat(started.slot, 'sz_applied')];
      migrated = { tried, applied };
    }
    return migrated;
  }

  async #withSlot<T>(wanted: FrameMigration, work: (use: SlotUse) => Promise<T>): Promise<T> {
    const slots = this.#slots;
    const use = await slots.changing(async (record) => {
      const reserved = slots.reserve(record, PHYSICAL_TARGET, 0);
      try {
        await stageMigration(slots.table, reserved.use.slot, this.#pageSize, wanted);
      } catch (error) {
        await slots.giveBack(await slots.release(reserved.record, reserved.use));
        throw error;
      }
      return reserved.use;
    });
    try {
      return await work(use);
    } finally {
      slots.letGo(use);
      await slots.changing(async (record) => slots.giveBack(await slots.release(record, use)));
    }
  }
}
