// What the workload says of itself, one JSON object a line: see README.md beside this file.

export type ByNode = Readonly<Record<string, number>>;

export interface WorkloadStart {
  readonly event: 'start';
  readonly t: number;
  readonly pid: number;
  readonly pageSize: number;
  readonly basePage: number;
  readonly pages: number;
  readonly hotStartPage: number;
  readonly hotPages: number;
  readonly warmStartPage: number;
  readonly warmPages: number;
  readonly coldStartPage: number;
  readonly coldPages: number;
  readonly unixMs: number;
}

export interface WorkloadTurn {
  readonly event: 'shift' | 'end';
  readonly t: number;
  readonly pid: number;
  readonly phase: number;
  readonly hotStartPage: number;
  readonly hotPages: number;
}

export interface WorkloadReport {
  readonly event?: undefined;
  readonly t: number;
  readonly pid: number;
  readonly phase: number;
  readonly hotPages: number;
  readonly warmPages: number;
  readonly coldPages: number;
  readonly hotByNode: ByNode;
  readonly warmByNode: ByNode;
  readonly coldByNode: ByNode;
  readonly notResident: number;
  /** Since the report before, by the node that the page is on now. */
  readonly accesses: ByNode;
  readonly accessesNotResident: number;
  /** Since the start. */
  readonly accessesTotal: number;
  /** What asking the kernel for every page's node took, in a thread of its own. */
  readonly queryMs: number;
}

/** Where the hot set alone is: between reports, with `--hot-report-interval-ms`. */
export interface WorkloadHot {
  readonly event: 'hot';
  readonly t: number;
  readonly pid: number;
  readonly phase: number;
  readonly hotPages: number;
  readonly hotByNode: ByNode;
  readonly notResident: number;
}

export type WorkloadLine = WorkloadStart | WorkloadHot | WorkloadTurn | WorkloadReport;

export function parseWorkloadLine(line: string): WorkloadLine {
  return JSON.parse(line) as WorkloadLine;
}

/** The whole lines of a text; a last line that is cut off is left out. */
export function parseWorkload(text: string): WorkloadLine[] {
  return text.split('\n').slice(0, -1).map(parseWorkloadLine);
}

export function workloadReports(lines: readonly WorkloadLine[]): WorkloadReport[] {
  return lines.filter((line): line is WorkloadReport => line.event === undefined);
}

/** Share of `byNode` on the nodes given; NaN when there is nothing at all. */
export function shareOn(byNode: ByNode, nodes: readonly number[]): number {
  const all = Object.values(byNode).reduce((sum, count) => sum + count, 0);
  return nodes.reduce((sum, node) => sum + (byNode[String(node)] ?? 0), 0) / all;
}

/** True STAR of the time since the report before: accesses to slow nodes among all. NaN when there were none. */
export function trueStar(report: WorkloadReport, slowNodes: readonly number[]): number {
  return shareOn(report.accesses, slowNodes);
}
