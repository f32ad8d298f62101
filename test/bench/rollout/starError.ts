/**
 * Backtest against what then happens: hosts of the simulator are recorded under one policy, the backtest says from the batches
 * they published what STAR another one would have, and the same hosts are then run under that one. Truth is the simulator's
 * count of true accesses.
 */
import { Replay } from '../../../services/backtest/replay.js';
import { talliesOf } from '../../../services/backtest/replayResult.js';
import { totalOf } from '../../../services/backtest/tally.js';
import type { Policy } from '../../../services/core/policy.js';
import { FLEET_POLICY, soundPolicy } from '../../fleet-sim/policy.js';
import { simulatedHost } from '../../fleet-sim/simulatedHost.js';
import { PLAN_EVERY_MS, simulatedLoop } from '../../fleet-sim/simulatedLoop.js';
import { WORKLOADS, type WorkloadName } from '../../fleet-sim/workloads.js';
import { type Figure, figure } from '../figure.js';

const HOSTS = 4;
const BLOCKS = 2000;
const INTERVALS_SECONDS = [10, 60];
const HOURS = 2;
const START_UNIX_MS = 1_700_000_000_000;
/** 10 % of STAR, or a tenth of a percentage point where that is more. */
const allowed = (star: number): number => Math.max(0.1 * star, 0.001);

const [base] = FLEET_POLICY.classes;
const classOf = (changes: object) => [{ ...(base as NonNullable<typeof base>), ...changes }];
/** One that is good for these workloads, one that exchanges little, one that demotes by age alone and soon. */
const POLICIES: Readonly<Record<string, Policy | undefined>> = {
  nothing: undefined,
  fleet: soundPolicy(FLEET_POLICY),
  lazy: soundPolicy({ ...FLEET_POLICY, name: 'lazy', exchangeHeatGap: 0.3, classes: classOf({ hotRate: 0.3 }) }),
  eager: soundPolicy({ ...FLEET_POLICY, name: 'eager', classes: classOf({ coldAgeSeconds: 120, hotRate: 0.2 }) }),
};
/** Recorded under, predicted for. */
const CASES = [
  ['nothing', 'fleet'],
  ['lazy', 'fleet'],
  ['fleet', 'lazy'],
  ['fleet', 'eager'],
] as const;

export const STAR_FIGURES = ['star-error', ...WORKLOADS.map((name) => `star-error:${name}`)];

export async function starErrorBench(_runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const worst = new Map<string, number[]>();
  for (const workload of WORKLOADS) {
    if (!wanted('star-error') && !wanted(`star-error:${workload}`)) continue;
    for (const intervalSeconds of INTERVALS_SECONDS) {
      for (const [under, policy] of CASES) {
        const { predicted, truth } = errorOf(workload, intervalSeconds, under, policy);
        const error = Math.abs(predicted - truth) / allowed(truth);
        worst.set(workload, [...(worst.get(workload) ?? []), error]);
        const line = `${workload} ${intervalSeconds} s, ${under} -> ${policy}: predicted ${predicted.toFixed(5)}, true ${truth.toFixed(5)}`;
        process.stderr.write(`star-error: ${line}, ${error.toFixed(2)} of what is allowed\n`);
      }
    }
  }
  const unit = 'of the error allowed, max(10 %, 0.1 pp), the worst';
  const of = (name: string, errors: readonly number[]): Figure =>
    figure('rollout', name, [Math.max(...errors)], unit, '', { most: 1 });
  const all = [...worst.values()].flat();
  return [of('star-error', all), ...[...worst].map(([name, errors]) => of(`star-error:${name}`, errors))];
}

function errorOf(workload: WorkloadName, intervalSeconds: number, under: string, policy: string) {
  const candidate = POLICIES[policy] as Policy;
  const pace = { planEveryMs: PLAN_EVERY_MS, planSeconds: 10 };
  const replay = new Replay({ policies: [candidate], pace, warmUpMs: 0, baselines: false });
  const windows = (HOURS * 3600) / intervalSeconds;
  const common = { windows, intervalSeconds, startUnixMs: START_UNIX_MS };
  let [fast, all] = [0, 0];
  for (let i = 0; i < HOSTS; i++) {
    const { residenceSeconds } = candidate;
    const of = { workload, blocks: BLOCKS, intervalSeconds, index: i, residenceSeconds };
    const host = simulatedHost(of);
    simulatedLoop({ ...common, host, policy: POLICIES[under], publish: (bytes) => replay.take(bytes) });
    const hits = simulatedLoop({
      ...common,
      host: simulatedHost(of),
      policy: candidate,
    });
    fast += hits.fast;
    all += hits.all;
  }
  const total = totalOf(talliesOf(replay.result).policies[0] ?? new Map());
  return { predicted: total.slowAccesses / total.accesses, truth: 1 - fast / all };
}
