import fc from 'fast-check';
import { MAX_WINDOWS, PAGE_KINDS } from '../../../services/core/policyClassCheck.js';
import type { AmountSpec, ClassSpec, GoalsSpec, PolicySpec, TierSpec } from '../../../services/core/policySpec.js';
import type { Selector } from '../../../services/core/selector.js';
import { contradictsItself, takesAllOf } from '../../../services/core/selectorReach.js';
import { present } from '../../../services/policy/compile.js';

/** Sound policies of every form that the language has. */

const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const text = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
/** Whole milliseconds, as people write them. */
const seconds = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least * 1000, max: most * 1000 }).map((ms) => ms / 1000);
const share = (least: number, most: number): fc.Arbitrary<number> =>
  fc
    .oneof(
      fc.integer({ min: least * 1000, max: most * 1000 }).map((thousandths) => thousandths / 1000),
      fc.double({ min: least, max: most, noNaN: true }),
    )
    .map(Math.abs);
const bytes = fc.oneof(
  fc.nat(4096).map((mib) => mib * 2 ** 20),
  fc.maxSafeNat(),
);
const nanoseconds = fc.nat(10_000_000);
const amount = (most: number): fc.Arbitrary<AmountSpec> =>
  fc.oneof(
    bytes.map((each) => ({ bytes: each })),
    share(0, most).map((each) => ({ share: each })),
  );

const labels = fc.dictionary(name, text, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
const { selector } = fc.letrec<{ selector: Selector; leaf: Selector }>((tie) => ({
  leaf: fc
    .record({
      cgroupGlobs: maybe(
        fc.array(fc.constantFrom('/a/*', '/b/**', '/{x,y}?', '/[a-z]'), { minLength: 1, maxLength: 3 }),
      ),
      commandRegexes: maybe(fc.array(fc.constantFrom('^redis', 'a|b', '\\bdb: #\\d+'), { minLength: 1, maxLength: 3 })),
      hostLabels: maybe(labels),
    })
    .map(present),
  selector: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc
      .record({
        cgroupGlobs: maybe(fc.constant(['/c/**'])),
        anyOf: maybe(fc.array(tie('selector'), { minLength: 1, maxLength: 3 })),
        allOf: maybe(fc.array(tie('selector'), { minLength: 1, maxLength: 2 })),
        noneOf: maybe(tie('selector')),
      })
      .map(present),
  ),
}));

const classEntry: fc.Arbitrary<ClassSpec> = fc
  .record({
    selector,
    latencySensitive: fc.boolean(),
    priority: fc.integer({ min: -1000, max: 1000 }),
    coldAgeSeconds: seconds(1, 1000),
    hot: fc.oneof(
      share(0.01, 1).map((hotRate) => ({ hotRate })),
      fc
        .integer({ min: 1, max: MAX_WINDOWS })
        .chain((of) => fc.integer({ min: 1, max: of }).map((seen) => ({ hotRate: 0.3, hotWindows: { seen, of } }))),
    ),
    pageKinds: maybe(fc.uniqueArray(fc.constantFrom(...PAGE_KINDS), { minLength: 1 })),
    neverDemote: maybe(fc.constant(true as const)),
    alwaysFast: maybe(fc.constant(true as const)),
    rateShare: maybe(share(0, 1)),
    fastFloor: maybe(amount(0.01)),
    fastCeiling: maybe(amount(1)),
  })
  .map(({ hot, ...rest }) => {
    const { neverDemote, alwaysFast, fastFloor, rateShare } = rest;
    const pinned = neverDemote || alwaysFast || fastFloor !== undefined;
    const fastCeiling = pinned ? undefined : rest.fastCeiling;
    // What may move nothing is neither promoted nor held below a ceiling.
    const stuck = rateShare === 0 && (alwaysFast || fastCeiling !== undefined);
    return present({ name: '', ...rest, ...hot, fastCeiling, rateShare: stuck ? undefined : rateShare });
  });

const tiers: fc.Arbitrary<readonly TierSpec[]> = fc
  .array(
    fc.record({ headroomShare: share(0, 0.05), low: fc.double({ min: 0, max: 1, noNaN: true }), step: fc.nat(3) }),
    { maxLength: 4 },
  )
  .map((list) =>
    list.map(({ headroomShare, low, step }, rank) =>
      present({
        rank,
        headroomShare,
        lowShare: low < 0.5 ? undefined : Math.abs(headroomShare * low),
        demoteTo: step === 0 ? undefined : rank + step,
      }),
    ),
  );

const goals: fc.Arbitrary<GoalsSpec> = fc.record({
  starAtMost: share(0, 1),
  coldAgeSeconds: fc.constant([1, 1000] as const),
  hotRate: fc.constant([0.01, 1] as const),
});

/** Classes that no other one hides: each has a condition of its own as well. */
function distinct(classes: readonly ClassSpec[], rule: string | undefined): ClassSpec[] {
  const former: Selector[] = [];
  return classes.map((entry, i) => {
    const last = i === classes.length - 1;
    const own = { ...entry.selector, commandRegexes: [...(entry.selector.commandRegexes ?? []), `own${i}`] };
    // Whatever is left out of nothing is nothing; that is refused, and of no interest here.
    const { noneOf: _, anyOf: __, allOf: ___, ...plain } = own;
    const isMet = fitsAnything(own) && !contradictsItself(own) && !former.some((each) => takesAllOf(each, own));
    const nested = isMet ? own : plain;
    former.push(nested);
    return {
      ...entry,
      name: `class-${i}`,
      selector: last ? {} : nested,
      ...(rule && i === 0 ? { customRule: rule } : {}),
    };
  });
}

function fitsAnything({ anyOf = [], allOf = [], noneOf }: Selector): boolean {
  const plain = (selector: Selector): boolean =>
    Object.keys(selector).length > 0 &&
    [...(selector.anyOf ?? []), ...(selector.allOf ?? [])].every(plain) &&
    !selector.noneOf;
  return (
    [...anyOf, ...allOf].every(plain) && (noneOf === undefined || (Object.keys(noneOf).length > 0 && plain(noneOf)))
  );
}

export const policySpec: fc.Arbitrary<PolicySpec> = fc
  .record({
    name,
    classes: fc.array(classEntry, { minLength: 1, maxLength: 4 }),
    tiers,
    bytesPerSecondPerHost: bytes,
    bytesPerSecondPerNodePair: maybe(bytes),
    labelBudgets: maybe(
      fc.uniqueArray(fc.record({ label: name, bytesPerSecond: bytes }), {
        minLength: 1,
        maxLength: 3,
        selector: ({ label }) => label,
      }),
    ),
    bytesPerSecondPerFleet: maybe(bytes),
    residenceSeconds: seconds(0, 10_000),
    pingPongWindowSeconds: maybe(seconds(0, 10_000)),
    exchangeHeatGap: maybe(share(0, 1)),
    dataMaxAgeSeconds: seconds(1, 1000),
    minConfidence: maybe(share(0, 0.99)),
    heatHalfLifeSeconds: seconds(1, 1000),
    demoteAcrossSockets: maybe(fc.constant(true as const)),
    payback: maybe(
      fc.record({
        withinSeconds: seconds(1, 1000),
        moveCostNanoseconds: nanoseconds,
        slowPenaltyNanoseconds: nanoseconds,
      }),
    ),
    goals: maybe(goals),
    approval: maybe(fc.constant(true as const)),
    prices: maybe(
      fc.record({
        currency: text,
        perGibMonthByTier: fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }).map(Math.abs), {
          minLength: 1,
          maxLength: 3,
        }),
        perMillionSlowAccesses: fc.double({ min: 0, max: 1e6, noNaN: true }).map(Math.abs),
      }),
    ),
    rule: maybe(
      fc.record({ name, source: fc.constantFrom('export default () => 1\n', "// 'quoted': #\n\texport default 2") }),
    ),
  })
  .map(({ rule, classes, ...rest }) =>
    // Generated records have no prototype, which is a difference to a comparison.
    structuredClone(
      present({
        ...rest,
        revision: 0,
        classes: distinct(classes, rule?.name),
        customRules: rule ? [rule] : undefined,
      }),
    ),
  );
