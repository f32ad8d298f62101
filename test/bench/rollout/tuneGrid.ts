/**
 * How good a search for parameters is: against a grid over the same two ranges at the cost of as many whole backtests, on small
 * traces of simulated hosts.
 */
import type { TraceMessage } from '../../../services/backtest/crew.js';
import { replayOptionsOf, type Trial } from '../../../services/backtest/crewMessages.js';
import { Replay } from '../../../services/backtest/replay.js';
import { talliesOf } from '../../../services/backtest/replayResult.js';
import { scoreOf } from '../../../services/backtest/report.js';
import { totalOf } from '../../../services/backtest/tally.js';
import type { PolicySpec } from '../../../services/core/policySpec.js';
import { parametersOf, policyWith, usualRange } from '../../../services/tune/parameters.js';
import { tune } from '../../../services/tune/tune.js';
import { FLEET_POLICY } from '../../fleet-sim/policy.js';
import { simulatedHost } from '../../fleet-sim/simulatedHost.js';
import { simulatedLoop } from '../../fleet-sim/simulatedLoop.js';
import { WORKLOADS, type WorkloadName } from '../../fleet-sim/workloads.js';
import { type Figure, figure } from '../figure.js';

const HOSTS = 12;
const WINDOWS = 180;
const BLOCKS = 60;
const SEEDS = 5;
const STEPS = 4;
const START_UNIX_MS = 1_700_000_000_000;
const PACE = { planEveryMs: 5000, planSeconds: 10 };
const RANGES = [usualRange('hotRate'), usualRange('exchangeHeatGap')];
const [entry] = FLEET_POLICY.classes;
const START: PolicySpec = {
  ...FLEET_POLICY,
  name: 'start',
  residenceSeconds: 120,
  exchangeHeatGap: 0.4,
  classes: [{ ...(entry as NonNullable<typeof entry>), hotRate: 0.5 }],
};
const PARAMETERS = parametersOf(START, RANGES);

export const TUNE_FIGURES = ['tune/grid', ...WORKLOADS.map((name) => `tune/grid:${name}`)];

export async function tuneGridBench(_runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const unit = `of the STAR-EST of the best of ${STEPS ** 2}, for as many backtests; median of ${SEEDS} seeds`;
  const figures: Figure[] = [];
  const all: number[] = [];
  for (const workload of WORKLOADS) {
    if (!wanted('tune/grid') && !wanted(`tune/grid:${workload}`)) continue;
    const ratios = await ratiosOf(workload);
    all.push(...ratios);
    figures.push(figure('rollout', `tune/grid:${workload}`, ratios, unit));
  }
  return [figure('rollout', 'tune/grid', all, unit), ...figures];
}

/** STAR-EST found as a share of the grid's best, by seed. */
async function ratiosOf(workload: WorkloadName): Promise<number[]> {
  const messages = recorded(workload);
  const grid = gridOf().map((values) => starOf(policyWith(START, PARAMETERS, values), messages));
  const read = async function* () {
    yield* messages;
  };
  const found: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const search = { start: START, ranges: RANGES, aim: { objective: 'star' as const }, seed, budget: STEPS ** 2 };
    const how = { holdOut: 0, pace: PACE, warmUpMs: 0, threads: 1, run: inOneGo };
    const quiet = { onPass: () => undefined, onBatches: () => undefined };
    const { rows } = await tune({ read, whyEmpty: () => workload }, { ...search, ...how }, quiet);
    found.push((rows[0]?.starEstimate ?? 1) / Math.min(...grid));
  }
  process.stderr.write(
    `tune/grid: ${workload}: ${found.map((each) => each.toFixed(4)).join(' ')} of the grid's best\n`,
  );
  return found;
}

/** The middles of as many equal parts of each range, by its logarithm. */
function gridOf(): number[][] {
  const [hot = [], gap = []] = PARAMETERS.map(({ least, most }) =>
    Array.from({ length: STEPS }, (_, i) => least * (most / least) ** ((i + 0.5) / STEPS)),
  );
  return hot.flatMap((a) => gap.map((b) => [a, b]));
}

function recorded(workload: WorkloadName): TraceMessage[] {
  const messages: TraceMessage[] = [];
  for (let index = 0; index < HOSTS; index++) {
    simulatedLoop({
      host: simulatedHost({ workload, blocks: BLOCKS, intervalSeconds: 10, index, residenceSeconds: 120 }),
      policy: undefined,
      windows: WINDOWS,
      intervalSeconds: 10,
      startUnixMs: START_UNIX_MS,
      publish: (bytes) => messages.push({ hostId: `host-${index}`, bytes }),
    });
  }
  return messages;
}

function starOf(spec: PolicySpec, messages: readonly TraceMessage[]): number {
  const replay = new Replay(replayOptionsOf({ policies: [spec], pace: PACE, warmUpMs: 0, baselines: false }));
  for (const { bytes } of messages) replay.take(bytes);
  return scoreOf(totalOf(talliesOf(replay.result).policies[0] ?? new Map())).starEstimate ?? 1;
}

async function inOneGo(trial: Trial, messages: AsyncIterable<TraceMessage>) {
  const replay = new Replay(replayOptionsOf(trial));
  for await (const { bytes } of messages) replay.take(bytes);
  return replay.result;
}
