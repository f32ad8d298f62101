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

  /** One a page, 1 where it may not be on that node; undefined where all may. Pages ascend. */
  of(target: ProcessIdentity, pages: Float64Array, toNode: number): Uint8Array | undefined {
    const { bounds, mappings } = this.look(target);
    if (!bounds) return undefined;
    if (bounds.allowedNodes && !bounds.allowedNodes.has(toNode)) return new Uint8Array(pages.length).fill(1);
    const excluding = bounds.bindings.filter(({ nodes }) => !nodes.has(toNode));
    if (excluding.length === 0) return undefined;
    const ends = new Map(mappings.map(({ startPage, pages: length }) => [startPage, startPage + length]));
    const bound = new Uint8Array(pages.length);
    let at = 0;
    for (const { startPage } of excluding) {
      const end = ends.get(startPage) ?? startPage;
      while (at < pages.length && (pages[at] as number) < startPage) at++;
      for (; at < pages.length && (pages[at] as number) < end; at++) bound[at] = 1;
    }
    return bound.includes(1) ? bound : undefined;
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
