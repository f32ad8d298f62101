/** Where a workload's pages are and what it accessed, told by the workload itself: the truth that nothing else is held to. */

/** Pages or accesses by Linux node id, as the workload prints them. */
export type ByNode = Readonly<Record<string, number>>;

/** One report of test/workload. */
export interface WorkloadReport {
  /** Seconds since the workload started to work, by its own monotonic clock. */
  readonly t: number;
  /** Shifts of the hot set so far. */
  readonly phase: number;
  readonly hotByNode: ByNode;
  readonly warmByNode: ByNode;
  readonly coldByNode: ByNode;
  /** Accesses since the report before, by the node that the page is on now. */
  readonly accesses: ByNode;
}

export interface Placement {
  readonly t: number;
  readonly phase: number;
  /** Share of the hot set in the fast tier. */
  readonly hotOnFast: number;
  /** Share of the cold set in a slow tier. */
  readonly coldOnSlow: number;
  /** Share of accesses that hit a slow tier; undefined in a report without accesses. */
  readonly star: number | undefined;
  /** Share of the workload's memory in a slow tier. */
  readonly strr: number;
}

/** The bar of `up --once`. */
export const HOT_ON_FAST_GOAL = 0.95;
export const COLD_ON_SLOW_GOAL = 0.9;

/** A report from one line of the workload's output; undefined for its other lines (start, shift). */
export function parseReport(line: string): WorkloadReport | undefined {
  const parsed = JSON.parse(line) as Partial<WorkloadReport>;
  return parsed.hotByNode && parsed.coldByNode && parsed.accesses ? (parsed as WorkloadReport) : undefined;
}

export function placementOf(report: WorkloadReport, fastNodes: ReadonlySet<number>): Placement {
  const hot = split(report.hotByNode, fastNodes);
  const warm = split(report.warmByNode ?? {}, fastNodes);
  const cold = split(report.coldByNode, fastNodes);
  const accesses = split(report.accesses, fastNodes);
  const slow = hot.slow + warm.slow + cold.slow;
  const all = slow + hot.fast + warm.fast + cold.fast;
  return {
    t: report.t,
    phase: report.phase,
    hotOnFast: share(hot.fast, hot.fast + hot.slow) ?? 0,
    coldOnSlow: share(cold.slow, cold.fast + cold.slow) ?? 0,
    star: share(accesses.slow, accesses.fast + accesses.slow),
    strr: share(slow, all) ?? 0,
  };
}

export function isPlaced(placement: Placement): boolean {
  return placement.hotOnFast >= HOT_ON_FAST_GOAL && placement.coldOnSlow >= COLD_ON_SLOW_GOAL;
}

function split(byNode: ByNode, fastNodes: ReadonlySet<number>): { fast: number; slow: number } {
  const sums = { fast: 0, slow: 0 };
  for (const [node, count] of Object.entries(byNode)) sums[fastNodes.has(Number(node)) ? 'fast' : 'slow'] += count;
  return sums;
}

function share(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined;
}
