/**
 * The DAMON port over sysfs: one kdamond a watched process, on a table that we made and recorded.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DamonFiles } from './damonFiles.js';
import { needsRenewal, type PageRange, rangesOf } from './damonRanges.js';
import { type DamonRecord, readRecord, type SlotUse } from './damonRecord.js';
import { readRegions } from './damonRegions.js';
import { DamonSlots, PHYSICAL_TARGET } from './damonSlots.js';
import { codeOf } from './errno.js';
import { isAbsent } from './files.js';
import { isSameLife, type Life } from './lives.js';
import type { DamonIntervals, DamonPort, DamonRegions, Mapping } from './port.js';

/** Clock ticks of /proc a second: USER_HZ is 100 on x86-64 and arm64. */
const TICKS_A_SECOND = 100;
export interface DamonOptions {
  readonly procRoot: string;
  readonly sysRoot: string;
  /** Where the record and the lock lie; shared by the processes of ours on this host. */
  readonly runDir: string;
  readonly pageSize: number;
  /** Slots to make, and so the most processes that can be watched at once. */
  readonly maxTargets: number;
  /** Slots to make beyond those, and to leave to migrations; 0 by default. */
  readonly migrationSlots?: number;
  readonly files: DamonFiles;
  /** Mappings of a process; without them DAMON chooses what to watch by itself. */
  readonly mappings?: (pid: number) => readonly Mapping[] | undefined;
  /** How long, in ms, an answer holds to whose the table is while nothing of ours is to be changed; 10 s by default. */
  readonly judgedMs?: number;
  /** This process; by default as /proc/self/stat has it. */
  readonly self?: Life;
}

/** A use of ours with what it takes to read it. */
interface Watched {
  readonly use: SlotUse;
  readonly intervals: DamonIntervals;
  readonly ranges: readonly PageRange[];
}

export class SysfsDamon implements DamonPort {
  readonly #options: DamonOptions;
  readonly #slots: DamonSlots;
  readonly #watched = new Map<number, Watched>();
  /** Changes and snapshots wait for one another: the kernel serves one request at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: DamonOptions) {
    this.#options = options;
    this.#slots = new DamonSlots({ ...options, slots: options.maxTargets + (options.migrationSlots ?? 0) });
  }

  obstacle(): string | undefined {
    return this.#slots.obstacle();
  }

  /** Pids of running kdamonds in the sysfs table that are not ours, as of `judgedMs` ago at most. */
  foreignKdamonds(): readonly number[] {
    return this.#slots.foreignKdamonds();
  }

  watch(pids: readonly number[], intervals: DamonIntervals): Promise<ReadonlyMap<number, string>> {
    return this.#inTurn(async () => {
      if (!this.#slots.isJudged() || !this.#isWatching(pids, intervals)) {
        return this.#slots.changing((record) => this.#watch(record, pids, intervals));
      }
      for (const [pid, watched] of this.#watched) await this.#renew(pid, watched);
      return new Map();
    });
  }

  snapshot(): Promise<ReadonlyMap<number, DamonRegions>> {
    return this.#inTurn(async () => {
      const found = new Map<number, DamonRegions>();
      for (const [pid, { use, intervals }] of this.#watched) {
        const regions = await this.#regions(use, intervals);
        if (regions !== undefined) found.set(pid, regions);
      }
      return found;
    });
  }

  kdamonds(): ReadonlyMap<number, number> {
    const running = new Map<number, number>();
    for (const [pid, { use }] of this.#watched) {
      if (use.kdamond !== null && this.#slots.lives.isAlive(use.kdamond)) running.set(pid, use.kdamond.pid);
    }
    return running;
  }

  cpuSeconds(): number | undefined {
    const ticks = [...this.kdamonds().values()].map((pid) => this.#slots.lives.cpuTicks(pid));
    return ticks.length === 0 ? undefined : ticks.reduce((sum, value) => sum + value, 0) / TICKS_A_SECOND;
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      if (readRecord(this.#slots.recordPath) === undefined) return;
      await this.#slots.changing(async (record) => {
        const self = this.#slots.lives.self();
        let left = record;
        for (const use of record.uses) if (isSameLife(use.owner, self)) left = await this.#slots.release(left, use);
        this.#watched.clear();
        await this.#slots.giveBack(left);
      });
    });
  }

  /** Whether these very processes are watched so already, each by a kdamond that runs. */
  #isWatching(pids: readonly number[], intervals: DamonIntervals): boolean {
    const wanted = new Set(pids);
    return wanted.size === this.#watched.size && [...wanted].every((pid) => this.#isWatched(pid, intervals));
  }

  #isWatched(pid: number, intervals: DamonIntervals): boolean {
    const watched = this.#watched.get(pid);
    const kdamond = watched?.use.kdamond;
    return !!watched && !!kdamond && this.#slots.lives.isAlive(kdamond) && sameIntervals(watched.intervals, intervals);
  }

  async #watch(
    first: DamonRecord,
    pids: readonly number[],
    intervals: DamonIntervals,
  ): Promise<ReadonlyMap<number, string>> {
    const wanted = new Set(pids);
    let record = first;
    for (const [pid, watched] of [...this.#watched]) {
      if (wanted.has(pid) && this.#isWatched(pid, intervals)) {
        await this.#renew(pid, watched);
        continue;
      }
      record = await this.#slots.release(record, watched.use);
      this.#watched.delete(pid);
    }
    const refused = new Map<number, string>();
    for (const pid of wanted) {
      if (this.#watched.has(pid)) continue;
      try {
        record = await this.#start(record, pid, intervals);
      } catch (error) {
        record = readRecord(this.#slots.recordPath) ?? record;
        const reason = refusalOf(error);
        if (reason === undefined) throw error;
        refused.set(pid, reason);
      }
    }
    return refused;
  }

  /** Puts a free slot to use for one process. On failure the slot is free again, on record too. */
  async #start(record: DamonRecord, pid: number, intervals: DamonIntervals): Promise<DamonRecord> {
    // Slots for migrations are not for watching, but one that migrates now is taken out of them already.
    const migrating = record.uses.filter((use) => use.target === PHYSICAL_TARGET).length;
    const spared = Math.max(0, (this.#options.migrationSlots ?? 0) - migrating);
    const { record: staged, use } = this.#slots.reserve(record, pid, spared);
    try {
      const ranges = this.#ranges(pid, intervals);
      await this.#slots.table.stage(use.slot, pid, intervals, ranges);
      await this.#slots.table.switchOn(use.slot);
      const started: SlotUse = { ...use, kdamond: await this.#slots.table.kdamond(use.slot) };
      this.#watched.set(pid, { use: started, intervals, ranges });
      return this.#slots.save({ ...staged, uses: [...record.uses, started] });
    } catch (error) {
      await this.#slots.release(staged, use);
      throw error;
    }
  }

  /** Follows the process's mappings: watched ranges that have become wrong are replaced. */
  async #renew(pid: number, watched: Watched): Promise<void> {
    const ranges = this.#ranges(pid, watched.intervals);
    if (ranges.length === 0 || !needsRenewal(watched.ranges, ranges)) return;
    if (!this.#slots.runs(watched.use)) return;
    if (await this.#slots.table.renew(watched.use.slot, ranges)) this.#watched.set(pid, { ...watched, ranges });
  }

  /** Half of the regions may be spent on ranges: the other half is for DAMON to split them. */
  #ranges(pid: number, intervals: DamonIntervals): readonly PageRange[] {
    return rangesOf(this.#options.mappings?.(pid) ?? [], Math.floor(intervals.maxRegions / 2));
  }

  async #regions(use: SlotUse, intervals: DamonIntervals): Promise<DamonRegions | undefined> {
    if (!this.#slots.runs(use) || !(await this.#slots.table.refresh(use.slot))) return undefined;
    try {
      const maxAccesses = Math.floor(intervals.aggregationUs / intervals.sampleUs);
      return await readRegions(this.#slots.table.triedRegions(use.slot), this.#options.pageSize, maxAccesses);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => sleep(0));
    return mine;
  }
}

function sameIntervals(a: DamonIntervals, b: DamonIntervals): boolean {
  return (
    a.sampleUs === b.sampleUs &&
    a.aggregationUs === b.aggregationUs &&
    a.updateUs === b.updateUs &&
    a.minRegions === b.minRegions &&
    a.maxRegions === b.maxRegions
  );
}

/** Why one process can't be watched; undefined for an error that is about DAMON as a whole. */
function refusalOf(error: unknown): string | undefined {
  switch (codeOf(error)) {
    case 'ENOSPC':
      return 'All of our DAMON slots are in use.';
    case 'EINVAL':
    case 'ESRCH':
      return 'The process is gone, or has no address space of its own.';
    default:
      return undefined;
  }
}
