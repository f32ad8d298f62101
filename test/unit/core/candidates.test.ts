import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { candidatesOf, candidatesOfWhole, EVERY_BIN, type LeastBins } from '../../../services/core/candidates.js';
import { heatBinOfColdness } from '../../../services/core/coldness.js';
import { setPlace } from '../../../services/core/columns.js';
import { gapBinsOf } from '../../../services/core/exchange.js';
import { HEAT_BINS } from '../../../services/core/histogram.js';
import { isIdle } from '../../../services/core/idle.js';
import type { Site } from '../../../services/core/site.js';
import type { Situation } from '../../../services/core/situation.js';
import { SpaceHeat } from '../../../services/core/space.js';
import {
  DISPLACE,
  MAY_ANY,
  MAY_RISE,
  MAY_SINK,
  MAY_SINK_COLD,
  MAY_SINK_LUKEWARM,
  PROMOTE,
} from '../../../services/core/wish.js';

const HUGE_PAGES = 512;

/** Of nodes that the engine looks up eight at once; and of any. */
const lowNode = fc.constantFrom(0, 0, 1, 2);
const anyNode = fc.constantFrom(0, 1, 2, 7, 255);

const runOn = (node: fc.Arbitrary<number>) =>
  fc.record({
    heat: fc.oneof(fc.nat(65_535), fc.constantFrom(0, 999, 1000, 1999, 2000, 65_535)),
    age: fc.oneof(fc.nat(65_535), fc.constantFrom(0, 59, 60, 511, 512, 1023, 65_535)),
    node,
    kind: fc.constantFrom(1, 2, 4),
    mark: fc.nat(2),
    stale: fc.constantFrom(0, 3, 4, 255),
  });

const runs = fc.oneof(fc.array(runOn(lowNode), { maxLength: 40 }), fc.array(runOn(anyNode), { maxLength: 40 }));

const site = fc.record({
  hotHeat: fc.constantFrom(0, 1000, 65_535, 65_536),
  coldAge: fc.constantFrom(0, 59.5, 512, 60_000, Number.POSITIVE_INFINITY),
  maxStale: fc.constantFrom(-1, 0, 3, 255, 1000),
  mayFast: fc.constantFrom(0, MAY_SINK_COLD, MAY_SINK_COLD | MAY_SINK),
  maySlow: fc.constantFrom(MAY_RISE, MAY_RISE | MAY_SINK_LUKEWARM),
  leastHeat: fc.constantFrom(0, 1000, 2000, 65_536),
  alwaysFast: fc.boolean(),
  neverDemote: fc.boolean(),
  least: fc.record({ up: fc.constantFrom(0, 60, 4095, 4200), down: fc.constantFrom(0, 60, 4095, 4200) }),
});

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;
type RunRules = Drawn<ReturnType<typeof runOn>>;
type SiteRules = Drawn<typeof site>;

/** A site over these runs, each of a huge page at its border. */
function siteOf(runs: readonly RunRules[], of: SiteRules): Site {
  const heat = new SpaceHeat();
  heat.makeRoom(runs.length);
  const table = heat.runs;
  runs.forEach((each, i) => {
    setPlace(table, i, i * HUGE_PAGES, HUGE_PAGES);
    for (const column of ['heat', 'age', 'node', 'kind', 'mark', 'stale'] as const) table[column][i] = each[column];
    table.seen[i] = 0;
  });
  const may = new Uint8Array(256);
  [may[0], may[1], may[7]] = [of.mayFast, of.maySlow, of.maySlow];
  const leastHeat = new Uint32Array(256);
  leastHeat[7] = of.leastHeat;
  return {
    space: { key: 'process:1:2:3:4', command: 'x', cgroup: undefined, heat },
    classIndex: 0,
    domain: 0,
    hotHeat: of.hotHeat,
    hotSeen: undefined,
    coldAge: of.coldAge,
    maxStale: of.maxStale,
    blocked: Uint8Array.of(0, 1, 0),
    kinds: new Uint8Array(256).fill(1).fill(0, 2, 3),
    taken: undefined,
    alwaysFast: of.alwaysFast,
    keepsFast: of.alwaysFast || of.neverDemote,
    leastHeat,
    may,
    hints: undefined,
    scores: undefined,
    hugePages: HUGE_PAGES,
  };
}

const ofAny = (site: Site, least: LeastBins) => candidatesOf(site, MAY_ANY, least);

function listed(site: Site, least: LeastBins, gather = ofAny): number[][] {
  const { count, run, bin, wish } = gather(site, least);
  return Array.from({ length: count }, (_, i) => [run[i] as number, wish[i] as number, bin[i] as number]);
}

test('what the engine looks up is what the rules answer when they are asked of each run', () => {
  fc.assert(
    fc.property(runs, site, (runs, of) => {
      const plain = siteOf(runs, of);
      // Hints that say nothing have each run asked about.
      const singled: Site = { ...plain, hints: { borders: new Float64Array(0), bits: Uint8Array.of(0) } };
      assert.deepEqual(listed(plain, of.least), listed(singled, of.least));
      assert.deepEqual(listed(plain, of.least, candidatesOfWhole), listed(singled, of.least));
    }),
    { numRuns: 1000 },
  );
});

test('a host is idle where nothing is cold and no exchange would gain the gap', () => {
  let idle = 0;
  fc.assert(
    fc.property(runs, site, fc.constantFrom(0, 0.05, 0.5), fc.boolean(), (runs, of, exchangeGap, hasRoom) => {
      const plain = siteOf(runs, of);
      const found = listed(plain, EVERY_BIN);
      const bins = (wanted: number): number[] =>
        found.filter(([, wish]) => wish === wanted).map(([, , bin]) => bin as number);
      const hottest = Math.max(-1, ...bins(PROMOTE));
      const coolest = Math.min(HEAT_BINS, ...bins(DISPLACE).map(heatBinOfColdness));
      const isPlain = found.every(([, wish]) => wish === PROMOTE || wish === DISPLACE);
      const gains = hottest >= 0 && (hasRoom || hottest - coolest >= gapBinsOf(exchangeGap));
      const rooms = { deficits: new Map(), now: () => (hasRoom ? 1 : 0) };
      const situation = { rooms, domains: [], fastestTier: 0, exchangeGap } as unknown as Situation;
      assert.equal(isIdle(situation, [plain]), isPlain && !gains);
      if (isPlain && !gains && found.length > 0) idle++;
    }),
    { numRuns: 2000 },
  );
  assert.ok(idle > 20, `only ${idle} were idle with something to exchange`);
});
