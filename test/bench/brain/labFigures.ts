import { FAST_NODE, type GuestLine, type HotLine } from './labTask.js';

/** One phase of one run: from the instant that its hot set became hot to the end of its settling. */
export interface PlacedPhase {
  readonly phase: number;
  /** Seconds until this share of the hot set is fast, by the workload's clock; Infinity when the phase ends before. */
  secondsTo(share: number): number;
  /** Share of the hot set that is fast at the end. */
  readonly fastAtEnd: number;
  /**
   * Pages that migrated in the guest, over those that had to: the hot pages not fast when the phase began, each twice, for
   * another has to make room. NaN when none had to.
   */
  readonly movedOverNeeded: number;
}

export function placedPhases(lines: readonly GuestLine[]): PlacedPhase[] {
  const looks = lines.filter((line) => line.event === 'hot');
  const phases = [...new Set(looks.map(({ phase }) => phase))];
  return phases.map((phase) => placedPhase(looks.filter((look) => look.phase === phase)));
}

function placedPhase(looks: readonly HotLine[]): PlacedPhase {
  const first = looks[0] as HotLine;
  const last = looks.at(-1) as HotLine;
  const needed = 2 * (first.hotPages - fastPages(first));
  return {
    phase: first.phase,
    secondsTo: (share) =>
      (looks.find((look) => fastPages(look) >= share * look.hotPages)?.t ?? Number.POSITIVE_INFINITY) - first.t,
    fastAtEnd: fastPages(last) / last.hotPages,
    movedOverNeeded: needed > 0 ? (last.moved.migrated - first.moved.migrated) / needed : Number.NaN,
  };
}

function fastPages(look: HotLine): number {
  return look.hotByNode[FAST_NODE] ?? 0;
}

/** How far a cgroup went over its ceiling, in shares of the ceiling. */
export interface CeilingExcess {
  readonly p95: number;
  readonly worst: number;
  /** Seconds of the longest time on end above the ceiling by more than 2 %. */
  readonly recoverySeconds: number;
}

export const CEILING_SLACK = 0.02;

/** `lines`: one a second. Throws RangeError without any. */
export function ceilingExcess(lines: readonly GuestLine[], ceilingBytes: number): CeilingExcess {
  const excess = lines
    .filter((line) => line.event === 'fast')
    .map(({ bytes }) => Math.max(0, bytes - ceilingBytes) / ceilingBytes);
  if (excess.length === 0) throw new RangeError('no second was looked at');
  let above = 0;
  let recoverySeconds = 0;
  for (const each of excess) {
    above = each > CEILING_SLACK ? above + 1 : 0;
    recoverySeconds = Math.max(recoverySeconds, above);
  }
  const sorted = [...excess].sort((a, b) => a - b);
  return {
    p95: sorted[Math.ceil(0.95 * sorted.length) - 1] as number,
    worst: sorted.at(-1) as number,
    recoverySeconds,
  };
}
