import type { AnalysisSpec, MetricSpec } from '../core/analysis.js';
import type { RolloutHost } from '../core/cohort.js';
import type { RolloutSpec, RolloutStep } from '../core/rollout.js';
import { rolloutProblems, specProblems } from '../core/rolloutCheck.js';
import { problemsOf } from '../runtime/configProblems.js';
import { withoutField } from './reading.js';
import { METRIC_NAMES, rolloutLanguage, type WrittenMetric, type WrittenRollout } from './rolloutLanguage.js';
import { rolloutPath } from './rolloutPaths.js';
import { type PolicyProblem, PolicySource } from './source.js';

/** What is next to nothing, in a metric's own unit, where a rollout does not say: of shares a thousandth, of moves 64 KiB a second. */
const FLOOR_DEFAULT = 0.001;
const FLOORS: Readonly<Record<string, number>> = {
  promotionRate: 65_536,
  uselessRate: 65_536,
  moveFailures: 65_536,
  bandwidth: 65_536,
  refaults: 1,
};

export interface RolloutReading {
  /** Undefined when there are problems. */
  readonly spec: RolloutSpec | undefined;
  /** Prometheus queries by metric. */
  readonly queries: Readonly<Record<string, string>>;
  /** In the order of the text. */
  readonly problems: readonly PolicyProblem[];
}

/** What a rollout is held against besides itself. */
export interface RolloutGround {
  /** Of this policy now, which hosts are planned by; undefined where it is not the active one. */
  readonly stableRevision: (policy: string) => number | undefined;
  readonly fleet: readonly RolloutHost[];
  /** Whether there is a Prometheus to ask. */
  readonly hasPrometheus: boolean;
  /** Seconds; shorter intervals have nothing new in them. */
  readonly leastIntervalSeconds: number;
}

/** Reads a rollout, and says all that is wrong with it. Without a ground only what the text says is looked at. Never throws. */
export function readRollout(text: string, ground?: RolloutGround): RolloutReading {
  const source = new PolicySource(text);
  const written = source.problems.length === 0 ? writtenOf(source) : undefined;
  const queries = Object.fromEntries(
    (written?.metrics ?? []).flatMap(({ name, query }) => (query ? [[name, query]] : [])),
  );
  const spec = written && specOf(written, ground?.stableRevision(written.policy) ?? 0);
  if (written && spec) {
    checkMetrics(written, source);
    if (ground) checkGround(written, spec, ground, source);
    if (source.problems.length === 0) checkSpec(written, spec, ground, source);
  }
  const problems = source.problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { spec: problems.length > 0 ? undefined : spec, queries, problems };
}

function writtenOf(source: PolicySource): WrittenRollout | undefined {
  const result = rolloutLanguage.safeParse(source.content);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    for (const { path, says } of problemsOf(issue, source.content, rolloutLanguage)) {
      source.add(path, withoutField(says, path));
    }
  }
  return undefined;
}

function specOf(written: WrittenRollout, stableRevision: number): RolloutSpec {
  const metrics = new Map(written.metrics.map((each) => [each.name, metricOf(each)]));
  const steps = written.steps.map((each): RolloutStep => {
    if (each.shadow) return { kind: 'shadow', percent: each.shadow.percent, ...seconds(each.shadow.for) };
    if (each.pause) return { kind: 'pause', ...seconds(each.pause.for) };
    if (each.analysis) {
      const { metrics: named, intervals, settle, missing } = each.analysis;
      const chosen = named ? named.flatMap((name) => metrics.get(name) ?? []) : [...metrics.values()];
      const analysis: AnalysisSpec = { metrics: chosen, intervals, settleIntervals: settle, missingLimit: missing };
      return { kind: 'analysis', analysis };
    }
    const weight = each.setWeight ?? 100;
    if (typeof weight === 'number') return { kind: 'setWeight', percent: weight };
    return { kind: 'setWeight', percent: weight.percent, ...(weight.where && { where: weight.where }) };
  });
  return {
    rolloutId: written.name,
    policyName: written.policy,
    revision: written.revision,
    stableRevision,
    ...(written.hosts && { hosts: written.hosts }),
    spreadBy: written.spreadBy,
    controlShare: written.controlShare,
    steps,
    intervalSeconds: written.interval / 1000,
    baselineIntervals: written.baseline,
    falseFailureRate: written.falseFailureRate,
    falseSuccessRate: written.falseSuccessRate,
    undoMoves: written.undoMoves,
  };
}

function seconds(ms: number | undefined): { seconds?: number } {
  return ms === undefined ? {} : { seconds: ms / 1000 };
}

function metricOf({ query: _, every, floor, ...metric }: WrittenMetric): MetricSpec {
  const { limit, ...rest } = metric;
  return {
    ...rest,
    everyIntervals: every,
    ...(metric.scale === 'ratio' && { floor: floor ?? FLOORS[metric.name] ?? FLOOR_DEFAULT }),
    ...(limit === undefined ? {} : { limit }),
  };
}

function checkMetrics({ metrics, steps }: WrittenRollout, source: PolicySource): void {
  const own = new Set<string>(METRIC_NAMES);
  metrics.forEach(({ name, query }, i) => {
    const path = ['metrics', i, 'name'];
    if (query === undefined && !own.has(name)) {
      source.add(path, `got ${name}; expected one of ${METRIC_NAMES.join(', ')}, or a query`);
    }
    if (query !== undefined && own.has(name))
      source.add(path, `got ${name}; that is measured already, without a query`);
    if (metrics.findIndex((each) => each.name === name) !== i) source.add(path, `got ${name} for the second time`);
  });
  const known = new Set(metrics.map(({ name }) => name));
  steps.forEach(({ analysis }, i) => {
    if (analysis && metrics.length === 0) source.add(['steps', i, 'analysis'], 'there are no metrics to look at');
    analysis?.metrics?.forEach((name, k) => {
      if (!known.has(name)) source.add(['steps', i, 'analysis', 'metrics', k], `got ${name}; it is not under metrics`);
    });
  });
}

function checkGround(written: WrittenRollout, spec: RolloutSpec, ground: RolloutGround, source: PolicySource): void {
  if (ground.stableRevision(written.policy) === undefined) {
    source.add(['policy'], `got ${written.policy}; expected the policy that is active`);
    return;
  }
  if (spec.intervalSeconds < ground.leastIntervalSeconds) {
    source.add(
      ['interval'],
      `got ${spec.intervalSeconds} s; expected at least ${ground.leastIntervalSeconds} s, in which hosts are measured`,
    );
  }
  written.metrics.forEach(({ query }, i) => {
    if (query !== undefined && !ground.hasPrometheus) {
      source.add(['metrics', i, 'query'], 'the brain has no prometheus in its configuration to ask');
    }
  });
}

/** What core says of it, each thing once: a metric is checked anew for each analysis that looks at it. */
function checkSpec(
  written: WrittenRollout,
  spec: RolloutSpec,
  ground: RolloutGround | undefined,
  source: PolicySource,
): void {
  // Names were looked at where they are written.
  const isMetric = (): boolean => true;
  const problems = ground ? rolloutProblems(spec, ground.fleet, isMetric) : specProblems(spec, isMetric);
  const told = new Set<string>();
  for (const { path, got, expected } of problems) {
    const place = rolloutPath(path, written, spec);
    const reason = `got ${got}; expected ${expected}`;
    const key = `${place.map(String).join('.')} ${reason}`;
    if (!told.has(key)) source.add(place, reason);
    told.add(key);
  }
}
