import { holdsPages } from '../kernel/maps.js';
import type { ProcessFacts, ProcessPort, ReferencedMapping } from '../kernel/port.js';
import type { Probe, Sighting, Tracker } from './tracker.js';

/**
 * The fallback that every kernel has: clear the Referenced bits (clear_refs 1) and see in smaps which mappings were touched
 * since (proc(5)). It says how much of a mapping was accessed, never which pages, so nothing is moved by it alone.
 */
export class ReferencedTracker implements Tracker {
  readonly name = 'smaps-referenced';
  readonly pageGranular = false;
  readonly capacity = Number.POSITIVE_INFINITY;
  private targets: readonly number[] = [];
  /** Targets whose bits were cleared at the last look. */
  private cleared = new Set<number>();

  constructor(
    private readonly processes: ProcessPort,
    private readonly ownPid: number,
  ) {}

  probe(): Probe {
    if (this.processes.clearReferenced(this.ownPid)) return { works: true };
    return { works: false, reason: 'writing 1 to /proc/self/clear_refs was refused' };
  }

  async follow(targets: readonly ProcessFacts[]): Promise<void> {
    this.targets = targets.map((target) => target.identity.pid);
  }

  async look(): Promise<ReadonlyMap<number, Sighting>> {
    const sightings = new Map<number, Sighting>();
    const cleared = new Set<number>();
    for (const pid of this.targets) {
      try {
        const referenced = this.cleared.has(pid) ? this.processes.referenced(pid) : undefined;
        if (referenced) sightings.set(pid, sightingOf(referenced));
        if (this.processes.clearReferenced(pid)) cleared.add(pid);
      } catch {
        // A process that may not be read is not seen; the others are.
      }
      // smaps of a large process takes milliseconds; other work goes on between two of them.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.cleared = cleared;
    return sightings;
  }

  kernelCpuSeconds(): undefined {
    return undefined;
  }

  async stop(): Promise<void> {
    this.targets = [];
    this.cleared.clear();
  }
}

/** The referenced share of what is resident: nobody knows which pages, so all get the mapping's share. */
function sightingOf(all: readonly ReferencedMapping[]): Sighting {
  // [vsyscall] is at the end of the address space, where no page of a process can be.
  const referenced = all.filter(({ mapping }) => holdsPages(mapping));
  return {
    startPage: Float64Array.from(referenced, ({ mapping }) => mapping.startPage),
    pages: Float64Array.from(referenced, ({ mapping }) => mapping.pages),
    evidence: Uint8Array.from(referenced, ({ referencedBytes, residentBytes }) =>
      residentBytes > 0 ? Math.ceil((255 * Math.min(referencedBytes, residentBytes)) / residentBytes) : 0,
    ),
    looks: 1,
  };
}
