/**
 * DAMON's table of kdamonds in sysfs (Documentation/admin-guide/mm/damon/usage.rst): looking at it, and changing one
 * slot. Knows paths and orders, not whose a slot is: that is damonOwnership.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DamonFiles } from './damonFiles.js';
import type { SlotView } from './damonOwnership.js';
import type { PageRange } from './damonRanges.js';
import { KernelError } from './errno.js';
import type { Life } from './lives.js';
import type { DamonIntervals } from './port.js';

/** The kernel turns requests away while it serves another (mutex_trylock in state_store, mm/damon/sysfs.c). */
const BUSY_RETRY_MS = 10;
const BUSY_LIMIT_MS = 10_000;
/** So often a slot is asked at once for its state, before it counts as one that may be on. */
const MOST_ASKED = 10;
/** So long a look waits for a kernel that is busy; the lock is held for an aggregation interval at most. */
const ANSWER_LIMIT_MS = 1000;
/** nr_accesses and age are unsigned int, sizes are unsigned long. Their maxima are 0 by default, which matches nothing. */
const MAX_U32 = '4294967295';
const MAX_U64 = '18446744073709551615';

export class DamonTable {
  /** e.g. /sys/kernel/mm/damon/admin/kdamonds */
  readonly root: string;
  readonly #files: DamonFiles;
  readonly #lifeOf: (pid: number) => Life | undefined;

  readonly #pageSize: number;

  constructor(sysRoot: string, files: DamonFiles, pageSize: number, lifeOf: (pid: number) => Life | undefined) {
    this.#pageSize = pageSize;
    this.root = `${sysRoot}/kernel/mm/damon/admin/kdamonds`;
    this.#files = files;
    this.#lifeOf = lifeOf;
  }

  /** undefined when this kernel has no DAMON sysfs interface. */
  size(): number | undefined {
    const text = this.#files.read(`${this.root}/nr_kdamonds`);
    return text === undefined ? undefined : Number(text);
  }

  /** Errno name of what forbids writing; undefined when the table can be written. */
  refusal(): string | undefined {
    return this.#files.refusal(`${this.root}/nr_kdamonds`);
  }

  slots(): readonly SlotView[] {
    return Array.from({ length: this.size() ?? 0 }, (_, slot) => this.slot(slot));
  }

  slot(slot: number): SlotView {
    const path = this.path(slot);
    const on = !this.#isOff(slot);
    const pid = on ? Number(this.#files.read(`${path}/pid`) ?? -1) : -1;
    const blank = (this.#files.read(`${path}/contexts/nr_contexts`) ?? '0') === '0';
    const target = blank ? undefined : this.#files.read(`${path}/contexts/0/targets/0/pid_target`);
    return {
      slot,
      inode: this.inode(slot) ?? 0,
      on,
      kdamond: pid > 0 ? this.#lifeOf(pid) : undefined,
      target: target === undefined ? undefined : Number(target),
      blank,
    };
  }

  /** For sure: a kernel that is busy with another request does not say, and then the slot may be on. */
  #isOff(slot: number): boolean {
    const path = `${this.path(slot)}/state`;
    // A kdamond takes the lock for an instant each time it samples.
    for (let asked = 0; asked < MOST_ASKED; asked++) {
      const state = this.#files.read(path);
      if (state !== undefined) return state === 'off';
    }
    return false;
  }

  /** Waits until the kernel says of every slot whether it is on, for a second at most. */
  async answers(): Promise<void> {
    for (let waited = 0; waited < ANSWER_LIMIT_MS; waited += BUSY_RETRY_MS) {
      const states = Array.from({ length: this.size() ?? 0 }, (_, slot) => `${this.path(slot)}/state`);
      if (states.every((path) => this.#files.read(path) !== undefined)) return;
      await sleep(BUSY_RETRY_MS);
    }
  }

  inode(slot: number): number | undefined {
    return this.#files.inode(this.path(slot));
  }

  path(slot: number): string {
    return `${this.root}/${slot}`;
  }

  async resize(slots: number): Promise<void> {
    await this.write(`${this.root}/nr_kdamonds`, String(slots));
  }

  /**
   * Stages one slot to watch the address space of one process, with one scheme that matches every region and does
   * nothing (`stat`): its tried regions are the snapshot. Without ranges, or on a kernel that takes none, DAMON chooses
   * them itself. Throws a KernelError, ENOTSUP without vaddr.
   */
  async stage(slot: number, target: number, intervals: DamonIntervals, ranges: readonly PageRange[]): Promise<void> {
    const contexts = `${this.path(slot)}/contexts`;
    const context = `${contexts}/0`;
    await this.write(`${contexts}/nr_contexts`, '1');
    const operations = this.#files.read(`${context}/avail_operations`) ?? '';
    const available = operations.split(/\s+/);
    if (!available.includes('vaddr')) {
      throw new KernelError(
        'ENOTSUP',
        `${context}/avail_operations`,
        'This kernel has DAMON without virtual address spaces (CONFIG_DAMON_VADDR).',
      );
    }
    const fixed = ranges.length > 0 && available.includes('fvaddr');
    await this.write(`${context}/operations`, fixed ? 'fvaddr' : 'vaddr');
    await this.write(`${context}/targets/nr_targets`, '1');
    await this.write(`${context}/targets/0/pid_target`, String(target));
    if (fixed) await this.writeRanges(slot, ranges);
    const attributes = `${context}/monitoring_attrs`;
    await this.write(`${attributes}/intervals/sample_us`, String(intervals.sampleUs));
    await this.write(`${attributes}/intervals/aggr_us`, String(intervals.aggregationUs));
    await this.write(`${attributes}/intervals/update_us`, String(intervals.updateUs));
    // The maximum first: a minimum above the default maximum could be turned away.
    await this.write(`${attributes}/nr_regions/max`, String(intervals.maxRegions));
    await this.write(`${attributes}/nr_regions/min`, String(intervals.minRegions));
    await this.write(`${context}/schemes/nr_schemes`, '1');
    const scheme = `${context}/schemes/0`;
    await this.write(`${scheme}/action`, 'stat');
    await this.write(`${scheme}/access_pattern/sz/max`, MAX_U64);
    await this.write(`${scheme}/access_pattern/nr_accesses/max`, MAX_U32);
    await this.write(`${scheme}/access_pattern/age/max`, MAX_U32);
  }

  /**
   * Gives a running slot other ranges; what lies in both keeps its history (damon_set_regions in mm/damon/core.c). False
   * when its kdamond no longer runs, or chooses ranges itself.
   */
  async renew(slot: number, ranges: readonly PageRange[]): Promise<boolean> {
    if (this.#files.read(`${this.path(slot)}/contexts/0/operations`) !== 'fvaddr') return false;
    try {
      await this.writeRanges(slot, ranges);
      await this.write(`${this.path(slot)}/state`, 'commit');
      return true;
    } catch (error) {
      if (error instanceof KernelError && (error.code === 'EINVAL' || error.code === 'EPERM')) return false;
      throw error;
    }
  }

  /** Stages the ranges of the only target. Throws a KernelError. */
  async writeRanges(slot: number, ranges: readonly PageRange[]): Promise<void> {
    const regions = `${this.path(slot)}/contexts/0/targets/0/regions`;
    await this.write(`${regions}/nr_regions`, String(ranges.length));
    for (const [index, { start, end }] of ranges.entries()) {
      await this.write(`${regions}/${index}/start`, String(start * this.#pageSize));
      await this.write(`${regions}/${index}/end`, String(end * this.#pageSize));
    }
  }

  /** Switches a staged slot on. Throws a KernelError: EINVAL when the target is gone. */
  async switchOn(slot: number): Promise<void> {
    await this.write(`${this.path(slot)}/state`, 'on');
  }

  /** The kdamond of a slot that was switched on. Throws a KernelError, ESRCH when it has ended. */
  async kdamond(slot: number): Promise<Life> {
    for (let waited = 0; waited < BUSY_LIMIT_MS; waited += BUSY_RETRY_MS) {
      const view = this.slot(slot);
      if (view.kdamond !== undefined) return view.kdamond;
      if (!view.on) break;
      await sleep(BUSY_RETRY_MS);
    }
    throw new KernelError('ESRCH', `${this.path(slot)}/state`, 'The kdamond ended at once: its target is gone.');
  }

  /** Switches a slot off and takes what was staged out of it. Either may have happened already. */
  async clear(slot: number): Promise<void> {
    await this.switchOff(slot);
    await this.write(`${this.path(slot)}/contexts/nr_contexts`, '0');
  }

  async switchOff(slot: number): Promise<void> {
    if (this.#isOff(slot)) return;
    try {
      await this.write(`${this.path(slot)}/state`, 'off');
    } catch (error) {
      // EPERM and EINVAL are the answers about a kdamond that has stopped by itself meanwhile.
      if (!(error instanceof KernelError) || (error.code !== 'EPERM' && error.code !== 'EINVAL')) throw error;
    }
  }

  /** Has the kernel renew the tried regions of a slot: false when its kdamond no longer runs. Blocks for an aggregation. */
  async refresh(slot: number): Promise<boolean> {
    try {
      await this.write(`${this.path(slot)}/state`, 'update_schemes_tried_regions');
      return true;
    } catch (error) {
      if (error instanceof KernelError && (error.code === 'EINVAL' || error.code === 'ENOENT')) return false;
      throw error;
    }
  }

  /** Names of the operations that the context of a slot can have; the slot must have one. */
  operations(slot: number): readonly string[] {
    return (this.#files.read(`${this.path(slot)}/contexts/0/avail_operations`) ?? '').split(/\s+/);
  }

  /** A figure of a slot's only scheme, as of the last `update_schemes_stats`; undefined when it is absent. */
  stat(slot: number, name: 'sz_tried' | 'sz_applied'): number | undefined {
    const text = this.#files.read(`${this.path(slot)}/contexts/0/schemes/0/stats/${name}`);
    return text === undefined ? undefined : Number(text);
  }

  /** Directory of a slot's tried regions. */
  triedRegions(slot: number): string {
    return `${this.path(slot)}/contexts/0/schemes/0/tried_regions`;
  }

  /** One write, again for as long as the kernel is busy with another request. Throws a KernelError. */
  async write(path: string, text: string): Promise<void> {
    for (let waited = 0; ; waited += BUSY_RETRY_MS) {
      try {
        await this.#files.write(path, text);
        return;
      } catch (error) {
        if (!(error instanceof KernelError) || error.code !== 'EBUSY' || waited >= BUSY_LIMIT_MS) throw error;
        await sleep(BUSY_RETRY_MS);
      }
    }
  }
}
