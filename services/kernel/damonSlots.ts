/**
 * The one table of DAMON, as the processes of ours share it: collector and actuator put slots to use and give them back
 * under one lock and on one record, whichever starts first, and clear what a dead one of ours has left.
 */
import type { DamonFiles } from './damonFiles.js';
import { underLock } from './damonLock.js';
import { type Judgement, judge } from './damonOwnership.js';
import { type DamonRecord, isSameUse, readRecord, removeRecord, type SlotUse, writeRecord } from './damonRecord.js';
import { DamonTable } from './damonTable.js';
import { KernelError } from './errno.js';
import { isSameLife, type Life, Lives } from './lives.js';

/** Kernel modules that run a kdamond of their own, outside the sysfs table, and shut it out [5.16, 6.0, 6.17]. */
const MODULES = ['damon_reclaim', 'damon_lru_sort', 'damon_stat'] as const;

/**
 * While nothing is to be changed, whose the table is, is looked at so often: each look reads some files of every slot, and
 * before a command to a slot of ours its directory is looked at in any case.
 */
const JUDGED_MS = 10_000;

/** So often the table is looked at before it counts as one that others use. */
const MOST_LOOKS = 10;

/** Slots that a table of ours has beyond those for watched processes: for migrations of physical ranges, one at a time. */
export const MIGRATION_SLOTS = 1;
/** What stands in a record for a slot that migrates: physical ranges have no pid, and pid_target stays 0. */
export const PHYSICAL_TARGET = 0;

export interface SlotsOptions {
  readonly procRoot: string;
  readonly sysRoot: string;
  /** Where the record and the lock lie; shared by the processes of ours on this host. */
  readonly runDir: string;
  readonly pageSize: number;
  /** Slots of a table that we make. */
  readonly slots: number;
  readonly files: DamonFiles;
  /** How long, in ms, an answer holds to whose the table is while nothing of ours is to be changed; 10 s by default. */
  readonly judgedMs?: number | undefined;
  /** This process; by default as /proc/self/stat has it. */
  readonly self?: Life | undefined;
}

export class DamonSlots {
  readonly table: DamonTable;
  readonly lives: Lives;
  readonly recordPath: string;
  readonly #options: SlotsOptions;
  readonly #lockPath: string;
  /** Uses of this process that it has not let go of: what else stands on record as its own, it failed to clear. */
  #held: readonly SlotUse[] = [];
  #judged: { readonly judgement: Judgement; readonly atMs: number } | undefined;

  constructor(options: SlotsOptions) {
    this.#options = options;
    this.lives = new Lives(options.procRoot, options.self);
    this.table = new DamonTable(options.sysRoot, options.files, options.pageSize, (pid) => this.lives.find(pid));
    this.recordPath = `${options.runDir}/damon.json`;
    this.#lockPath = `${options.runDir}/damon.lock`;
  }

  obstacle(): string | undefined {
    return this.#obstacleOf(this.judge(readRecord(this.recordPath)));
  }

  #obstacleOf(judgement: Judgement): string | undefined {
    if (this.table.size() === undefined) {
      return 'This kernel has no DAMON sysfs interface (CONFIG_DAMON_SYSFS), or sysfs is not mounted.';
    }
    if (judgement.kind === 'foreign') return judgement.reason;
    const [module] = this.#modules();
    if (module !== undefined) return `DAMON is in use by the kernel module ${module}.`;
    const refusal = this.table.refusal();
    if (refusal !== undefined) return `DAMON can't be configured by this process: ${refusal} on ${this.table.root}.`;
    return undefined;
  }

  /** Pids of running kdamonds in the sysfs table that are not ours, as of `judgedMs` ago at most. */
  foreignKdamonds(): readonly number[] {
    const judgement =
      this.isJudged() && this.#judged ? this.#judged.judgement : this.judge(readRecord(this.recordPath));
    if (judgement.kind === 'foreign') return judgement.kdamonds;
    if (judgement.kind === 'free') return [];
    return judgement.foreign.flatMap((view) => (view.kdamond === undefined ? [] : [view.kdamond.pid]));
  }

  /** Puts a free slot on record for `target`, leaving `spared` free ones to others. Throws a KernelError, ENOSPC when there is none. */
  reserve(record: DamonRecord, target: number, spared: number): { record: DamonRecord; use: SlotUse } {
    const judgement = this.judge(record);
    const free = judgement.kind === 'ours' ? judgement.free : [];
    const [first] = free;
    if (first === undefined || free.length <= spared) {
      throw new KernelError('ENOSPC', this.table.root, 'All of our DAMON slots are in use.');
    }
    const use: SlotUse = { slot: first.slot, inode: first.inode, owner: this.lives.self(), target, kdamond: null };
    const saved = this.save({ ...record, uses: [...record.uses, use] });
    this.#held = [...this.#held, use];
    return { record: saved, use };
  }

  /** Whether the kdamond that we started runs in the very slot that we put to use: never command another. */
  runs({ slot, inode, kdamond }: SlotUse): boolean {
    return this.table.inode(slot) === inode && kdamond !== null && this.lives.isAlive(kdamond);
  }

  /** Says that this process uses it no more: if it is not released now, the next change of this process does that. */
  letGo(use: SlotUse): void {
    this.#held = this.#held.filter((held) => !isSameUse(held, use));
  }

  /** Clears a slot of ours, if it still is ours, and takes it off the record. */
  async release(record: DamonRecord, use: SlotUse): Promise<DamonRecord> {
    this.letGo(use);
    const judgement = this.judge(record);
    const recorded = judgement.kind === 'ours' && judgement.proven.some((proven) => isSameUse(proven, use));
    if (recorded) await this.table.clear(use.slot);
    return this.save({ ...record, uses: record.uses.filter((other) => !isSameUse(other, use)) });
  }

  /** Runs a change of the table under the lock, once it is known to be ours and cleared of what nobody holds any more. */
  async changing<T>(change: (record: DamonRecord) => Promise<T>): Promise<T> {
    return await underLock(
      this.#lockPath,
      this.lives.self(),
      (life) => this.lives.isAlive(life),
      async () => {
        await this.table.answers();
        return change(await this.#claim());
      },
    );
  }

  /** The record of a table that is ours: as it stands, or made now. Throws a KernelError (EBUSY) when it is not. */
  async #claim(): Promise<DamonRecord> {
    const stored = readRecord(this.recordPath);
    const judgement = this.judge(stored);
    const obstacle = this.#obstacleOf(judgement);
    if (obstacle !== undefined) throw new KernelError('EBUSY', this.table.root, obstacle);
    if (judgement.kind === 'ours' && stored !== undefined) {
      let record = stored.inodes.length > 0 ? stored : this.save({ ...stored, inodes: this.#inodes() });
      const unheld = judgement.proven.filter((use) => !this.#isHeld(use));
      for (const use of unheld) record = await this.release(record, use);
      const lost = new Set(judgement.lost.map((use) => use.slot));
      return this.save({ ...record, uses: record.uses.filter((use) => !lost.has(use.slot)) });
    }
    const bootId = this.lives.bootId();
    const draft = this.save({ version: 1, bootId, slots: this.#options.slots, inodes: [], uses: [] });
    await this.table.resize(draft.slots);
    return this.save({ ...draft, inodes: this.#inodes() });
  }

  /** By a process of ours that lives; of the others than this one that is all there is to know. */
  #isHeld(use: SlotUse): boolean {
    if (isSameLife(use.owner, this.lives.self())) return this.#held.some((held) => isSameUse(held, use));
    return this.lives.isAlive(use.owner);
  }

  /** Empties the table when nobody uses a slot of it any more. */
  async giveBack(record: DamonRecord): Promise<void> {
    for (let look = 0; look < MOST_LOOKS; look++) {
      await this.table.answers();
      const judgement = this.judge(record);
      if (record.uses.length > 0 || judgement.kind !== 'ours') return;
      if (judgement.foreign.length === 0) {
        await this.table.resize(0);
        return removeRecord(this.recordPath);
      }
      // None is on without a context: the kernel was too busy again to say that these are off.
      if (judgement.foreign.some((view) => !view.blank)) return;
    }
  }

  judge(record: DamonRecord | undefined): Judgement {
    const judgement = judge(this.table.slots(), record, this.lives.bootId());
    this.#judged = { judgement, atMs: performance.now() };
    return judgement;
  }

  isJudged(): boolean {
    return this.#judged !== undefined && performance.now() - this.#judged.atMs < (this.#options.judgedMs ?? JUDGED_MS);
  }

  #inodes(): readonly number[] {
    return this.table.slots().map((view) => view.inode);
  }

  save(record: DamonRecord): DamonRecord {
    writeRecord(this.recordPath, record);
    return record;
  }

  #modules(): readonly string[] {
    return MODULES.filter((name) => {
      const enabled = this.#options.files.read(`${this.#options.sysRoot}/module/${name}/parameters/enabled`);
      return enabled === 'Y' || enabled === '1';
    });
  }
}
