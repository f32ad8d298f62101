import { createTallies, type ReplayTallies } from './hostReplay.js';
import { addTallies, addTally } from './tally.js';

/** What a replay has got through. */
export interface ReplayCounts {
  batches: number;
  runs: number;
  /** Messages that could not be read, repeats, and those of a former boot. */
  unreadable: number;
  repeats: number;
  fromUnixMs: number;
  toUnixMs: number;
}

export interface ReplayResult {
  /** By host id: sums over hosts are made in the order of their ids, so that they do not hang on who replayed what. */
  readonly hosts: ReadonlyMap<string, ReplayTallies>;
  readonly counts: Readonly<ReplayCounts>;
}

export function createCounts(): ReplayCounts {
  return { batches: 0, runs: 0, unreadable: 0, repeats: 0, fromUnixMs: Number.POSITIVE_INFINITY, toUnixMs: 0 };
}

/** Results of replays that had no host in common, as one. */
export function joined(results: readonly ReplayResult[]): ReplayResult {
  const counts = createCounts();
  for (const each of results) {
    for (const name of ['batches', 'runs', 'unreadable', 'repeats'] as const) counts[name] += each.counts[name];
    counts.fromUnixMs = Math.min(counts.fromUnixMs, each.counts.fromUnixMs);
    counts.toUnixMs = Math.max(counts.toUnixMs, each.counts.toUnixMs);
  }
  const hosts = results.flatMap((each) => [...each.hosts]).sort(([a], [b]) => (a < b ? -1 : 1));
  return { hosts: new Map(hosts), counts };
}

/** Of all hosts together. */
export function talliesOf({ hosts }: ReplayResult): ReplayTallies {
  const [first] = hosts.values();
  const sum = createTallies(first?.policies.length ?? 0);
  for (const [, { policies, nothing, recorded, optimum }] of [...hosts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const [i, tallies] of sum.policies.entries()) addTallies(tallies, policies[i] ?? new Map());
    addTallies(sum.nothing, nothing);
    addTallies(sum.recorded, recorded);
    addTally(sum.optimum, optimum);
  }
  return sum;
}
