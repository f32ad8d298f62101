/**
 * The DAMON port over sysfs: one kdamond a watched process, on a table that we made and recorded.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DamonFiles } from './damonFiles.js';
import { underLock } from './damonLock.js';
import { type Judgement, judge } from './damonOwnership.js';
import { needsRenewal, type PageRange, rangesOf } from './damonRanges.js';
import { type DamonRecord, readRecord, removeRecord, type SlotUse, writeRecord } from './damonRecord.js';
import { readRegions } from './damonRegions.js';
import { DamonTable } from './damonTable.js';
import { codeOf, KernelError } from './errno.js';
import { isAbsent } from './files.js';
import { type Life, Lives } from './lives.js';
import type { DamonIntervals, DamonPort, DamonRegions, Mapping } from './port.js';

/** Clock ticks of /proc a second: USER_HZ is 100 on x86-64 and arm64. */
const TICKS_A_SECOND = 100;
/** Kernel modules that run a kdamond of their own, outside the sysfs table, and shut it out [5.16, 6.0, 6.17]. */
const MODULES = ['damon_reclaim', 'damon_lru_sort', 'damon_stat'] as const;

/**
 * While nothing is to be changed, whose the table is, is looked at so often: each look reads some files of every slot, and
 * before a command to a slot of ours its directory is looked at in any case.
 */
const JUDGED_MS = 10_000;

export interface DamonOptions {
  readonly procRoot: string;
  readonly sysRoot: string;
  /** Where the record and the lock lie; shared by the processes of ours on this host. */
  readonly runDir: string;
  readonly pageSize: number;
  /** Slots to make, and so the most processes that can be watched at once. */
  readonly maxTargets: number;
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
  readonly #table: DamonTable;
  readonly #lives: Lives;
  readonly #recordPath: string;
  readonly #lockPath: string;
  readonly #watched = new Map<number, Watched>();
  /** Changes and snapshots wait for one another: the kernel serves one request at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #judged: { readonly judgement: Judgement; readonly atMs: number } | undefined;

  constructor(options: DamonOptions) {
    this.#options = options;
    this.#lives = new Lives(options.procRoot, options.self);
    this.#table = new DamonTable(options.sysRoot, options.files, options.pageSize, (pid) => this.#lives.find(pid));
    this.#recordPath = `${options.runDir}/damon.json`;
    this.#lockPath = `${options.runDir}/damon.lock`;
  }

  obstacle(): string | undefined {
    return this.#obstacleOf(this.#judge(readRecord(this.#recordPath)));
  }

  #obstacleOf(judgement: Judgement): string | undefined {
    if (this.#table.size() === undefined) {
      return 'This kernel has no DAMON sysfs interface (CONFIG_DAMON_SYSFS), or sysfs is not mounted.';
    }
    if (judgement.kind === 'foreign') return judgement.reason;
    const [module] = this.#modules();
    if (module !== undefined) return `DAMON is in use by the kernel module ${module}.`;
    const refusal = this.#table.refusal();
    if (refusal !== undefined) return `DAMON can't be configured by this process: ${refusal} on ${this.#table.root}.`;
    return undefined;
  }

  /** Pids of running kdamonds in the sysfs table that are not ours, as of `judgedMs` ago at most. */
  foreignKdamonds(): readonly number[] {
    const judgement =
      this.#isJudged() && this.#judged ? this.#judged.judgement : this.#judge(readRecord(this.#recordPath));
    if (judgement.kind === 'foreign') return judgement.kdamonds;
    if (judgement.kind === 'free') return [];
    return judgement.foreign.flatMap((view) => (view.kdamond === undefined ? [] : [view.kdamond.pid]));
  }

  watch(pids: readonly number[], intervals: DamonIntervals): Promise<ReadonlyMap<number, string>> {
    return this.#inTurn(async () => {
      if (!this.#isJudged() || !this.#isWatching(pids, intervals)) {
        return this.#changing((record) => this.#watch(record, pids, intervals));
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
      if (use.kdamond !== null && this.#lives.isAlive(use.kdamond)) running.set(pid, use.kdamond.pid);
    }
    return running;
  }

  cpuSeconds(): number | undefined {
    const ticks = [...this.kdamonds().values()].map((pid) => this.#lives.cpuTicks(pid));
    return ticks.length === 0 ? undefined : ticks.reduce((sum, value) => sum + value, 0) / TICKS_A_SECOND;
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      if (readRecord(this.#recordPath) === undefined) return;
      await this.#changing(async (record) => {
        const self = this.#lives.self();
        let left = record;
        for (const use of record.uses) if (isSame(use.owner, self)) left = await this.#release(left, use);
        this.#watched.clear();
        await this.#giveBack(left);
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
    return !!watched && !!kdamond && this.#lives.isAlive(kdamond) && sameIntervals(watched.intervals, intervals);
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
      record = await this.#release(record, watched.use);
      this.#watched.delete(pid);
    }
    const refused = new Map<number, string>();
    for (const pid of wanted) {
      if (this.#watched.has(pid)) continue;
      try {
        record = await this.#start(record, pid, intervals);
      } catch (error) {
        record = readRecord(this.#recordPath) ?? record;
        const reason = refusalOf(error);
        if (reason === undefined) throw error;
        refused.set(pid, reason);
      }
    }
    return refused;
  }

  /** Puts a free slot to use for one process. On failure the slot is free again, on record too. */
  async #start(record: DamonRecord, pid: number, intervals: DamonIntervals): Promise<DamonRecord> {
    const judgement = this.#judge(record);
    const free = judgement.kind === 'ours' ? judgement.free[0] : undefined;
    if (free === undefined) throw new KernelError('ENOSPC', this.#table.root, 'All of our DAMON slots are in use.');
    const use: SlotUse = { slot: free.slot, inode: free.inode, owner: this.#lives.self(), target: pid, kdamond: null };
    const staged = this.#save({ ...record, uses: [...record.uses, use] });
    try {
      const ranges = this.#ranges(pid, intervals);
      await this.#table.stage(use.slot, pid, intervals, ranges);
      const started: SlotUse = { ...use, kdamond: await this.#table.switchOn(use.slot) };
      this.#watched.set(pid, { use: started, intervals, ranges });
      return this.#save({ ...staged, uses: [...record.uses, started] });
    } catch (error) {
      await this.#release(staged, use);
      throw error;
    }
  }

  /** Follows the process's mappings: watched ranges that have become wrong are replaced. */
  async #renew(pid: number, watched: Watched): Promise<void> {
    const ranges = this.#ranges(pid, watched.intervals);
    if (ranges.length === 0 || !needsRenewal(watched.ranges, ranges)) return;
    if (this.#table.inode(watched.use.slot) !== watched.use.inode) return;
    if (await this.#table.renew(watched.use.slot, ranges)) this.#watched.set(pid, { ...watched, ranges });
  }

  /** Half of the regions may be spent on ranges: the other half is for DAMON to split them. */
  #ranges(pid: number, intervals: DamonIntervals): readonly PageRange[] {
    return rangesOf(this.#options.mappings?.(pid) ?? [], Math.floor(intervals.maxRegions / 2));
  }

  /** Clears a slot of ours, if it still is ours, and takes it off the record. */
  async #release(record: DamonRecord, use: SlotUse): Promise<DamonRecord> {
    const judgement = this.#judge(record);
    const recorded = judgement.kind === 'ours' && judgement.proven.some((proven) => proven.slot === use.slot);
    if (recorded) await this.#table.clear(use.slot);
    return this.#save({ ...record, uses: record.uses.filter((other) => other.slot !== use.slot) });
  }

  /** Runs a change of the table under the lock, once the table is known to be ours and cleared of our dead. */
  async #changing<T>(change: (record: DamonRecord) => Promise<T>): Promise<T> {
    return await underLock(
      this.#lockPath,
      this.#lives.self(),
      (life) => this.#lives.isAlive(life),
      async () => change(await this.#claim()),
    );
  }

  /** The record of a table that is ours: as it stands, or made now. Throws a KernelError (EBUSY) when it is not. */
  async #claim(): Promise<DamonRecord> {
    const stored = readRecord(this.#recordPath);
    const judgement = this.#judge(stored);
    const obstacle = this.#obstacleOf(judgement);
    if (obstacle !== undefined) throw new KernelError('EBUSY', this.#table.root, obstacle);
    if (judgement.kind === 'ours' && stored !== undefined) {
      let record = stored.inodes.length > 0 ? stored : this.#save({ ...stored, inodes: this.#inodes() });
      const dead = judgement.proven.filter((use) => !this.#lives.isAlive(use.owner));
      for (const use of dead) record = await this.#release(record, use);
      const lost = new Set(judgement.lost.map((use) => use.slot));
      return this.#save({ ...record, uses: record.uses.filter((use) => !lost.has(use.slot)) });
    }
    const bootId = this.#lives.bootId();
    const draft = this.#save({ version: 1, bootId, slots: this.#options.maxTargets, inodes: [], uses: [] });
    await this.#table.resize(draft.slots);
    return this.#save({ ...draft, inodes: this.#inodes() });
  }

  /** Empties the table when nobody uses a slot of it any more. */
  async #giveBack(record: DamonRecord): Promise<void> {
    const judgement = this.#judge(record);
    if (record.uses.length > 0 || judgement.kind !== 'ours' || judgement.foreign.length > 0) return;
    await this.#table.resize(0);
    removeRecord(this.#recordPath);
  }

  async #regions(use: SlotUse, intervals: DamonIntervals): Promise<DamonRegions | undefined> {
    // The directory tells whether the slot is still the one we made: never command another.
    if (this.#table.inode(use.slot) !== use.inode || !(await this.#table.refresh(use.slot))) return undefined;
    try {
      const maxAccesses = Math.floor(intervals.aggregationUs / intervals.sampleUs);
      return await readRegions(this.#table.triedRegions(use.slot), this.#options.pageSize, maxAccesses);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  #judge(record: DamonRecord | undefined): Judgement {
    const judgement = judge(this.#table.slots(), record, this.#lives.bootId());
    this.#judged = { judgement, atMs: performance.now() };
    return judgement;
  }

  #isJudged(): boolean {
    return this.#judged !== undefined && performance.now() - this.#judged.atMs < (this.#options.judgedMs ?? JUDGED_MS);
  }

  #inodes(): readonly number[] {
    return this.#table.slots().map((view) => view.inode);
  }

  #save(record: DamonRecord): DamonRecord {
    writeRecord(this.#recordPath, record);
    return record;
  }

  #modules(): readonly string[] {
    return MODULES.filter((name) => {
      const enabled = this.#options.files.read(`${this.#options.sysRoot}/module/${name}/parameters/enabled`);
      return enabled === 'Y' || enabled === '1';
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => sleep(0));
    return mine;
  }
}

function isSame(a: Life, b: Life): boolean {
  return a.pid === b.pid && a.startTicks === b.startTicks;
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
