import { type ReplayResult, talliesOf } from './replayResult.js';
import { type Tallies, type Tally, totalOf } from './tally.js';

/** What one way of going about it came to. Undefined: nothing was accessed, resident or judged. */
export interface Score {
  /** Share of accesses that hit a slow tier, estimated from access bits: accessRate.ts says how. */
  readonly starEstimate: number | undefined;
  /** Share of watched memory that was in a slow tier, over time. */
  readonly strr: number | undefined;
  readonly bytesMoved: number;
  readonly promotedBytes: number;
  readonly demotedBytes: number;
  /** Share of the moves judged that went back within the window after them, or were promoted and stayed cold. */
  readonly uselessShare: number | undefined;
  readonly uselessBytes: number;
  readonly judgedBytes: number;
}

export interface ScoreRow extends Score {
  /** candidate, running, nothing, recorded or optimum. */
  readonly of: 'candidate' | 'running' | 'nothing' | 'recorded' | 'optimum';
  /** Class name; undefined for all together. */
  readonly class?: string;
  /** starEstimate above the optimum's. */
  readonly regret?: number;
}

export interface BacktestReport {
  readonly formatVersion: 1;
  readonly hosts: readonly string[];
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly batches: number;
  readonly runs: number;
  readonly unreadable: number;
  readonly repeats: number;
  readonly rows: readonly ScoreRow[];
}

/** Of a replay with baselines: the first policy is the one on trial, the second, where there is one, the running one. */
export function reportOf(result: ReplayResult): BacktestReport {
  const { counts } = result;
  const tallies = talliesOf(result);
  const optimum = scoreOf(tallies.optimum);
  const [candidate = NONE, running = NONE] = tallies.policies;
  const { nothing, recorded } = tallies;
  const rows: ScoreRow[] = [];
  for (const [of, each] of Object.entries({ candidate, running, nothing, recorded }) as [ScoreRow['of'], Tallies][]) {
    if (each.size === 0) continue;
    const total = scoreOf(totalOf(each));
    const regret =
      total.starEstimate === undefined || optimum.starEstimate === undefined
        ? {}
        : { regret: total.starEstimate - optimum.starEstimate };
    rows.push({ of, ...total, ...regret });
    for (const [name, tally] of [...each].sort(([a], [b]) => (a < b ? -1 : 1))) {
      rows.push({ of, class: name, ...scoreOf(tally) });
    }
  }
  rows.push({ of: 'optimum', ...optimum });
  return {
    formatVersion: 1,
    hosts: [...result.hosts.keys()].sort(),
    ...counts,
    rows,
  };
}

const NONE: Tallies = new Map();

export function scoreOf(tally: Tally): Score {
  const share = (part: number, whole: number): number | undefined => (whole > 0 ? part / whole : undefined);
  const uselessBytes = tally.wentBackBytes + tally.stayedColdBytes;
  return {
    starEstimate: share(tally.slowAccesses, tally.accesses),
    strr: share(tally.slowByteSeconds, tally.byteSeconds),
    bytesMoved: tally.promotedBytes + tally.demotedBytes,
    promotedBytes: tally.promotedBytes,
    demotedBytes: tally.demotedBytes,
    uselessShare: share(uselessBytes, tally.judgedBytes),
    uselessBytes,
    judgedBytes: tally.judgedBytes,
  };
}
