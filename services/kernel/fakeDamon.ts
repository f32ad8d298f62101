/**
 * DAMON of the fake machine: regions are made of what tests have touched since the last snapshot.
 */
import { KernelError } from './errno.js';
import type { FakeProcess, Touch } from './fakeProcess.js';
import type { DamonIntervals, DamonPort, DamonRegions } from './port.js';

const KDAMOND_PID_BASE = 900_000;

interface Region {
  readonly startPage: number;
  readonly pages: number;
  readonly accesses: number;
  readonly age: number;
}

interface Watched {
  readonly process: FakeProcess;
  readonly kdamond: number;
  regions: readonly Region[];
}

export class FakeDamon implements DamonPort {
  /** Set by a test: what stands in the way. */
  blocked: string | undefined;
  /** CPU seconds that each snapshot costs a watched process's kdamond. */
  cpuSecondsASnapshot = 0.001;
  readonly #find: (pid: number) => FakeProcess | undefined;
  readonly #maxTargets: number;
  readonly #watched = new Map<number, Watched>();
  #intervals: DamonIntervals | undefined;
  #cpuSeconds = 0;
  #started = 0;

  constructor(find: (pid: number) => FakeProcess | undefined, maxTargets: number) {
    this.#find = find;
    this.#maxTargets = maxTargets;
  }

  obstacle(): string | undefined {
    return this.blocked;
  }

  async watch(pids: readonly number[], intervals: DamonIntervals): Promise<ReadonlyMap<number, string>> {
    if (this.blocked !== undefined) throw new KernelError('EBUSY', 'damon', this.blocked);
    this.#intervals = intervals;
    const refused = new Map<number, string>();
    for (const [pid, { process }] of [...this.#watched]) {
      if (!pids.includes(pid) || !process.alive) this.#watched.delete(pid);
    }
    for (const pid of pids) {
      if (this.#watched.has(pid)) continue;
      const process = this.#find(pid);
      if (process === undefined) refused.set(pid, 'The process is gone, or has no address space of its own.');
      else if (this.#watched.size >= this.#maxTargets) refused.set(pid, 'All of our DAMON slots are in use.');
      else {
        this.#started += 1;
        process.touches = [];
        this.#watched.set(pid, { process, kdamond: KDAMOND_PID_BASE + this.#started, regions: [] });
      }
    }
    return refused;
  }

  async snapshot(): Promise<ReadonlyMap<number, DamonRegions>> {
    const found = new Map<number, DamonRegions>();
    for (const [pid, watched] of this.#watched) {
      if (!watched.process.alive) continue;
      const maxAccesses = this.#maxAccesses();
      watched.regions = regionsOf(watched.process, watched.regions, maxAccesses);
      watched.process.touches = [];
      this.#cpuSeconds += this.cpuSecondsASnapshot;
      found.set(pid, columnsOf(watched.regions, maxAccesses));
    }
    return found;
  }

  kdamonds(): ReadonlyMap<number, number> {
    const living = [...this.#watched].filter(([, { process }]) => process.alive);
    return new Map(living.map(([pid, { kdamond }]) => [pid, kdamond]));
  }

  cpuSeconds(): number | undefined {
    return this.#watched.size === 0 ? undefined : this.#cpuSeconds;
  }

  async stop(): Promise<void> {
    this.#watched.clear();
  }

  #maxAccesses(): number {
    const intervals = this.#intervals;
    return intervals === undefined ? 1 : Math.max(1, Math.floor(intervals.aggregationUs / intervals.sampleUs));
  }
}

/** Cuts the address space, gaps included as DAMON does, wherever accesses change; age grows where they stayed. */
function regionsOf(process: FakeProcess, before: readonly Region[], maxAccesses: number): readonly Region[] {
  const first = process.areas[0]?.mapping;
  const last = process.areas[process.areas.length - 1]?.mapping;
  if (first === undefined || last === undefined) return [];
  const end = last.startPage + last.pages;
  const cuts = new Set([first.startPage, end]);
  for (const { startPage, pages } of [...process.touches, ...before]) {
    for (const cut of [startPage, startPage + pages]) if (cut > first.startPage && cut < end) cuts.add(cut);
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const regions: Region[] = [];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const startPage = edges[i] ?? 0;
    const pages = (edges[i + 1] ?? 0) - startPage;
    const accesses = Math.round(shareAt(process.touches, startPage) * maxAccesses);
    const was = before.find((region) => startPage >= region.startPage && startPage < region.startPage + region.pages);
    const age = was !== undefined && was.accesses === accesses ? was.age + 1 : 0;
    const previous = regions[regions.length - 1];
    if (previous !== undefined && previous.accesses === accesses && previous.age === age) {
      regions[regions.length - 1] = { ...previous, pages: previous.pages + pages };
    } else regions.push({ startPage, pages, accesses, age });
  }
  return regions;
}

function shareAt(touches: readonly Touch[], page: number): number {
  return touches.reduce(
    (most, touch) =>
      page >= touch.startPage && page < touch.startPage + touch.pages ? Math.max(most, touch.share) : most,
    0,
  );
}

function columnsOf(regions: readonly Region[], maxAccesses: number): DamonRegions {
  return {
    startPage: Float64Array.from(regions, (region) => region.startPage),
    pages: Float64Array.from(regions, (region) => region.pages),
    accesses: Uint32Array.from(regions, (region) => region.accesses),
    age: Uint32Array.from(regions, (region) => region.age),
    maxAccesses,
  };
}
