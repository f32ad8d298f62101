import type { DamonIntervals, DamonPort, DamonRegions, ProcessFacts } from '../kernel/port.js';
import type { Probe, Sighting, Tracker } from './tracker.js';

/** The faintest evidence there is: seen, but in none of the looks that the snapshot covers. */
const FAINT = 1;
const MICROSECONDS = 1e6;

/**
 * DAMON's virtual address monitoring: the kernel samples one page a region and interval, and splits and joins regions so
 * that each is alike (Park, Lee, Yeom: "Profiling Dynamic Data Access Patterns with Controlled Overhead and Quality",
 * Middleware '19; Documentation/mm/damon/design.rst).
 */
export class DamonTracker implements Tracker {
  readonly name = 'damon';
  readonly pageGranular = true;
  private lastLookSeconds: number | undefined;

  constructor(
    private readonly damon: DamonPort,
    private readonly intervals: DamonIntervals,
    readonly capacity: number,
    /** Monotonic seconds. */
    private readonly clock: () => number,
  ) {}

  probe(): Probe {
    const reason = this.damon.obstacle();
    return reason === undefined ? { works: true } : { works: false, reason };
  }

  async follow(targets: readonly ProcessFacts[]): Promise<void> {
    await this.damon.watch(
      targets.map((target) => target.identity.pid),
      this.intervals,
    );
  }

  async look(): Promise<ReadonlyMap<number, Sighting>> {
    const regions = await this.damon.snapshot();
    const now = this.clock();
    const since = this.lastLookSeconds === undefined ? 0 : now - this.lastLookSeconds;
    this.lastLookSeconds = now;
    const intervals = (since * MICROSECONDS) / this.intervals.aggregationUs;
    const sightings = new Map<number, Sighting>();
    for (const [pid, found] of regions) sightings.set(pid, sightingOf(found, intervals));
    return sightings;
  }

  kernelCpuSeconds(): number | undefined {
    return this.damon.cpuSeconds();
  }

  async stop(): Promise<void> {
    await this.damon.stop();
  }
}

/**
 * A snapshot holds the last aggregation interval alone, but a region's age tells how long it has looked so: one that is
 * idle now and has been for fewer intervals than have passed since the last look was accessed in between.
 */
export function sightingOf(regions: DamonRegions, intervalsSinceLastLook: number): Sighting {
  const count = regions.startPage.length;
  const evidence = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const accesses = regions.accesses[i] as number;
    const share = Math.round((Math.min(accesses, regions.maxAccesses) / regions.maxAccesses) * 255);
    const changedSince = (regions.age[i] as number) < Math.floor(intervalsSinceLastLook);
    evidence[i] = accesses > 0 ? Math.max(share, FAINT) : changedSince ? FAINT : 0;
  }
  return { startPage: regions.startPage, pages: regions.pages, evidence, looks: regions.maxAccesses };
}
