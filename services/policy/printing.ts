import { stringify } from 'yaml';
import type { AmountSpec, ClassSpec, PolicySpec } from '../core/policySpec.js';
import type { Selector } from '../core/selector.js';
import { DURATION_UNITS_MS, quantityText, SIZE_UNITS_BYTES } from '../runtime/quantities.js';
import { present } from './compile.js';
import { NANOSECOND_UNITS } from './types.js';

/** A policy in canonical form, defaults written out: what it says in the words of the language. */
export function printPolicy(spec: PolicySpec): string {
  return stringify(writtenOf(spec), { lineWidth: 0 });
}

/** The content of printPolicy, as plain data in the order of the language. */
export function writtenOf(spec: PolicySpec): Readonly<Record<string, unknown>> {
  const { payback, goals, prices, labelBudgets } = spec;
  return present({
    name: spec.name,
    classes: spec.classes.map(writtenClass),
    tiers: spec.tiers.map(({ rank, headroomShare, lowShare, demoteTo }) =>
      present({ rank, headroom: shareText(headroomShare), low: optional(lowShare, shareText), demoteTo }),
    ),
    budgets: present({
      perHost: bytesText(spec.bytesPerSecondPerHost),
      perNodePair: optional(spec.bytesPerSecondPerNodePair, bytesText),
      perLabel:
        labelBudgets &&
        Object.fromEntries(labelBudgets.map(({ label, bytesPerSecond }) => [label, bytesText(bytesPerSecond)])),
      perFleet: optional(spec.bytesPerSecondPerFleet, bytesText),
    }),
    guards: present({
      residence: secondsText(spec.residenceSeconds),
      pingPongWindow: optional(spec.pingPongWindowSeconds, secondsText),
      exchangeHeatGap: spec.exchangeHeatGap,
      dataMaxAge: secondsText(spec.dataMaxAgeSeconds),
      minConfidence: spec.minConfidence,
      demoteAcrossSockets: spec.demoteAcrossSockets ?? false,
    }),
    heatHalfLife: secondsText(spec.heatHalfLifeSeconds),
    payback: payback && {
      within: secondsText(payback.withinSeconds),
      moveCost: quantityText(payback.moveCostNanoseconds, NANOSECOND_UNITS),
      slowPenalty: quantityText(payback.slowPenaltyNanoseconds, NANOSECOND_UNITS),
    },
    goals:
      goals &&
      present({
        starAtMost: optional(goals.starAtMost, shareText),
        fastFullAtLeast: optional(goals.fastFullAtLeast, shareText),
        coldAge: goals.coldAgeSeconds.map(secondsText),
        hotRate: [...goals.hotRate],
      }),
    approval: spec.approval ?? false,
    prices: prices && {
      currency: prices.currency,
      perGibMonth: [...prices.perGibMonthByTier],
      perMillionSlowAccesses: prices.perMillionSlowAccesses,
    },
    customRules: spec.customRules?.map(({ name, source }) => ({ name, source })),
  });
}

function writtenClass(entry: ClassSpec): object {
  const { hotWindows } = entry;
  const match = writtenSelector(entry.selector);
  return present({
    name: entry.name,
    match: Object.keys(match).length > 0 ? match : undefined,
    latency: entry.latencySensitive ? 'sensitive' : 'tolerant',
    priority: entry.priority,
    coldAge: secondsText(entry.coldAgeSeconds),
    hotRate: hotWindows ? undefined : entry.hotRate,
    hotWindows: hotWindows && `${hotWindows.seen} of ${hotWindows.of}`,
    pageKinds: entry.pageKinds && [...entry.pageKinds],
    neverDemote: entry.neverDemote,
    alwaysFast: entry.alwaysFast,
    rateShare: optional(entry.rateShare, shareText),
    fastFloor: optional(entry.fastFloor, amountText),
    fastCeiling: optional(entry.fastCeiling, amountText),
    customRule: entry.customRule,
  });
}

function writtenSelector({ cgroupGlobs, commandRegexes, hostLabels, anyOf, allOf, noneOf }: Selector): object {
  return present({
    cgroups: some(cgroupGlobs),
    commands: some(commandRegexes),
    hostLabels: hostLabels && Object.keys(hostLabels).length > 0 ? { ...hostLabels } : undefined,
    any: some(anyOf)?.map(writtenSelector),
    all: some(allOf)?.map(writtenSelector),
    none: noneOf && [writtenSelector(noneOf)],
  });
}

function some<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list && list.length > 0 ? [...list] : undefined;
}

function optional<T>(value: T | undefined, text: (value: T) => unknown): unknown {
  return value === undefined ? undefined : text(value);
}

function bytesText(bytes: number): string {
  return quantityText(bytes, SIZE_UNITS_BYTES);
}

function secondsText(seconds: number): string {
  return quantityText(Math.round(seconds * 1000), DURATION_UNITS_MS);
}

/** `5%` where that reads back to the very same, else the number. */
function shareText(share: number): string | number {
  const percent = String(Number((share * 100).toPrecision(12)));
  return /^\d+(\.\d+)?$/.test(percent) && Number(percent) / 100 === share ? `${percent}%` : share;
}

function amountText(amount: AmountSpec): string | number {
  return 'bytes' in amount ? bytesText(amount.bytes) : shareText(amount.share);
}
