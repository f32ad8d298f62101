import * as z from 'zod';
import { PAGE_KINDS } from '../core/policyClassCheck.js';
import type { PageKindName } from '../core/policySpec.js';
import { amount, bounds, duration, hotWindows, nanoseconds, share, size } from './types.js';

/** How a policy is written: docs/policy.md teaches it, docs/policy.schema.json is made from it. */

/** Memory of the latency-sensitive is given more time before it counts as cold. */
export const COLD_AGE_DEFAULT = { sensitive: '8m', tolerant: '2m' } as const;
export const HOT_RATE_DEFAULT = 0.3;
/** Of every tier, where a policy names none. */
export const HEADROOM_DEFAULT = 0.05;
export const RANKS_DEFAULT = 8;

const some = <T extends z.ZodType>(of: T) => z.array(of).min(1);

/** What is written under `match`. */
export interface WrittenSelector {
  readonly cgroups?: readonly string[] | undefined;
  readonly commands?: readonly string[] | undefined;
  readonly hostLabels?: Readonly<Record<string, string>> | undefined;
  readonly any?: readonly WrittenSelector[] | undefined;
  readonly all?: readonly WrittenSelector[] | undefined;
  readonly none?: readonly WrittenSelector[] | undefined;
}

const selector: z.ZodType<WrittenSelector, unknown> = z
  .strictObject({
    cgroups: some(z.string())
      .optional()
      .describe(
        'Globs for the whole cgroup path: * within a level, ** across levels, ?, [abc], {a,b}. One has to match.',
      ),
    commands: some(z.string())
      .optional()
      .describe('JavaScript regular expressions, searched in the command line. One has to match.'),
    hostLabels: z.record(z.string(), z.string()).optional().describe('Labels of the host. All have to match.'),
    get any() {
      return some(selector).optional().describe('One of these has to match.');
    },
    get all() {
      return some(selector).optional().describe('All of these have to match.');
    },
    get none() {
      return some(selector).optional().describe('None of these may match.');
    },
  })
  .meta({ id: 'match' });

const classSection = z
  .strictObject({
    name: z.string().min(1).describe('Stands in plans, tables and metrics.'),
    match: selector
      .optional()
      .describe('Which workloads; all parts that are given have to match. Everything when left out.'),
    latency: z
      .enum(['sensitive', 'tolerant'])
      .default('tolerant')
      .describe('Among equals, pages of the sensitive are promoted first and demoted last.'),
    priority: z.int().default(0).describe('Higher goes before lower: promoted first, demoted last.'),
    coldAge: duration
      .optional()
      .describe('Unseen for this long, a run is cold and may be demoted. 8m when latency is sensitive, else 2m.'),
    hotRate: share
      .optional()
      .describe('Seen in at least this share of looks, a run is hot and may be promoted. 0.3 when left out.'),
    hotWindows: hotWindows
      .optional()
      .describe('In place of hotRate: seen in at least k of the last n windows, as in 3 of 5.'),
    pageKinds: some(z.enum(PAGE_KINDS as [PageKindName, ...PageKindName[]]))
      .optional()
      .describe('Kinds of pages that may be moved; every kind when left out.'),
    neverDemote: z.boolean().default(false).describe('Pages of this class stay in the fast tier once they are there.'),
    alwaysFast: z.boolean().default(false).describe('Promoted whatever its heat, and never demoted.'),
    rateShare: share.optional().describe('Share of the host’s budget that moves of this class may take at most.'),
    fastFloor: amount
      .optional()
      .describe('Fast memory that each cgroup of the class keeps: nothing is demoted below it.'),
    fastCeiling: amount
      .optional()
      .describe('Fast memory that each cgroup of the class may have: above it the coldest are demoted, cold or not.'),
    customRule: z.string().min(1).optional().describe('Name of a custom rule, whose score stands in for heat and age.'),
  })
  .refine((entry) => entry.hotRate === undefined || entry.hotWindows === undefined, {
    path: ['hotWindows'],
    error: 'expected hotRate or hotWindows, not both',
  });

const tierSection = z.strictObject({
  rank: z.int().min(0).describe('0 is the fastest.'),
  headroom: share.default(HEADROOM_DEFAULT).describe('Share of each node that plans leave free: the high watermark.'),
  low: share.optional().describe('Share free below which demotion for room begins; the headroom when left out.'),
  demoteTo: z.int().min(0).optional().describe('Rank that cold pages go to; the next slower one when left out.'),
});

const budgetsSection = z.strictObject({
  perHost: size.prefault('64MiB').describe('A second and host, promotions and demotions together.'),
  perNodePair: size.optional().describe('A second between any two nodes of a host, in one direction.'),
  perLabel: z
    .record(z.string(), size)
    .optional()
    .describe('A second for all hosts that share a value of the label, as in rack: 1GiB.'),
  perFleet: size.optional().describe('A second for all hosts together.'),
});

const guardsSection = z.strictObject({
  residence: duration.prefault('2m').describe('A page that was moved stays for this long.'),
  pingPongWindow: duration
    .optional()
    .describe('A page that goes back within this long is a ping-pong: it is counted, and held for as long again.'),
  exchangeHeatGap: share
    .optional()
    .describe('In a full fast tier, a page is promoted only in place of one colder by this much heat.'),
  dataMaxAge: duration.prefault('60s').describe('Plans are not made from looks or facts older than this.'),
  minConfidence: share.optional().describe('Share of a heat’s weight that has to stem from looks.'),
  demoteAcrossSockets: z.boolean().default(false).describe('Whether pages may be demoted to a node of another socket.'),
});

const paybackSection = z.strictObject({
  within: duration.describe('The accesses saved in this time have to be worth the move.'),
  moveCost: nanoseconds.describe('CPU and stall of moving one base page.'),
  slowPenalty: nanoseconds.describe(
    'What an access of a slow tier costs more; figures of the nodes themselves go first.',
  ),
});

const goalsSection = z.strictObject({
  starAtMost: share.optional().describe('Share of accesses that hit a slow tier, as estimated from access bits.'),
  fastFullAtLeast: share.optional().describe('Share of the fast tier in use, headroom included in the whole.'),
  coldAge: bounds(duration).describe('[least, most] that coldAge may tune itself to.'),
  hotRate: bounds(share).describe('[least, most] that hotRate may tune itself to.'),
});

const pricesSection = z.strictObject({
  currency: z.string().min(1).describe('For people: USD, EUR.'),
  perGibMonth: some(z.number().min(0)).describe('Price of a GiB for a month, by tier, the fastest first.'),
  perMillionSlowAccesses: z.number().min(0).default(0).describe('What a million accesses of a slow tier cost.'),
});

const customRuleSection = z
  .strictObject({
    name: z.string().min(1).describe('What classes call it.'),
    file: z.string().min(1).optional().describe('ES module with the rule, relative to this file.'),
    source: z.string().min(1).optional().describe('The ES module itself.'),
  })
  .refine((rule) => (rule.file === undefined) !== (rule.source === undefined), { error: 'expected file or source' });

const tiersDefault = () => Array.from({ length: RANKS_DEFAULT }, (_, rank) => ({ rank }));

export const policyLanguage = z
  .strictObject({
    name: z.string().min(1).describe('Up to 63 letters, digits, _ and -. Revisions are counted by name.'),
    classes: some(classSection)
      .prefault([{ name: 'default' }])
      .describe('First match wins; the last one is for all that is left.'),
    tiers: z
      .array(tierSection)
      .prefault(tiersDefault)
      .describe('A tier that is not listed has no headroom; without this section every tier has 5 %.'),
    budgets: budgetsSection
      .prefault({})
      .describe('Bytes a second that may be moved. Where several hold, the tightest does.'),
    guards: guardsSection.prefault({}).describe('What keeps pages from moving for nothing.'),
    heatHalfLife: duration.prefault('30s').describe('Observed time after which a look weighs half as much in heat.'),
    payback: paybackSection.optional().describe('A move that does not pay back is not made.'),
    goals: goalsSection.optional().describe('Thresholds of all classes tune themselves towards these, within bounds.'),
    approval: z.boolean().default(false).describe('Whether plans wait until a person approves of them.'),
    prices: pricesSection.optional().describe('From which the money saved is reckoned.'),
    customRules: z
      .array(customRuleSection)
      .optional()
      .describe('Rules in JavaScript, for what the language does not reach.'),
  })
  .describe('A policy of Thermocline: where the memory of a fleet belongs.');

/** A policy as written, defaults filled in: durations in ms, sizes in bytes, shares 0..1. */
export type WrittenPolicy = z.output<typeof policyLanguage>;
export type WrittenClass = WrittenPolicy['classes'][number];
