import { runTrial, type TraceMessage } from '../backtest/crew.js';
import { type ReplayResult, talliesOf } from '../backtest/replayResult.js';
import { type Score, scoreOf } from '../backtest/report.js';
import { totalOf } from '../backtest/tally.js';
import type { Pace } from '../backtest/world.js';
import type { PolicySpec } from '../core/policySpec.js';
import { type Part, within } from './parts.js';

export interface TrialOptions {
  readonly pace: Pace;
  readonly warmUpMs: number;
  readonly threads: number;
  /** What replays messages under a trial; worker threads when left out. */
  readonly run?: typeof runTrial;
}

/** Backtests of many policies on parts of the same data, which is read from its beginning for each. */
export class Trials {
  constructor(
    private readonly read: () => AsyncIterable<TraceMessage>,
    private readonly options: TrialOptions,
    private readonly onBatches: (batches: number) => void,
  ) {}

  /** One policy on everything, with what it is to be compared with. */
  whole(policy: PolicySpec): Promise<ReplayResult> {
    const { pace, warmUpMs, threads, run = runTrial } = this.options;
    return run({ pace, warmUpMs, policies: [policy], baselines: true }, this.read(), threads, this.onBatches);
  }

  /** Scores of policies on a part, in their order. */
  async scores(policies: readonly PolicySpec[], part: Part): Promise<Score[]> {
    const { pace, warmUpMs, threads, run = runTrial } = this.options;
    // Hosts are what threads share out; where there are too few, each takes some of the policies.
    const crews = part.hosts.size >= 2 * threads ? 1 : Math.min(threads, policies.length);
    const size = Math.ceil(policies.length / crews);
    const slices = Array.from({ length: crews }, (_, i) => policies.slice(i * size, (i + 1) * size));
    const results = await Promise.all(
      slices
        .filter((slice) => slice.length > 0)
        .map((slice, i) => {
          const trial = { pace, warmUpMs, policies: slice, baselines: false };
          const heard = i === 0 ? this.onBatches : undefined;
          return run(trial, within(this.read(), part), crews === 1 ? threads : 1, heard);
        }),
    );
    return results.flatMap((result) => talliesOf(result).policies.map((tallies) => scoreOf(totalOf(tallies))));
  }
}
