import { pagesOf } from './columns.js';
import type { HostModel, HostSpace } from './host.js';
import type { Waiting } from './outstanding.js';
import type { Policy } from './policy.js';
import type { AmountSpec } from './policySpec.js';

/** The spaces of one class; where the class has a floor or a ceiling, those of one cgroup of it. */
export interface Domain {
  readonly index: number;
  readonly classIndex: number;
  readonly fast: FastLimits | undefined;
}

/** What a cgroup has of the fast tier and may have, in pages. */
export interface FastLimits {
  readonly cgroup: string;
  readonly ceiling: number | undefined;
  readonly floor: number | undefined;
  /** What it has, by memory.numa_stat, or by the model where the host does not tell. */
  readonly fill: number;
  readonly told: boolean;
  /** What earlier plans bring and take, and `fill` does not tell. */
  readonly arriving: number;
  readonly leaving: number;
}

/**
 * Shares of a ceiling: above the one the coldest are demoted, down to the other, and promotions go up to that. What lies
 * between is for pages that a workload touches anew before the next plan, so that it is seldom past its ceiling.
 */
export const CEILING_HIGH_SHARE = 0.99;
export const CEILING_FILL_SHARE = 0.98;

/** Pages that are to leave the fast tier, so that the cgroup is within its ceiling. */
export function overCeiling({ ceiling, fill, arriving, leaving }: FastLimits): number {
  if (ceiling === undefined) return 0;
  const comes = fill + arriving - leaving;
  return comes > ceiling * CEILING_HIGH_SHARE ? Math.ceil(comes - ceiling * CEILING_FILL_SHARE) : 0;
}

/** Pages that may still be promoted; below 0 above the ceiling. What leaves counts once the host shows it. */
export function ceilingRoom(fast: FastLimits | undefined): number {
  if (fast?.ceiling === undefined) return Infinity;
  return Math.floor(fast.ceiling * CEILING_FILL_SHARE) - fast.fill - fast.arriving;
}

/** Pages that may be demoted without going below the floor. */
export function floorSpare(fast: FastLimits | undefined): number {
  if (fast?.floor === undefined) return Infinity;
  return Math.max(0, Math.floor(fast.fill - fast.leaving - fast.floor));
}

/** A space with the class and the domain that it is in. */
export interface Member {
  readonly space: HostSpace;
  readonly classIndex: number;
  /** -1 for a space that no class selects. */
  readonly domain: number;
}

/** Puts spaces (in order of key) into domains: one a class, or one a cgroup of a class with limits. */
export function domainsOf(
  host: HostModel,
  policy: Policy,
  spaces: readonly { readonly space: HostSpace; readonly classIndex: number }[],
  waiting: Waiting,
): { readonly domains: readonly Domain[]; readonly members: readonly Member[] } {
  const domains: Domain[] = [];
  const known = new Map<string, number>();
  const fills = new Fills(host, spaces, waiting);
  const members = spaces.map(({ space, classIndex }) => {
    const named = policy.classes[classIndex];
    if (!named) return { space, classIndex, domain: -1 };
    const limited = (named.fastFloor || named.fastCeiling) && space.cgroup !== undefined;
    const name = `${classIndex} ${limited ? space.cgroup : ''}`;
    let domain = known.get(name);
    if (domain === undefined) {
      domain = domains.length;
      known.set(name, domain);
      const fast =
        limited && space.cgroup !== undefined
          ? {
              cgroup: space.cgroup,
              ceiling: fills.pagesOf(named.fastCeiling),
              floor: fills.pagesOf(named.fastFloor),
              ...fills.of(space.cgroup),
            }
          : undefined;
      domains.push({ index: domain, classIndex, fast });
    }
    return { space, classIndex, domain };
  });
  return { domains, members };
}

/** What cgroups have of the fast tier. */
class Fills {
  readonly #fastNodes: ReadonlySet<number>;
  readonly #fastBytes: number;

  constructor(
    private readonly host: HostModel,
    private readonly spaces: readonly { readonly space: HostSpace }[],
    private readonly waiting: Waiting,
  ) {
    const fastest = Math.min(...host.facts.nodes.map((node) => node.tier));
    const fast = host.facts.nodes.filter((node) => node.tier === fastest);
    this.#fastNodes = new Set(fast.map((node) => node.id));
    this.#fastBytes = fast.reduce((sum, node) => sum + node.totalBytes, 0);
  }

  pagesOf(amount: AmountSpec | undefined): number | undefined {
    if (!amount) return undefined;
    const bytes = 'bytes' in amount ? amount.bytes : amount.share * this.#fastBytes;
    return Math.floor(bytes / this.host.facts.pageSize);
  }

  of(cgroup: string): Pick<FastLimits, 'fill' | 'told' | 'arriving' | 'leaving'> {
    const told = this.#told(cgroup);
    const own = new Set(this.spaces.filter(({ space }) => space.cgroup === cgroup).map(({ space }) => space.key));
    let [arriving, leaving] = [0, 0];
    for (const flow of this.waiting.flows) {
      if (!own.has(flow.spaceKey)) continue;
      const [from, to] = [this.#fastNodes.has(flow.fromNode), this.#fastNodes.has(flow.toNode)];
      // The model learns of outcomes at once, memory.numa_stat is as old as the facts.
      if (to && !from) arriving += told === undefined ? flow.waiting : flow.arriving ? flow.pages : 0;
      if (from && !to) leaving += told === undefined ? flow.waiting : flow.leaving ? flow.pages : 0;
    }
    return { fill: told ?? this.#modelled(own), told: told !== undefined, arriving, leaving };
  }

  /** By memory.numa_stat, less what cgroups below it are told to have: their limits are their own. */
  #told(cgroup: string): number | undefined {
    const all = this.host.facts.cgroups ?? [];
    const stat = all.find(({ path }) => path === cgroup);
    if (!stat) return undefined;
    const below = all.filter(({ path }) => path.startsWith(cgroup === '/' ? '/' : `${cgroup}/`) && path !== cgroup);
    const nearest = below.filter(({ path }) => !below.some((other) => path.startsWith(`${other.path}/`)));
    const bytesOf = ({ nodes }: (typeof all)[number]): number =>
      nodes.reduce((sum, { id, bytes }) => (this.#fastNodes.has(id) ? sum + bytes : sum), 0);
    const bytes = bytesOf(stat) - nearest.reduce((sum, each) => sum + bytesOf(each), 0);
    return Math.max(0, Math.ceil(bytes / this.host.facts.pageSize));
  }

  #modelled(own: ReadonlySet<string>): number {
    let pages = 0;
    for (const { space } of this.spaces) {
      if (!own.has(space.key)) continue;
      const { runs } = space.heat;
      for (let i = 0; i < runs.count; i++) {
        if (this.#fastNodes.has(runs.node[i] as number)) pages += pagesOf(runs, i);
      }
    }
    return pages;
  }
}
