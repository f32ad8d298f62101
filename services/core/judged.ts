/** The hosts whose metrics are compared, and what they were like before the first step. */
import { type Cuts, type Draw, groupOf, hasLabels, type RolloutHost } from './cohort.js';
import { drawCohort, placesFromBottom, placesFromTop } from './draw.js';
import { type JudgedHost, MOST_JUDGED } from './judgedHost.js';
import type { Observation, RolloutSpec } from './rollout.js';

export interface Judged {
  /** In the order in which they join the cohort. */
  readonly cohort: readonly JudgedHost[];
  readonly control: readonly JudgedHost[];
}

/** How a specification draws. */
export function drawOf({ rolloutId, hosts, spreadBy, steps }: RolloutSpec): Draw {
  const chosenBy = steps.flatMap((step) => (step.kind === 'setWeight' ? Object.keys(step.where ?? {}) : []));
  return { rolloutId, hosts, strataBy: [...new Set([...spreadBy, ...chosenBy])].sort() };
}

/** Those that will be compared in any step: the first to be drawn. */
export function judgedHosts(spec: RolloutSpec, cuts: Cuts, fleet: readonly RolloutHost[]): Judged {
  const draw = drawOf(spec);
  const kept = [...draw.strataBy, ...Object.keys(spec.hosts ?? {})];
  const judged = ({ hostId, labels }: RolloutHost): JudgedHost => ({
    hostId,
    labels: Object.fromEntries(Object.entries(labels).filter(([name]) => kept.includes(name))),
    baseline: {},
  });
  const control = placesFromTop(draw, fleet).filter(({ host }) => groupOf(draw, cuts, host) === 'control');
  const order = placesFromBottom(draw, fleet).map(({ host }) => host);
  const cohort = new Map<string, RolloutHost>();
  let reached = cuts;
  for (const step of spec.steps) {
    if (step.kind !== 'setWeight') continue;
    reached = drawCohort(draw, reached, fleet, step.percent, step.where);
    for (const host of order) if (groupOf(draw, reached, host) === 'cohort') cohort.set(host.hostId, host);
  }
  return {
    cohort: [...cohort.values()].slice(0, MOST_JUDGED).map(judged),
    control: control.slice(0, MOST_JUDGED).map(({ host }) => judged(host)),
  };
}

/** Those of them that are compared at a step: who is in the cohort by then, and control hosts with the labels it was chosen by. */
export function comparedAt(spec: RolloutSpec, judged: Judged, cuts: Cuts, step: number): Judged {
  const draw = drawOf(spec);
  let where: Readonly<Record<string, string>> | undefined;
  for (const each of spec.steps.slice(0, step + 1)) if (each.kind === 'setWeight') where = each.where;
  return {
    cohort: judged.cohort.filter((host) => groupOf(draw, cuts, host) === 'cohort'),
    control: judged.control.filter((host) => hasLabels(host, where)),
  };
}

/** Takes an interval before the first step in. */
export function withBaseline({ cohort, control }: Judged, metrics: readonly string[], { values }: Observation): Judged {
  const seen = (host: JudgedHost): JudgedHost => {
    const baseline = { ...host.baseline };
    for (const metric of metrics) {
      const value = values[metric]?.[host.hostId];
      if (value === undefined || !Number.isFinite(value)) continue;
      const { sum, count } = baseline[metric] ?? { sum: 0, count: 0 };
      baseline[metric] = { sum: sum + value, count: count + 1 };
    }
    return { ...host, baseline };
  };
  return { cohort: cohort.map(seen), control: control.map(seen) };
}
