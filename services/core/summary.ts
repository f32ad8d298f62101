import { pagesOf, type RunTable } from './columns.js';
import { type HostModel, spacesInOrder, TIER_UNKNOWN, tierTable } from './host.js';
import { classOf, type Policy } from './policy.js';
import { heatOfShare } from './quantities.js';

/** Lowest heat of each bucket, hottest first: the last is cold by age, and the one before it all that is above 0. */
export const BUCKET_LOWEST_HEAT: readonly number[] = [0.75, 0.5, 0.25, 0, 0];

export interface Shares {
  /** Share of accesses that hit a slow tier, estimated from access bits, 0..1; undefined without any heat. */
  readonly starEstimate: number | undefined;
  /** Share of watched memory that is in a slow tier, 0..1; undefined when nothing is watched. */
  readonly strr: number | undefined;
}

export interface ClassSummary extends Shares {
  readonly name: string;
  /** Pages by bucket (as BUCKET_LOWEST_HEAT) and by rank of tier. */
  readonly pagesByBucketAndTier: readonly (readonly number[])[];
}

export interface HostSummary extends Shares {
  /** In the policy's order; classes without pages are there too. */
  readonly classes: readonly ClassSummary[];
  readonly runs: number;
  readonly spaces: number;
  /** Watched pages, with those of unknown node, which are in no share and no bucket. */
  readonly pages: number;
}

/** Where a host's heat is, by the classes of a policy. One pass over all runs, about 7 ns each. */
export function summarize(host: HostModel, policy: Policy): HostSummary {
  const tierOf = tierTable(host);
  const ranks = host.facts.nodes.map((node) => node.tier);
  const fastest = Math.min(...ranks);
  const tiers = ranks.length > 0 ? Math.max(...ranks) + 1 : 0;
  const tallies = policy.classes.map(() => createTally(tiers));
  /** Of spaces that no class selects, which a sound policy does not leave. */
  const rest = createTally(tiers);
  let runs = 0;
  let pages = 0;
  for (const space of spacesInOrder(host)) {
    const { runs: table } = space.heat;
    runs += table.count;
    pages += add(tallies[classOf(policy, { ...space, hostLabels: host.facts.labels })] ?? rest, table, tierOf);
  }
  return {
    ...sharesOf([...tallies, rest], fastest),
    classes: policy.classes.map(({ name }, i) => {
      const tally = tallies[i] ?? rest;
      const pagesByBucketAndTier = BUCKET_LOWEST_HEAT.map((_, bucket) => [
        ...tally.pages.subarray(bucket * tiers, (bucket + 1) * tiers),
      ]);
      return { name, ...sharesOf([tally], fastest), pagesByBucketAndTier };
    }),
    runs,
    spaces: host.spaces.size,
    pages,
  };
}

interface Tally {
  readonly tiers: number;
  /** Pages at bucket * tiers + tier. */
  readonly pages: Float64Array;
  /** Sum of heat (as kept) times pages, by tier. */
  readonly heat: Float64Array;
}

function createTally(tiers: number): Tally {
  return { tiers, pages: new Float64Array(BUCKET_LOWEST_HEAT.length * tiers), heat: new Float64Array(tiers) };
}

function sharesOf(tallies: readonly Tally[], fastest: number): Shares {
  let [pages, slowPages, heat, slowHeat] = [0, 0, 0, 0];
  for (const tally of tallies) {
    tally.pages.forEach((some, i) => {
      pages += some;
      if (i % tally.tiers > fastest) slowPages += some;
    });
    tally.heat.forEach((some, tier) => {
      heat += some;
      if (tier > fastest) slowHeat += some;
    });
  }
  return {
    starEstimate: heat > 0 ? slowHeat / heat : undefined,
    strr: pages > 0 ? slowPages / pages : undefined,
  };
}

const [THREE_QUARTERS, HALF, QUARTER] = [heatOfShare(0.75), heatOfShare(0.5), heatOfShare(0.25)];

/** Adds a space's runs; returns their pages, with those of unknown node. */
function add(tally: Tally, table: RunTable, tierOf: Uint8Array): number {
  const { heat, node, count } = table;
  let all = 0;
  for (let i = 0; i < count; i++) {
    const length = pagesOf(table, i);
    all += length;
    const tier = tierOf[node[i] as number] as number;
    if (tier === TIER_UNKNOWN) continue;
    const warmth = heat[i] as number;
    const bucket = warmth >= THREE_QUARTERS ? 0 : warmth >= HALF ? 1 : warmth >= QUARTER ? 2 : warmth > 0 ? 3 : 4;
    const at = bucket * tally.tiers + tier;
    tally.pages[at] = (tally.pages[at] as number) + length;
    tally.heat[tier] = (tally.heat[tier] as number) + warmth * length;
  }
  return all;
}
