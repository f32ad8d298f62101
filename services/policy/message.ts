import type { Amount__Output } from '../contract/gen/thermocline/v1/Amount.js';
import type { Bounds__Output } from '../contract/gen/thermocline/v1/Bounds.js';
import type { PageKind } from '../contract/gen/thermocline/v1/PageKind.js';
import type { Policy, Policy__Output } from '../contract/gen/thermocline/v1/Policy.js';
import type { Selector__Output } from '../contract/gen/thermocline/v1/Selector.js';
import type { WorkloadClass, WorkloadClass__Output } from '../contract/gen/thermocline/v1/WorkloadClass.js';
import type { AmountSpec, ClassSpec, PageKindName, PolicySpec } from '../core/policySpec.js';
import type { Selector } from '../core/selector.js';
import { present } from './compile.js';

/** What a revision is besides what it says. */
export interface Origin {
  readonly createdUnixMs: number;
  readonly author: string;
  /** YAML. */
  readonly source: string;
}

/** A policy in the words of proto/thermocline/v1/policy.proto. */
export function policyMessage(spec: PolicySpec, origin: Origin): Policy {
  const { payback, goals } = spec;
  return {
    name: spec.name,
    revision: spec.revision,
    ...origin,
    classes: spec.classes.map(classMessage),
    tiers: spec.tiers.map((tier) => ({ ...tier })),
    budgets: present({
      bytesPerSecondPerHost: spec.bytesPerSecondPerHost,
      bytesPerSecondPerNodePair: spec.bytesPerSecondPerNodePair,
      bytesPerSecondPerFleet: spec.bytesPerSecondPerFleet,
      labels: spec.labelBudgets && [...spec.labelBudgets],
    }),
    guards: present({
      residenceSeconds: spec.residenceSeconds,
      dataMaxAgeSeconds: spec.dataMaxAgeSeconds,
      pingPongWindowSeconds: spec.pingPongWindowSeconds,
      exchangeHeatGap: spec.exchangeHeatGap,
      minConfidence: spec.minConfidence,
      demoteAcrossSockets: spec.demoteAcrossSockets,
    }),
    heatHalfLifeSeconds: spec.heatHalfLifeSeconds,
    payback: payback ?? null,
    goals: goals
      ? { ...goals, coldAgeSeconds: boundsMessage(goals.coldAgeSeconds), hotRate: boundsMessage(goals.hotRate) }
      : null,
    approval: spec.approval ?? false,
    prices: spec.prices ? { ...spec.prices, perGibMonthByTier: [...spec.prices.perGibMonthByTier] } : null,
    customRules: [...(spec.customRules ?? [])],
  };
}

function classMessage(entry: ClassSpec): WorkloadClass {
  const { selector, hotWindows, pageKinds, fastFloor, fastCeiling, ...plain } = entry;
  return {
    ...plain,
    selector: selectorMessage(selector),
    hotWindows: hotWindows ?? null,
    pageKinds: (pageKinds ?? []).map(kindMessage),
    fastFloor: fastFloor ?? null,
    fastCeiling: fastCeiling ?? null,
  };
}

function selectorMessage(selector: Selector): object {
  const { anyOf, allOf, noneOf, ...plain } = selector;
  return {
    ...plain,
    anyOf: (anyOf ?? []).map(selectorMessage),
    allOf: (allOf ?? []).map(selectorMessage),
    ...(noneOf ? { noneOf: selectorMessage(noneOf) } : {}),
  };
}

function boundsMessage([least, most]: readonly [number, number]) {
  return { least, most };
}

/** `anon-huge` is PAGE_KIND_ANON_HUGE. */
function kindMessage(kind: PageKindName): PageKind {
  return `PAGE_KIND_${kind.toUpperCase().replace('-', '_')}` as PageKind;
}

/** What a message says, as core takes it; not checked. */
export function policySpecOf(message: Policy__Output): PolicySpec {
  const { budgets, guards, payback, goals, prices } = message;
  const labels = budgets?.labels ?? [];
  return present({
    name: message.name,
    revision: Number(message.revision),
    classes: message.classes.map(classSpec),
    tiers: message.tiers.map(({ rank, headroomShare, lowShare, demoteTo }) =>
      present({ rank, headroomShare, lowShare, demoteTo }),
    ),
    bytesPerSecondPerHost: Number(budgets?.bytesPerSecondPerHost ?? 0),
    bytesPerSecondPerNodePair: numberOf(budgets?.bytesPerSecondPerNodePair),
    labelBudgets:
      labels.length > 0
        ? labels.map(({ label, bytesPerSecond }) => ({ label, bytesPerSecond: Number(bytesPerSecond) }))
        : undefined,
    bytesPerSecondPerFleet: numberOf(budgets?.bytesPerSecondPerFleet),
    residenceSeconds: guards?.residenceSeconds ?? 0,
    pingPongWindowSeconds: guards?.pingPongWindowSeconds,
    exchangeHeatGap: guards?.exchangeHeatGap,
    dataMaxAgeSeconds: guards?.dataMaxAgeSeconds ?? 0,
    minConfidence: guards?.minConfidence,
    heatHalfLifeSeconds: message.heatHalfLifeSeconds,
    demoteAcrossSockets: guards?.demoteAcrossSockets ? true : undefined,
    payback: payback
      ? {
          withinSeconds: payback.withinSeconds,
          moveCostNanoseconds: payback.moveCostNanoseconds,
          slowPenaltyNanoseconds: payback.slowPenaltyNanoseconds,
        }
      : undefined,
    goals: goals
      ? present({
          starAtMost: goals.starAtMost,
          fastFullAtLeast: goals.fastFullAtLeast,
          coldAgeSeconds: boundsSpec(goals.coldAgeSeconds),
          hotRate: boundsSpec(goals.hotRate),
        })
      : undefined,
    approval: message.approval ? true : undefined,
    prices: prices
      ? {
          currency: prices.currency,
          perGibMonthByTier: prices.perGibMonthByTier,
          perMillionSlowAccesses: prices.perMillionSlowAccesses,
        }
      : undefined,
    customRules:
      message.customRules.length > 0 ? message.customRules.map(({ name, source }) => ({ name, source })) : undefined,
  });
}

function classSpec(entry: WorkloadClass__Output): ClassSpec {
  const { hotWindows } = entry;
  return present({
    name: entry.name,
    selector: selectorSpec(entry.selector),
    latencySensitive: entry.latencySensitive,
    priority: entry.priority,
    coldAgeSeconds: entry.coldAgeSeconds,
    hotRate: entry.hotRate,
    hotWindows: hotWindows ? { seen: hotWindows.seen, of: hotWindows.of } : undefined,
    pageKinds: entry.pageKinds.length > 0 ? entry.pageKinds.map(kindName) : undefined,
    neverDemote: entry.neverDemote ? true : undefined,
    alwaysFast: entry.alwaysFast ? true : undefined,
    rateShare: entry.rateShare,
    fastFloor: amountSpec(entry.fastFloor),
    fastCeiling: amountSpec(entry.fastCeiling),
    customRule: entry.customRule || undefined,
  });
}

function selectorSpec(selector: Selector__Output | null): Selector {
  if (!selector) return {};
  const { cgroupGlobs, commandRegexes, hostLabels, anyOf, allOf, noneOf } = selector;
  const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);
  return present({
    cgroupGlobs: some(cgroupGlobs),
    commandRegexes: some(commandRegexes),
    hostLabels: Object.keys(hostLabels).length > 0 ? hostLabels : undefined,
    anyOf: some(anyOf)?.map(selectorSpec),
    allOf: some(allOf)?.map(selectorSpec),
    noneOf: noneOf ? selectorSpec(noneOf) : undefined,
  });
}

function amountSpec(amount: Amount__Output | null): AmountSpec | undefined {
  if (amount?.amount === 'share') return { share: amount.share ?? 0 };
  return amount?.amount === 'bytes' ? { bytes: Number(amount.bytes) } : undefined;
}

function boundsSpec(bounds: Bounds__Output | null): readonly [number, number] {
  return [bounds?.least ?? 0, bounds?.most ?? 0];
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function kindName(kind: string): PageKindName {
  return kind
    .replace(/^PAGE_KIND_/, '')
    .toLowerCase()
    .replace('_', '-') as PageKindName;
}
