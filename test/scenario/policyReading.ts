/** How scenarios write policies. */
import type { AmountSpec, ClassSpec, PageKindName, PolicySpec, TierSpec } from '../../services/core/policySpec.js';
import { bytesOf } from './reading.js';
import type { Command } from './script.js';

type Options = ReadonlyMap<string, string>;

/** Scores are given by the script. */
const UNUSED_SOURCE = 'export default () => []';

/**
 * `policy hotRate=0.5 coldAge=60 headroom=0.1 rate=64Mi …` for one class, or with lines:
 *
 *     class db cgroup=/db/* hotRate=0.3 windows=3/4 kinds=anon,file priority=1 sensitive=yes ceiling=64Mi floor=25%
 *     tier 0 headroom=0.1 low=0.05 demoteTo=1
 *     payback within=60 cost=1500 penalty=100
 *     goals star=0.1 full=0.9 coldAge=30..600 hotRate=0.1..0.9
 */
export function policyOf({ options, input }: Command): PolicySpec {
  const lines = input.map((line) => {
    const [verb = '', ...words] = line.split(/\s+/);
    return { verb, words, options: optionsOf(words) };
  });
  const of = (verb: string) => lines.filter((line) => line.verb === verb);
  const number = numbers(options);
  const classes = of('class').map(({ words, options: own }) => classOf(words[0] ?? '', own, options));
  const tiers = of('tier').map(({ words, options: own }) => tierOf(Number(words[0]), own));
  const rules = classes.flatMap(({ customRule }) => customRule ?? []);
  const [payback] = of('payback');
  const [goals] = of('goals');
  return {
    name: 'scenario',
    revision: 1,
    classes: classes.length > 0 ? classes : [classOf('all', new Map(), options)],
    tiers: tiers.length > 0 ? tiers : [tierOf(0, options)],
    bytesPerSecondPerHost: bytesOf(options.get('rate') ?? '64Mi'),
    residenceSeconds: number('residence', 120),
    dataMaxAgeSeconds: number('dataMaxAge', 30),
    heatHalfLifeSeconds: number('halfLife', 20),
    ...(options.has('gap') ? { exchangeHeatGap: number('gap', 0) } : {}),
    ...(options.has('pingPong') ? { pingPongWindowSeconds: number('pingPong', 0) } : {}),
    ...(options.has('confidence') ? { minConfidence: number('confidence', 0) } : {}),
    ...(options.has('pairRate') ? { bytesPerSecondPerNodePair: bytesOf(options.get('pairRate') ?? '') } : {}),
    ...(options.get('acrossSockets') === 'yes' ? { demoteAcrossSockets: true } : {}),
    ...(rules.length > 0 ? { customRules: [...new Set(rules)].map((name) => ({ name, source: UNUSED_SOURCE })) } : {}),
    ...(payback ? { payback: paybackOf(payback.options) } : {}),
    ...(goals ? { goals: goalsOf(goals.options) } : {}),
  };
}

function optionsOf(words: readonly string[]): Options {
  return new Map(words.filter((word) => word.includes('=')).map((word) => word.split('=', 2) as [string, string]));
}

function numbers(options: Options): (name: string, otherwise: number) => number {
  return (name, otherwise) => Number(options.get(name) ?? otherwise);
}

/** What a class does not say, the policy's options say. */
function classOf(name: string, own: Options, all: Options): ClassSpec {
  const options = new Map([...all, ...own]);
  const number = numbers(options);
  const cgroup = own.get('cgroup');
  const command = own.get('command');
  const [seen, of] = (own.get('windows') ?? '').split('/').map(Number);
  const isSet = (flag: string): boolean => own.get(flag) === 'yes';
  return {
    name,
    selector: {
      ...(cgroup === undefined ? {} : { cgroupGlobs: [cgroup] }),
      ...(command === undefined ? {} : { commandRegexes: [command] }),
    },
    latencySensitive: isSet('sensitive'),
    priority: Number(own.get('priority') ?? 0),
    coldAgeSeconds: number('coldAge', 60),
    hotRate: number('hotRate', 0.5),
    ...(seen !== undefined && of !== undefined ? { hotWindows: { seen, of } } : {}),
    ...(own.has('kinds') ? { pageKinds: (own.get('kinds') ?? '').split(',') as PageKindName[] } : {}),
    ...(isSet('neverDemote') ? { neverDemote: true } : {}),
    ...(isSet('alwaysFast') ? { alwaysFast: true } : {}),
    ...(own.has('rateShare') ? { rateShare: Number(own.get('rateShare')) } : {}),
    ...(own.has('floor') ? { fastFloor: amountOf(own.get('floor') ?? '') } : {}),
    ...(own.has('ceiling') ? { fastCeiling: amountOf(own.get('ceiling') ?? '') } : {}),
    ...(own.has('rule') ? { customRule: own.get('rule') ?? '' } : {}),
  };
}

/** `64Mi`, or `25%` of the fast tier. */
function amountOf(text: string): AmountSpec {
  return text.endsWith('%') ? { share: Number(text.slice(0, -1)) / 100 } : { bytes: bytesOf(text) };
}

function tierOf(rank: number, options: Options): TierSpec {
  const number = numbers(options);
  return {
    rank,
    headroomShare: number('headroom', 0),
    ...(options.has('low') ? { lowShare: number('low', 0) } : {}),
    ...(options.has('demoteTo') ? { demoteTo: number('demoteTo', 0) } : {}),
  };
}

function paybackOf(options: Options): NonNullable<PolicySpec['payback']> {
  const number = numbers(options);
  return {
    withinSeconds: number('within', 60),
    moveCostNanoseconds: number('cost', 1500),
    slowPenaltyNanoseconds: number('penalty', 100),
  };
}

function goalsOf(options: Options): NonNullable<PolicySpec['goals']> {
  const range = (name: string): readonly [number, number] => {
    const [least = 0, most = 0] = (options.get(name) ?? '').split('..').map(Number);
    return [least, most];
  };
  return {
    ...(options.has('star') ? { starAtMost: Number(options.get('star')) } : {}),
    ...(options.has('full') ? { fastFullAtLeast: Number(options.get('full')) } : {}),
    coldAgeSeconds: range('coldAge'),
    hotRate: range('hotRate'),
  };
}
