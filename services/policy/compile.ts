import type { ClassSpec, PolicySpec, TierSpec } from '../core/policySpec.js';
import type { Selector } from '../core/selector.js';
import { DURATION_UNITS_MS, quantity } from '../runtime/quantities.js';
import {
  COLD_AGE_DEFAULT,
  HOT_RATE_DEFAULT,
  type WrittenClass,
  type WrittenPolicy,
  type WrittenSelector,
} from './language.js';

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the fields that are undefined. */
export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

const seconds = (ms: number): number => ms / 1000;
const orNothing = (flag: boolean): true | undefined => (flag ? true : undefined);

/** What is written as core takes it, revision 0. `sourceOf`: the text of a custom rule's file. */
export function compileWritten(written: WrittenPolicy, sourceOf: (file: string) => string): PolicySpec {
  const { budgets, guards, payback, goals, prices } = written;
  const labelBudgets = Object.entries(budgets.perLabel ?? {});
  const customRules = written.customRules ?? [];
  return present({
    name: written.name,
    revision: 0,
    classes: written.classes.map(classOf),
    tiers: written.tiers.map(
      ({ rank, headroom, low, demoteTo }): TierSpec =>
        present({ rank, headroomShare: headroom, lowShare: low, demoteTo }),
    ),
    bytesPerSecondPerHost: budgets.perHost,
    bytesPerSecondPerNodePair: budgets.perNodePair,
    labelBudgets:
      labelBudgets.length > 0 ? labelBudgets.map(([label, bytes]) => ({ label, bytesPerSecond: bytes })) : undefined,
    bytesPerSecondPerFleet: budgets.perFleet,
    residenceSeconds: seconds(guards.residence),
    pingPongWindowSeconds: guards.pingPongWindow === undefined ? undefined : seconds(guards.pingPongWindow),
    exchangeHeatGap: guards.exchangeHeatGap,
    dataMaxAgeSeconds: seconds(guards.dataMaxAge),
    minConfidence: guards.minConfidence,
    heatHalfLifeSeconds: seconds(written.heatHalfLife),
    demoteAcrossSockets: orNothing(guards.demoteAcrossSockets),
    payback: payback && {
      withinSeconds: seconds(payback.within),
      moveCostNanoseconds: payback.moveCost,
      slowPenaltyNanoseconds: payback.slowPenalty,
    },
    goals:
      goals &&
      present({
        starAtMost: goals.starAtMost,
        fastFullAtLeast: goals.fastFullAtLeast,
        coldAgeSeconds: [seconds(goals.coldAge[0]), seconds(goals.coldAge[1])] as const,
        hotRate: [goals.hotRate[0], goals.hotRate[1]] as const,
      }),
    approval: orNothing(written.approval),
    prices: prices && {
      currency: prices.currency,
      perGibMonthByTier: prices.perGibMonth,
      perMillionSlowAccesses: prices.perMillionSlowAccesses,
    },
    customRules:
      customRules.length > 0
        ? customRules.map(({ name, file, source }) => ({ name, source: source ?? sourceOf(file ?? '') }))
        : undefined,
  });
}

function classOf(entry: WrittenClass): ClassSpec {
  const latencySensitive = entry.latency === 'sensitive';
  const coldAge = entry.coldAge ?? (quantity(COLD_AGE_DEFAULT[entry.latency], DURATION_UNITS_MS) as number);
  return present({
    name: entry.name,
    selector: selectorOf(entry.match ?? {}),
    latencySensitive,
    priority: entry.priority,
    coldAgeSeconds: seconds(coldAge),
    hotRate: entry.hotRate ?? HOT_RATE_DEFAULT,
    hotWindows: entry.hotWindows,
    pageKinds: entry.pageKinds,
    neverDemote: orNothing(entry.neverDemote),
    alwaysFast: orNothing(entry.alwaysFast),
    rateShare: entry.rateShare,
    fastFloor: entry.fastFloor,
    fastCeiling: entry.fastCeiling,
    customRule: entry.customRule,
  });
}

function selectorOf({ cgroups, commands, hostLabels, any, all, none }: WrittenSelector): Selector {
  const [one, ...more] = none?.map(selectorOf) ?? [];
  return present({
    cgroupGlobs: cgroups,
    commandRegexes: commands,
    hostLabels,
    anyOf: any?.map(selectorOf),
    allOf: all?.map(selectorOf),
    noneOf: one && more.length > 0 ? { anyOf: [one, ...more] } : one,
  });
}
