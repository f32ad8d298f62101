import type { RangeColumns } from './columns.js';
import { ceilingRoom, type Domain, type Member } from './domain.js';
import { thresholdsOf } from './goals.js';
import { type HostSpace, TIER_UNKNOWN } from './host.js';
import type { MarkTable } from './marks.js';
import type { ClassSpec, PageKindName } from './policySpec.js';
import { HUGE_BYTES, heatOfShare, STALE_TICK_MS } from './quantities.js';
import type { Situation } from './situation.js';
import { type SpaceHints, spaceHintsOf } from './spaceHints.js';
import type { Step } from './step.js';
import { hotBySeen, MAY_RISE, MAY_SINK, MAY_SINK_COLD, MAY_SINK_LUKEWARM } from './wish.js';

/** A space that a plan may take from, with all that its runs are judged by. */
export interface Site {
  readonly space: HostSpace;
  readonly classIndex: number;
  readonly domain: number;
  /** Runs of at least this heat (as kept) are hot. */
  readonly hotHeat: number;
  /** By looks seen (bits): 1 where a run is hot, in place of hotHeat. */
  readonly hotSeen: Uint8Array | undefined;
  /** Runs unseen for this long (observed seconds) are cold. */
  readonly coldAge: number;
  /** Runs staler than this (ticks) are data too old. */
  readonly maxStale: number;
  /** By mark: 1 where pages must not be moved now. */
  readonly blocked: Uint8Array;
  /** By kind: 1 where its pages may be moved. */
  readonly kinds: Uint8Array;
  readonly taken: RangeColumns | undefined;
  readonly alwaysFast: boolean;
  /** Nothing of it is demoted. */
  readonly keepsFast: boolean;
  /** By node id: heat (as kept) below which a promotion does not pay back. */
  readonly leastHeat: Uint32Array;
  /** By node id: what may be wished for pages there, as bits. */
  readonly may: Uint8Array;
  readonly hints: SpaceHints | undefined;
  /** One a run of the space's table. */
  readonly scores: Float32Array | undefined;
  /** Base pages of a huge page. */
  readonly hugePages: number;
}

const KIND_NAMES: readonly (PageKindName | 'unknown')[] = [
  'unknown',
  'anon',
  'file',
  'shmem',
  'anon-huge',
  'file-huge',
  'shmem-huge',
];

/** Undefined where the kind is not known. */
export function kindName(kind: number): string | undefined {
  return kind === 0 ? undefined : KIND_NAMES[kind];
}

/** Share (0..1) of its heat's weight that stems from looks. */
function confidenceOf({ space }: Member, { policy }: Situation): number {
  return 1 - 2 ** (-space.heat.observedSeconds / policy.heatHalfLifeSeconds);
}

function dataAgeSeconds({ space }: Member, { nowUnixMs }: Situation): number {
  return (nowUnixMs - space.heat.lastWindowEndUnixMs) / 1000;
}

/** What a space has to pass before its runs are looked at, rule by rule. */
const RULES = {
  class: ({ classIndex }: Member, { policy }: Situation) => policy.classes[classIndex] !== undefined,
  granularity: ({ space }: Member) => space.heat.pageGranular,
  confidence: (of: Member, at: Situation) => confidenceOf(of, at) >= (at.policy.minConfidence ?? 0),
  'data-age': (of: Member, at: Situation) => dataAgeSeconds(of, at) <= at.policy.dataMaxAgeSeconds,
} as const;

export function isPlannable(of: Member, at: Situation): boolean {
  return RULES.class(of, at) && RULES.granularity(of) && RULES.confidence(of, at) && RULES['data-age'](of, at);
}

/** The same rules in words. */
export function spaceSteps(of: Member, at: Situation): Step[] {
  const { policy } = at;
  const { pageGranular, observedSeconds } = of.space.heat;
  const name = policy.classes[of.classIndex]?.name;
  const confidence = confidenceOf(of, at);
  const [least, ageSeconds, mostSeconds] = [
    policy.minConfidence ?? 0,
    dataAgeSeconds(of, at),
    policy.dataMaxAgeSeconds,
  ];
  const said = {
    class: [name === undefined ? 'no class of the policy selects its space' : `class ${name}`, {}],
    granularity: [`looks ${pageGranular ? 'tell single pages apart' : 'are too coarse to move pages by'}`, {}],
    confidence: [
      `${observedSeconds} s of looks give a confidence of ${confidence.toFixed(3)}, at least ${least} is asked for`,
      { confidence, least, observedSeconds },
    ],
    'data-age': [
      `the latest look ended ${ageSeconds} s ago, ${mostSeconds} s are allowed`,
      { ageSeconds, mostSeconds },
    ],
  } as const;
  return (Object.keys(said) as (keyof typeof said)[]).map((rule) => {
    const [text, numbers] = said[rule];
    return { rule, passed: RULES[rule](of, at), text, numbers };
  });
}

/** Where more than what is cold has to leave a node, or may have to. */
export interface Pressure {
  /** Fast memory may be wanted for hotter pages than it holds. */
  readonly exchanges: boolean;
  /** Nodes of a middle tier that are to make room. */
  readonly middle: ReadonlySet<number>;
}

/** Of a member that is plannable. `may`: of its domain. */
export function siteOf(member: Member, situation: Situation, may: Uint8Array): Site {
  const { host, policy, nowUnixMs, waiting, payback } = situation;
  const { space, classIndex, domain } = member;
  const named = policy.classes[classIndex] as ClassSpec;
  const { hotRate, coldAgeSeconds } = thresholdsOf(host, policy, classIndex);
  const spareMs = policy.dataMaxAgeSeconds * 1000 - (nowUnixMs - space.heat.lastWindowEndUnixMs);
  const { pageSize } = host.facts;
  const pace = { bytesPerSecond: situation.bytesPerSecond, planSeconds: situation.options.planSeconds, pageSize };
  const { hotWindows, alwaysFast = false, neverDemote = false } = named;
  return {
    space,
    classIndex,
    domain,
    hotHeat: heatOfShare(hotRate),
    hotSeen: hotWindows && hotBySeen(hotWindows.seen, hotWindows.of),
    coldAge: coldAgeSeconds,
    maxStale: Math.floor(spareMs / STALE_TICK_MS),
    blocked: blockedMarks(space.heat.marks, policy.residenceSeconds * 1000, nowUnixMs),
    kinds: movedKinds(named.pageKinds),
    taken: waiting.ranges.get(space.key),
    alwaysFast,
    keepsFast: alwaysFast || neverDemote,
    leastHeat: payback.leastHeat,
    may,
    hints: situation.hints.length > 0 ? spaceHintsOf(space, named.name, situation.hints, nowUnixMs, pace) : undefined,
    scores: situation.options.scores?.get(space.key),
    hugePages: Math.max(1, HUGE_BYTES / pageSize),
  };
}

/** By mark: 1 where pages that carry it must not be moved now. */
function blockedMarks({ used, movedAtUnixMs, heldUntilUnixMs }: MarkTable, residenceMs: number, nowUnixMs: number) {
  const blocked = new Uint8Array(used.length);
  for (let mark = 1; mark < used.length; mark++) {
    const movedAt = movedAtUnixMs[mark] as number;
    const resides = movedAt > 0 && nowUnixMs < movedAt + residenceMs;
    if (resides || nowUnixMs < (heldUntilUnixMs[mark] as number)) blocked[mark] = 1;
  }
  return blocked;
}

const EVERY_KIND = new Uint8Array(256).fill(1);

function movedKinds(kinds: readonly PageKindName[] | undefined): Uint8Array {
  if (!kinds) return EVERY_KIND;
  const table = new Uint8Array(256);
  for (const kind of kinds) table[KIND_NAMES.indexOf(kind)] = 1;
  return table;
}

/** Those that mayTable answered last, and the one that it fills: from plan to plan they stay what they are, and so what is made of them. */
const mays: Uint8Array[] = [];
const MOST_MAYS = 8;
const drafted = new Uint8Array(256);
const draftedWords = new Uint32Array(drafted.buffer);

/** By node id: what may be wished for pages of a domain there, as bits. Not to be written to. */
export function mayTable(situation: Situation, domain: Domain | undefined, pressure: Pressure): Uint8Array {
  const { tierOf, fastestTier, host, rooms } = situation;
  drafted.fill(0);
  const crowded = pressure.exchanges || ceilingRoom(domain?.fast) < Infinity;
  for (const { id } of host.facts.nodes) {
    const tier = tierOf[id] as number;
    if (tier === TIER_UNKNOWN) continue;
    if (tier > fastestTier) drafted[id] = MAY_RISE | (pressure.middle.has(id) ? MAY_SINK_LUKEWARM : 0);
    else drafted[id] = MAY_SINK_COLD | (crowded || rooms.deficits.has(id) ? MAY_SINK : 0);
  }
  const known = mays.find(isDrafted);
  if (known) return known;
  const may = drafted.slice();
  if (mays.push(may) > MOST_MAYS) mays.shift();
  return may;
}

function isDrafted({ buffer }: Uint8Array): boolean {
  const words = new Uint32Array(buffer);
  for (let i = 0; i < words.length; i++) if (words[i] !== draftedWords[i]) return false;
  return true;
}
