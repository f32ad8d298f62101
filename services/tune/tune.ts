import type { TraceMessage } from '../backtest/crew.js';
import { type ReplayResult, talliesOf } from '../backtest/replayResult.js';
import { type Score, scoreOf } from '../backtest/report.js';
import { totalOf } from '../backtest/tally.js';
import type { PolicySpec } from '../core/policySpec.js';
import { ThermoclineError } from '../runtime/errors.js';
import { type Aim, compare, excess } from './aim.js';
import { search } from './halving.js';
import { type Parameter, parametersOf, policyWith, type Range } from './parameters.js';
import { type Part, rungsOf, shuffledHosts } from './parts.js';
import type { Values } from './scatter.js';
import { type TrialOptions, Trials } from './trials.js';

export interface TuneOptions extends TrialOptions {
  /** The policy that is tuned: all that is not varied stays as it is. */
  readonly start: PolicySpec;
  readonly ranges: readonly Range[];
  readonly aim: Aim;
  readonly seed: number;
  /** In backtests of one policy on all that is searched by. */
  readonly budget: number;
  /** Share (0..1) of the hosts that the search does not see. */
  readonly holdOut: number;
}

export interface Source {
  /** From the beginning, the same each time. */
  readonly read: () => AsyncIterable<TraceMessage>;
  /** What to say where it has nothing. */
  readonly whyEmpty: () => string;
}

export interface Listener {
  /** A pass over the data begins. */
  readonly onPass: (says: string) => void;
  readonly onBatches: (batches: number) => void;
}

/** A policy, or no policy, and what it came to. */
export interface TuneRow extends Score {
  readonly of: 'candidate' | 'running' | 'nothing' | 'recorded' | 'optimum';
  /** Of candidates and the running policy: one for each parameter. */
  readonly values?: Values;
  /** Of the same: by how much it oversteps the limits, as shares of them; 0 where it keeps to them. */
  readonly excess?: number;
}

export interface TuneReport {
  /** better: the first candidate is. Otherwise nothing is to be rolled out. */
  readonly verdict: 'better' | 'nothing-better' | 'infeasible';
  readonly tuned: PolicySpec;
  readonly parameters: readonly Parameter[];
  readonly tried: number;
  readonly spent: number;
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly batches: number;
  readonly searchedBy: readonly string[];
  /** On the hosts that were searched by: candidates, the best first, then what they are to be compared with. */
  readonly rows: readonly TuneRow[];
  readonly heldOut: readonly string[];
  /** On the others: the best candidate, and the same comparison. */
  readonly heldOutRows: readonly TuneRow[];
  /** Whether it is better there as well, within the limits; absent where none were held out. */
  readonly holdsUp?: boolean;
}

/** With fewer hosts than this each is needed for the search. */
const MIN_HOSTS_TO_HOLD_OUT = 4;

/** Searches for values that do better than those of the policy at hand. The same data, options and seed give the same report. */
export async function tune(source: Source, options: TuneOptions, listener: Listener): Promise<TuneReport> {
  const { start, seed, budget } = options;
  const parameters = parametersOf(start, options.ranges);
  const trials = new Trials(source.read, options, listener.onBatches);
  listener.onPass('the running policy, no moves and the optimum, on everything');
  const whole = await trials.whole(start);
  if (whole.counts.batches === 0) throw new ThermoclineError('TRACE_EMPTY', source.whyEmpty());
  const { heldOut, searchedBy } = shared(whole, options);
  const known = comparison(whole, searchedBy, parameters, start);
  const running = known.find((row) => row.of === 'running') as TuneRow;
  requireWithinReach(known, options.aim);
  const share = weightOf(whole, searchedBy) / weightOf(whole, whole.hosts.keys());
  const aim = portion(options.aim, share);
  const extent = extentOf(whole, searchedBy, options.warmUpMs);
  const startsAt = parameters.map((parameter) => parameter.of(start));
  const { found, tried, spent } = await search<Part, Score>(
    parameters,
    { seed, budget, aim, rungs: rungsOf(extent), start: { values: startsAt, standing: running } },
    (candidates, { share, part }) => {
      const of = `${part.hosts.size} of ${searchedBy.length} hosts, ${(100 * share).toFixed(0)} % of the data`;
      listener.onPass(`${candidates.length} candidates on ${of}`);
      return trials.scores(
        candidates.map((values) => policyWith(start, parameters, values)),
        part,
      );
    },
  );
  const candidates = found.filter(({ values }) => values !== startsAt);
  const best = candidates[0]?.values ?? startsAt;
  const tuned = policyWith(start, parameters, best);
  const verdict = verdictOf(aim, candidates[0]?.standing, running);
  const others: TuneRow[] = [];
  let holdsUp: boolean | undefined;
  if (verdict === 'better' && heldOut.length > 0) {
    listener.onPass(`the best candidate on what was held out: ${heldOut.length} hosts`);
    const part = { hosts: new Set(heldOut), untilUnixMs: Number.POSITIVE_INFINITY };
    const [score] = await trials.scores([tuned], part);
    const theirs = comparison(whole, heldOut, parameters, start);
    const theirAim = portion(options.aim, 1 - share);
    others.push(candidateRow(theirAim, best, score as Score), ...withExcess(theirAim, theirs));
    holdsUp = verdictOf(theirAim, score, theirs[0] as Score) === 'better';
  }
  const { fromUnixMs, toUnixMs, batches } = whole.counts;
  const rows = [
    ...candidates.map(({ values, standing }) => candidateRow(aim, values, standing)),
    ...withExcess(aim, known),
  ];
  const data = { fromUnixMs, toUnixMs, batches, searchedBy: [...searchedBy].sort(), heldOut: [...heldOut].sort() };
  return {
    verdict,
    tuned,
    parameters,
    tried,
    spent,
    ...data,
    rows,
    heldOutRows: others,
    ...(holdsUp === undefined ? {} : { holdsUp }),
  };
}

function candidateRow(aim: Aim, values: Values, score: Score): TuneRow {
  return { of: 'candidate', values, excess: excess(aim, score, 1), ...score };
}

function withExcess(aim: Aim, rows: readonly TuneRow[]): TuneRow[] {
  return rows.map((row) => (row.values ? { ...row, excess: excess(aim, row, 1) } : row));
}

/** What is aimed at on a share of the data. */
function portion({ maxBytes, ...rest }: Aim, share: number): Aim {
  return maxBytes === undefined ? rest : { ...rest, maxBytes: maxBytes * share };
}

function weightOf({ hosts }: ReplayResult, ids: Iterable<string>): number {
  let weight = 0;
  for (const id of ids) weight += totalOf(hosts.get(id)?.recorded ?? new Map()).byteSeconds;
  return weight;
}

function verdictOf(aim: Aim, best: Score | undefined, running: Score): TuneReport['verdict'] {
  if (!best || compare(aim, best, running, 1) >= 0)
    return excess(aim, running, 1) > 0 ? 'infeasible' : 'nothing-better';
  return excess(aim, best, 1) > 0 ? 'infeasible' : 'better';
}

/** Throws TUNE_INFEASIBLE for what not even hindsight could reach, TRACE_EMPTY where nothing was accessed. */
function requireWithinReach(known: readonly TuneRow[], { maxStar }: Aim): void {
  const least = known.find((row) => row.of === 'optimum')?.starEstimate;
  if (least === undefined) {
    throw new ThermoclineError(
      'TRACE_EMPTY',
      'no access was counted: nothing was accessed, or --warm-up takes all of it',
    );
  }
  if (maxStar === undefined || least <= maxStar) return;
  const says = `starEstimate ${least.toFixed(4)} is the optimum that hindsight allows; at most ${maxStar} was asked for`;
  throw new ThermoclineError('TUNE_INFEASIBLE', says);
}

/** The hosts that are searched by, and those that are not, both in the order of their hashes. */
function shared({ hosts }: ReplayResult, { seed, holdOut }: TuneOptions) {
  const order = shuffledHosts(hosts.keys(), seed);
  const count = order.length < MIN_HOSTS_TO_HOLD_OUT ? 0 : Math.round(holdOut * order.length);
  return { heldOut: order.slice(0, count), searchedBy: order.slice(count) };
}

/** What candidates are held against, on these hosts. */
function comparison(
  { hosts, counts }: ReplayResult,
  ids: readonly string[],
  parameters: readonly Parameter[],
  start: PolicySpec,
): TuneRow[] {
  const wanted = new Set(ids);
  const some = new Map([...hosts].filter(([id]) => wanted.has(id)));
  const { policies, nothing, recorded, optimum } = talliesOf({ hosts: some, counts });
  const values = parameters.map((parameter) => parameter.of(start));
  return [
    { of: 'running', values, ...scoreOf(totalOf(policies[0] ?? new Map())) },
    { of: 'nothing', ...scoreOf(totalOf(nothing)) },
    { of: 'recorded', ...scoreOf(totalOf(recorded)) },
    { of: 'optimum', ...scoreOf(optimum) },
  ];
}

function extentOf(whole: ReplayResult, ids: readonly string[], warmUpMs: number) {
  const { fromUnixMs, toUnixMs, batches } = whole.counts;
  const weights = ids.map((id) => [id, weightOf(whole, [id])] as const);
  const windowMs = (toUnixMs - fromUnixMs) / Math.max(1, batches / whole.hosts.size);
  return { fromUnixMs, toUnixMs, warmUpMs, windowMs, weights: new Map(weights) };
}
