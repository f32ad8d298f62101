import { domainsOf } from './domain.js';
import { type HostModel, spacesInOrder } from './host.js';
import { waitingOf } from './outstanding.js';
import { classOf, type Policy } from './policy.js';

/** What a cgroup has of the fast tier, against the floor and the ceiling that its class gives it. */
export interface CgroupLimits {
  readonly cgroup: string;
  readonly className: string;
  readonly fastBytes: number;
  /** Whether memory.numa_stat says so; else it is what looks saw of its processes. */
  readonly told: boolean;
  readonly floorBytes: number | undefined;
  readonly ceilingBytes: number | undefined;
}

/** Of all cgroups here whose class has limits, by the figures that planning goes by; in order of class and path. */
export function cgroupLimitsOf(host: HostModel, policy: Policy): CgroupLimits[] {
  if (host.facts.nodes.length === 0 || !policy.classes.some((each) => each.fastFloor ?? each.fastCeiling)) return [];
  const { pageSize, labels: hostLabels } = host.facts;
  const classed = spacesInOrder(host).map((space) => ({
    space,
    classIndex: classOf(policy, { ...space, hostLabels }),
  }));
  const bytes = (pages: number | undefined): number | undefined => (pages === undefined ? undefined : pages * pageSize);
  return domainsOf(host, policy, classed, waitingOf([], 0, 0))
    .domains.flatMap(({ classIndex, fast }) => (fast ? [{ classIndex, fast }] : []))
    .sort((a, b) => a.classIndex - b.classIndex || (a.fast.cgroup < b.fast.cgroup ? -1 : 1))
    .map(({ classIndex, fast }) => ({
      cgroup: fast.cgroup,
      className: policy.classes[classIndex]?.name ?? '',
      fastBytes: fast.fill * pageSize,
      told: fast.told,
      floorBytes: bytes(fast.floor),
      ceilingBytes: bytes(fast.ceiling),
    }));
}
