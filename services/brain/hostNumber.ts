import type { FleetHost } from './fleet.js';
import type { HostScores } from './scores.js';

/** A host as rollouts see it: see HostNumber of the contract. */
export interface HostNumber {
  readonly hostId: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly totals: Readonly<Record<string, number>>;
  readonly gauges: Readonly<Record<string, number>>;
}

/** Counters of the kernel that are told as they are (vmstat names). */
const REFAULTS = ['workingset_refault_anon', 'workingset_refault_file', 'workingset_refault'] as const;

export function labelsOf({ hostId, model }: FleetHost): HostNumber {
  return { hostId, labels: model.facts.labels, totals: {}, gauges: {} };
}

/** Undefined for a host that is not known here. */
export function numberOf(host: FleetHost | undefined, scores: HostScores): HostNumber | undefined {
  if (!host) return undefined;
  const gauges: Record<string, number> = {};
  const someAvg10 = host.facts?.memoryPressure?.someAvg10;
  if (someAvg10 !== undefined) gauges['psi'] = someAvg10;
  const refaults = REFAULTS.flatMap((name) => host.facts?.vmstat[name] ?? []);
  if (refaults.length > 0) gauges['refaults'] = refaults.reduce((sum, each) => sum + Number(each), 0);
  return { ...labelsOf(host), totals: scores.totalsOf(host.hostId), gauges };
}
