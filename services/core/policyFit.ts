import type { HostModel } from './host.js';
import { classOf, headroomShareOf, type Policy } from './policy.js';
import type { AmountSpec } from './policySpec.js';

/** How a policy goes with one host. */
export interface HostFit {
  /** By class: how many spaces are of it. */
  readonly spacesByClass: readonly number[];
  /** Floors of all cgroups that are here, bytes. */
  readonly floorBytes: number;
  /** What plans may fill of the fast tier, bytes; 0 where the host told of no nodes. */
  readonly fastBytes: number;
  /** Classes whose floor is above their ceiling on this host. */
  readonly floorsAboveCeiling: readonly number[];
}

/** What the floors of a policy ask of a host, and which classes have anything on it. Spaces without a cgroup have no floor. */
export function fitOfHost(host: HostModel, policy: Policy): HostFit {
  const { nodes, labels } = host.facts;
  const fastest = Math.min(...nodes.map(({ tier }) => tier));
  const fast = nodes.reduce((sum, node) => sum + (node.tier === fastest ? node.totalBytes : 0), 0);
  const spacesByClass = policy.classes.map(() => 0);
  const cgroups = policy.classes.map(() => new Set<string>());
  for (const { command, cgroup } of host.spaces.values()) {
    const index = classOf(policy, { command, cgroup, hostLabels: labels });
    if (index < 0) continue;
    spacesByClass[index] = (spacesByClass[index] as number) + 1;
    if (cgroup !== undefined) cgroups[index]?.add(cgroup);
  }
  let floorBytes = 0;
  const floorsAboveCeiling: number[] = [];
  policy.classes.forEach(({ fastFloor, fastCeiling }, i) => {
    const count = cgroups[i]?.size ?? 0;
    if (!fastFloor || count === 0 || nodes.length === 0) return;
    const floor = bytesOf(fastFloor, fast);
    floorBytes += floor * count;
    if (fastCeiling && floor > bytesOf(fastCeiling, fast)) floorsAboveCeiling.push(i);
  });
  const usable = nodes.length === 0 ? 0 : fast * (1 - headroomShareOf(policy, fastest));
  return { spacesByClass, floorBytes, fastBytes: usable, floorsAboveCeiling };
}

function bytesOf(amount: AmountSpec, fastBytes: number): number {
  return 'bytes' in amount ? amount.bytes : amount.share * fastBytes;
}

/** How a policy goes with many hosts. */
export interface FleetFit {
  /** Hosts that told of spaces. */
  readonly hosts: number;
  readonly spacesByClass: readonly number[];
  /** Hosts whose floors do not fit, at most MAX_TOLD. */
  readonly short: readonly { readonly hostId: string; readonly floorBytes: number; readonly fastBytes: number }[];
  readonly shortHosts: number;
  /** By class that has such a host: one on which its floor is above its ceiling. */
  readonly floorsAboveCeiling: readonly { readonly classIndex: number; readonly hostId: string }[];
}

const MAX_TOLD = 10;

export function fitOfHosts(
  hosts: Iterable<{ readonly hostId: string; readonly model: HostModel }>,
  policy: Policy,
): FleetFit {
  let fit: FleetFit = {
    hosts: 0,
    spacesByClass: policy.classes.map(() => 0),
    short: [],
    shortHosts: 0,
    floorsAboveCeiling: [],
  };
  for (const { hostId, model } of hosts) {
    const { spacesByClass, floorBytes, fastBytes, floorsAboveCeiling } = fitOfHost(model, policy);
    const isShort = floorBytes > fastBytes;
    fit = joinFits([
      fit,
      {
        hosts: model.spaces.size > 0 ? 1 : 0,
        spacesByClass,
        short: isShort ? [{ hostId, floorBytes, fastBytes }] : [],
        shortHosts: isShort ? 1 : 0,
        floorsAboveCeiling: floorsAboveCeiling.map((classIndex) => ({ classIndex, hostId })),
      },
    ]);
  }
  return fit;
}

/** The same for hosts of which each part is told apart. */
export function joinFits(fits: readonly FleetFit[]): FleetFit {
  const sum = (of: (fit: FleetFit) => number): number => fits.reduce((total, fit) => total + of(fit), 0);
  const above = new Map(fits.flatMap((fit) => fit.floorsAboveCeiling).map((each) => [each.classIndex, each]));
  return {
    hosts: sum((fit) => fit.hosts),
    spacesByClass: (fits[0]?.spacesByClass ?? []).map((_, i) => sum((fit) => fit.spacesByClass[i] ?? 0)),
    short: fits.flatMap((fit) => fit.short).slice(0, MAX_TOLD),
    shortHosts: sum((fit) => fit.shortHosts),
    floorsAboveCeiling: [...above.values()].sort((a, b) => a.classIndex - b.classIndex),
  };
}
