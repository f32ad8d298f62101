import fc from 'fast-check';
import type { Hint } from '../../../services/core/hint.js';
import { applyFacts, applyLook, createHost, type HostModel, type HostNode } from '../../../services/core/host.js';
import { recordMoved } from '../../../services/core/moved.js';
import type { OutstandingPlan } from '../../../services/core/outstanding.js';
import type { Policy } from '../../../services/core/policy.js';
import type { AmountSpec, ClassSpec, PolicySpec } from '../../../services/core/policySpec.js';
import type { PlanOptions } from '../../../services/core/situation.js';
import { EXACT_RESOLUTION } from '../../../services/core/space.js';
import { look as anyLook, ranges } from './arbitrary.js';
import { soundPolicy } from './policies.js';

/** Four base pages make a huge page, so that small spaces have some. */
export const PAGE = 512 * 1024;
export const NOW = 205_000;
const exact = { halfLifeSeconds: 30, markKeepSeconds: 1e9, resolution: EXACT_RESOLUTION, maxRuns: Infinity };
const KEYS = ['a', 'b', 'c'];

export interface Case {
  readonly host: HostModel;
  readonly reversed: HostModel;
  readonly policy: Policy;
  readonly outstanding: readonly OutstandingPlan[];
  readonly options: PlanOptions;
}

const nodes: fc.Arbitrary<readonly HostNode[]> = fc
  .tuple(
    fc.constantFrom([0, 1, 0], [0, 1, 2], [1, 0, 2], [0, 2, 1]),
    fc.array(fc.constantFrom(0, 0, 3, 10, 30), { minLength: 3, maxLength: 3 }),
    fc.boolean(),
    fc.constantFrom(undefined, undefined, 10, 95),
  )
  .map(([tiers, free, sockets, used]) =>
    [0, 3, 7].map((id, i) => ({
      id,
      tier: tiers[i] as number,
      totalBytes: 100 * PAGE,
      freeBytes: (free[i] as number) * PAGE,
      ...(sockets ? { socket: i % 2 } : {}),
      ...(used === undefined ? {} : { readBandwidthMbps: 100, usedBandwidthMbps: i === 0 ? used : 0 }),
    })),
  );

/** Mostly absent: a case with every limit at once plans nothing. */
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

function withoutAbsent<T extends object>(of: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as never;
}

const pagesAmount = fc.nat(25).map((pages) => ({ bytes: pages * PAGE }));

/** What a sound policy may say: ceilings are held by demotion, and no floor is above one. */
function withoutContradictions(given: Omit<ClassSpec, 'name' | 'selector'>): Omit<ClassSpec, 'name' | 'selector'> {
  const { fastFloor: floor, fastCeiling: ceiling, ...rest } = given;
  if (!ceiling || given.neverDemote || given.alwaysFast) return floor ? { ...rest, fastFloor: floor } : rest;
  if (floor && amountOf(floor) > amountOf(ceiling)) return { ...rest, fastFloor: ceiling, fastCeiling: floor };
  return given;
}

function amountOf(amount: AmountSpec): number {
  return 'bytes' in amount ? amount.bytes : amount.share;
}

function classSpec(name: string, cgroup: string | undefined): fc.Arbitrary<ClassSpec> {
  return fc
    .record({
      latencySensitive: fc.boolean(),
      priority: fc.nat(1),
      hotRate: fc.constantFrom(0.01, 0.1, 0.5),
      coldAgeSeconds: fc.constantFrom(5, 15, 60),
      pageKinds: optional(fc.constant(['anon' as const, 'anon-huge' as const])),
      neverDemote: optional(fc.constant(true)),
      alwaysFast: optional(fc.constant(true)),
      rateShare: optional(fc.constantFrom(0.2, 0.5)),
      fastFloor: optional(pagesAmount),
      fastCeiling: fc.oneof(fc.constant(undefined), pagesAmount),
    })
    .map((given) => ({
      name,
      selector: cgroup === undefined ? {} : { cgroupGlobs: [cgroup] },
      ...withoutContradictions(withoutAbsent(given) as Omit<ClassSpec, 'name' | 'selector'>),
    }));
}

const outstandingPlan: fc.Arbitrary<OutstandingPlan> = fc.record({
  expiresUnixMs: fc.constantFrom(190_000, 260_000),
  finishedUnixMs: fc.constantFrom(undefined, 195_000, 202_000),
  groups: fc.array(
    fc.record({
      spaceKey: fc.constantFrom(...KEYS),
      direction: fc.constant('promotion' as const),
      fromNode: fc.constantFrom(3, 7),
      toNode: fc.constant(0),
      ranges: ranges(3),
    }),
    { maxLength: 2 },
  ),
});

const hint: fc.Arbitrary<Hint> = fc
  .record({
    id: fc.constant('h'),
    kind: fc.constantFrom('promote-before' as const, 'never-demote' as const),
    selector: fc.constant({}),
    spaceKey: optional(fc.constantFrom(...KEYS)),
    startPage: optional(fc.nat(20)),
    pages: fc.integer({ min: 1, max: 12 }),
    beforeUnixMs: optional(fc.constantFrom(206_000, 900_000)),
    expiresUnixMs: fc.constantFrom(200_000, 300_000),
  })
  .map((given) => withoutAbsent(given) as Hint);

/** Hosts of three spaces, two of them in cgroups of their own class, under policies with any of the rules. */
export const anyCase: fc.Arbitrary<Case> = fc
  .record({
    nodes,
    looks: fc.array(fc.tuple(fc.constantFrom(...KEYS), anyLook), { minLength: 6, maxLength: 12 }),
    moved: fc.array(fc.tuple(fc.constantFrom(...KEYS), ranges(2)), { maxLength: 2 }),
    outstanding: fc.oneof(fc.constant([]), fc.array(outstandingPlan, { maxLength: 2 })),
    fills: optional(fc.tuple(fc.nat(50), fc.nat(50))),
    classes: fc.tuple(classSpec('one', '/a'), classSpec('two', '/b'), classSpec('rest', undefined)),
    hints: fc.array(hint, { maxLength: 2 }),
    scored: optional(fc.constant(true)),
    budgetPages: fc.integer({ min: 10, max: 90 }),
    share: optional(fc.constant(20)),
    policy: fc.record({
      exchangeHeatGap: fc.constantFrom(undefined, 0, 0.1),
      demoteAcrossSockets: optional(fc.boolean()),
      bytesPerSecondPerNodePair: optional(fc.constant((12 * PAGE) / 10)),
      minConfidence: optional(fc.constantFrom(0.1, 0.3)),
      payback: optional(fc.constant({ withinSeconds: 10, moveCostNanoseconds: 100, slowPenaltyNanoseconds: 100 })),
    }),
    tiers: fc.record({
      headroomShare: fc.constantFrom(0, 0.1),
      lowShare: optional(fc.constant(0.05)),
      demoteTo: optional(fc.constantFrom(1, 2)),
    }),
  })
  .map((given) => {
    const build = (keys: readonly string[]): HostModel => {
      const host = createHost();
      const cgroups = given.fills?.map((pages, i) => ({
        path: ['/a', '/b'][i] as string,
        nodes: given.nodes.filter(({ tier }) => tier === 0).map(({ id }) => ({ id, bytes: pages * PAGE })),
      }));
      const facts = { nodes: given.nodes, labels: {}, pageSize: PAGE, atUnixMs: 200_000 };
      applyFacts(host, { ...facts, ...(cgroups ? { cgroups } : {}) });
      for (const key of keys) {
        given.looks.forEach(([of, look], i) => {
          if (of !== key) return;
          const endUnixMs = 201_000 - (given.looks.length - i) * 3_000;
          const residencyUnixMs = look.residencyUnixMs === 0 ? 0 : endUnixMs;
          const cgroup = key === 'c' ? undefined : `/${key}`;
          const told = { ...look, nodes: [0, 3], endUnixMs, residencyUnixMs };
          applyLook(host, { key, command: key, cgroup }, told, exact);
        });
        for (const [of, pages] of given.moved) {
          const space = host.spaces.get(of);
          if (of === key && space) recordMoved(space.heat, pages, 0, 180_000);
        }
      }
      return host;
    };
    const host = build(KEYS);
    const scores = new Map(
      [...host.spaces].map(([key, space]) => {
        const { count } = space.heat.runs;
        return [key, Float32Array.from({ length: count }, (_, i) => [1, -1, 0.4, Number.NaN, -0.2][i % 5] as number)];
      }),
    );
    const spec: Partial<PolicySpec> = {
      ...(withoutAbsent(given.policy) as Partial<PolicySpec>),
      classes: given.classes,
      tiers: [0, 1, 2].map((rank) => ({
        rank,
        headroomShare: given.tiers.headroomShare,
        ...(given.tiers.lowShare === undefined || given.tiers.headroomShare === 0
          ? {}
          : { lowShare: given.tiers.lowShare }),
        ...(given.tiers.demoteTo !== undefined && given.tiers.demoteTo > rank
          ? { demoteTo: given.tiers.demoteTo }
          : {}),
      })),
      bytesPerSecondPerHost: (given.budgetPages * PAGE) / 10,
      residenceSeconds: 60,
      dataMaxAgeSeconds: 45,
    };
    const { outstanding, hints, share } = given;
    const options = {
      planSeconds: 10,
      hints,
      ...(share === undefined ? {} : { bytesPerSecond: (share * PAGE) / 10 }),
      ...(given.scored ? { scores } : {}),
    };
    return { host, reversed: build([...KEYS].reverse()), policy: soundPolicy(spec), outstanding, options };
  });
