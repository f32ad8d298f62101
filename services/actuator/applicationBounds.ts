import type { RangeColumns } from '../contract/ranges.js';
import type { Mapping, MemoryBounds, ProcessIdentity, ProcessPort } from '../kernel/port.js';
import type { Clock } from './clock.js';

/** The kernel walks all page tables of the process to write numa_maps: what took t is not read again for t / this share. */
const READ_SHARE = 0.02;
const KEPT_MS = 5000;
const MOST_PROCESSES = 64;

interface Known {
  readonly startTicks: number;
  readonly bounds: MemoryBounds | undefined;
  readonly mappings: readonly Mapping[];
  readonly untilMs: number;
}

/** Which pages of a process its application has bound to nodes, by memory policy or by cpuset. */
export class ApplicationBounds {
  private readonly known = new Map<number, Known>();

  constructor(
    private readonly processes: Pick<ProcessPort, 'bounds' | 'mappings'>,
    private readonly clock: Clock,
  ) {}

  /** Ranges of pages, ascending, that may not be on that node; undefined where all may. */
  of(target: ProcessIdentity, toNode: number): RangeColumns | undefined {
    const { bounds, mappings } = this.look(target);
    if (!bounds) return undefined;
    if (bounds.allowedNodes && !bounds.allowedNodes.has(toNode)) {
      return { startPage: Float64Array.of(0), pages: Float64Array.of(Number.MAX_SAFE_INTEGER) };
    }
    const excluding = bounds.bindings.filter(({ nodes }) => !nodes.has(toNode));
    if (excluding.length === 0) return undefined;
    const lengths = new Map(mappings.map(({ startPage, pages }) => [startPage, pages]));
    const bound = excluding.filter(({ startPage }) => lengths.has(startPage)).sort((a, b) => a.startPage - b.startPage);
    if (bound.length === 0) return undefined;
    return {
      startPage: Float64Array.from(bound, ({ startPage }) => startPage),
      pages: Float64Array.from(bound, ({ startPage }) => lengths.get(startPage) ?? 0),
    };
  }

  private look({ pid, startTicks }: ProcessIdentity): Known {
    const before = this.known.get(pid);
    const began = this.clock.monotonicMs();
    if (before && before.startTicks === startTicks && began < before.untilMs) return before;
    const bounds = this.processes.bounds(pid);
    const mappings = bounds && bounds.bindings.length > 0 ? (this.processes.mappings(pid) ?? []) : [];
    const now = this.clock.monotonicMs();
    const untilMs = now + Math.max(KEPT_MS, (now - began) / READ_SHARE);
    const found: Known = { startTicks, bounds, mappings, untilMs };
    this.known.delete(pid);
    this.known.set(pid, found);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST_PROCESSES) break;
      this.known.delete(oldest);
    }
    return found;
  }
}
