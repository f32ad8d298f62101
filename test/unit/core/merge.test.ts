import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pagesOf as pagesAt, startOf } from '../../../services/core/columns.js';
import { mergeLook } from '../../../services/core/merge.js';
import { recordFailed, recordFound, recordMoved } from '../../../services/core/moved.js';
import { RUN_MAX_PAGES } from '../../../services/core/quantities.js';
import { createSpaceHeat, DEFAULT_RESOLUTION, EXACT_RESOLUTION, type SpaceHeat } from '../../../services/core/space.js';
import { look as anyLook, ranges } from './arbitrary.js';
import { type PlainLook as Look, type NaiveSpace, naiveMerge, pagesOf, spread } from './naive.js';

const HALF_LIFE = 30;
const exact = { halfLifeSeconds: HALF_LIFE, markKeepSeconds: 1e9, resolution: EXACT_RESOLUTION, maxRuns: Infinity };

const event = fc.oneof(
  { weight: 3, arbitrary: fc.record({ look: anyLook, residencyLag: fc.constantFrom(0, 15_000) }) },
  { weight: 1, arbitrary: fc.record({ moved: ranges(4), node: fc.constantFrom(0, 3) }) },
  { weight: 1, arbitrary: fc.record({ failed: ranges(4), holdMs: fc.constantFrom(1_000, 60_000) }) },
  { weight: 1, arbitrary: fc.record({ found: ranges(4), node: fc.constantFrom(0, 3) }) },
);

function assertAscending(space: SpaceHeat): void {
  const { runs } = space;
  let end = -1;
  for (let i = 0; i < runs.count; i++) {
    assert.ok(startOf(runs, i) >= end, `run ${i} starts before page ${end}`);
    assert.ok(pagesAt(runs, i) > 0, `run ${i} is empty`);
    end = startOf(runs, i) + pagesAt(runs, i);
  }
}

test('a space is, page for page, what the naive model says after any looks and outcomes', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 14 }), (events) => {
      const space = createSpaceHeat();
      const naive: NaiveSpace = new Map();
      let now = 1_000_000;
      for (const step of events) {
        now += 5_000;
        if ('look' in step) {
          now += step.look.windowSeconds * 1000;
          const residencyUnixMs = step.look.residencyUnixMs === 0 ? 0 : now - step.residencyLag;
          const look = { ...step.look, endUnixMs: now, residencyUnixMs };
          assert.equal(mergeLook(space, look, exact), 'merged');
          naiveMerge(naive, look, HALF_LIFE);
        } else if ('moved' in step) {
          recordMoved(space, step.moved, step.node, now);
          for (const page of pagesOf(step.moved)) {
            const known = naive.get(page);
            if (known) Object.assign(known, { node: step.node, nodeAt: now, movedAt: now, heldUntil: 0 });
          }
        } else if ('found' in step) {
          recordFound(space, step.found, step.node, now);
          for (const page of pagesOf(step.found)) {
            const known = naive.get(page);
            if (known) Object.assign(known, { node: step.node, nodeAt: now });
          }
        } else {
          recordFailed(space, step.failed, now + step.holdMs);
          for (const page of pagesOf(step.failed)) {
            const known = naive.get(page);
            if (known) known.heldUntil = Math.max(known.heldUntil, now + step.holdMs);
          }
        }
        assertAscending(space);
        const pages = spread(space);
        assert.deepEqual(
          [...pages.keys()],
          [...naive.keys()].sort((a, b) => a - b),
        );
        for (const [page, { stale, ...columns }] of pages) {
          const { lastLookUnixMs, ...expected } = naive.get(page) as NonNullable<ReturnType<NaiveSpace['get']>>;
          assert.deepEqual(columns, expected, `page ${page}`);
          const unlooked = space.lastWindowEndUnixMs - lastLookUnixMs;
          assert.ok(unlooked <= stale * 4_000 && (stale === 255 || stale * 4_000 <= unlooked + 8_000));
        }
      }
    }),
    { numRuns: 400 },
  );
});

test('neighbours that are alike are one run', () => {
  fc.assert(
    fc.property(fc.array(anyLook, { minLength: 1, maxLength: 8 }), (looks) => {
      const space = createSpaceHeat();
      looks.forEach((look, i) => {
        mergeLook(space, { ...look, endUnixMs: (i + 1) * 20_000 }, exact);
      });
      const { runs } = space;
      for (let i = 1; i < runs.count; i++) {
        const end = startOf(runs, i - 1) + pagesAt(runs, i - 1);
        const columns = [runs.heat, runs.age, runs.node, runs.kind, runs.mark, runs.stale, runs.seen];
        assert.ok(end < startOf(runs, i) || columns.some((column) => column[i] !== column[i - 1]));
      }
    }),
  );
});

test('coarser buckets keep every page, never make one look colder, and no heat appears where there was none', () => {
  fc.assert(
    fc.property(fc.array(anyLook, { minLength: 1, maxLength: 10 }), (looks) => {
      const fine = createSpaceHeat();
      const coarse = createSpaceHeat();
      looks.forEach((look, i) => {
        mergeLook(fine, { ...look, endUnixMs: (i + 1) * 20_000 }, exact);
        mergeLook(coarse, { ...look, endUnixMs: (i + 1) * 20_000 }, { ...exact, resolution: DEFAULT_RESOLUTION });
      });
      assertAscending(coarse);
      const pages = spread(coarse);
      assert.equal(pages.size, spread(fine).size);
      for (const [page, known] of spread(fine)) {
        const { age, heat } = pages.get(page) as typeof known;
        assert.ok(age <= known.age, `page ${page} is of age ${age}, was ${known.age}`);
        if (!looks.some((look) => sawAccessed(look, page))) assert.equal(heat, 0);
      }
    }),
  );
});

function sawAccessed({ runs }: Look, page: number): boolean {
  return runs.startPage.some((start, i) => {
    return page >= start && page < start + (runs.pages[i] as number) && (runs.evidence[i] as number) > 0;
  });
}

/** A look at pages 0..99, all resident on node 0. */
function wholeLook(endUnixMs: number, evidence: number, windowSeconds = 10, pageGranular = true): Look {
  const whole = { startPage: Float64Array.of(0), pages: Float64Array.of(100) };
  const columns = { evidence: Uint8Array.of(evidence), node: Uint8Array.of(0), kind: Uint8Array.of(1) };
  const residencyUnixMs = endUnixMs;
  return {
    runs: { ...whole, ...columns },
    coverage: whole,
    nodes: [0],
    windowSeconds,
    endUnixMs,
    residencyUnixMs,
    pageGranular,
  };
}

test('heat halves in a half-life of unaccessed looks and reaches exactly 0 and 1', () => {
  const space = createSpaceHeat();
  mergeLook(space, wholeLook(10_000, 255), exact);
  assert.equal(space.runs.heat[0], 65_535);
  for (let i = 2; i <= 4; i++) mergeLook(space, wholeLook(i * 10_000, 0), exact);
  assert.ok(Math.abs((space.runs.heat[0] as number) - 32_768) <= 3);
  for (let i = 5; i <= 100; i++) mergeLook(space, wholeLook(i * 10_000, 0), exact);
  assert.equal(space.runs.heat[0], 0);
  for (let i = 101; i <= 200; i++) mergeLook(space, wholeLook(i * 10_000, 255), exact);
  assert.equal(space.runs.heat[0], 65_535);
});

test('windows of fractions of a second add up to the right age', () => {
  const space = createSpaceHeat();
  for (let i = 1; i <= 100; i++) mergeLook(space, wholeLook(i * 300, 0, 0.3), exact);
  assert.ok(Math.abs((space.runs.age[0] as number) - 30) <= 1);
});

test('a window that ended before the latest one merged changes nothing', () => {
  const space = createSpaceHeat();
  mergeLook(space, wholeLook(20_000, 255), exact);
  assert.equal(mergeLook(space, wholeLook(10_000, 0), exact), 'late');
  assert.equal(space.runs.heat[0], 65_535);
});

test('two parts of one window add its length to the age of each page once', () => {
  const space = createSpaceHeat();
  const cover = (start: number, end: number): Look['coverage'] => ({
    startPage: Float64Array.of(start),
    pages: Float64Array.of(end - start),
  });
  for (let i = 1; i <= 2; i++) {
    mergeLook(space, { ...wholeLook(i * 10_000, 0), coverage: cover(0, 50) }, exact);
    mergeLook(space, { ...wholeLook(i * 10_000, 0), coverage: cover(50, 100) }, exact);
  }
  assert.deepEqual(new Set([...spread(space).values()].map(({ age }) => age)), new Set([20]));
});

test('heat from coarse looks is forgotten at the first page-granular one', () => {
  const space = createSpaceHeat();
  mergeLook(space, wholeLook(10_000, 255, 10, false), exact);
  mergeLook(space, wholeLook(20_000, 0, 10, true), exact);
  assert.deepEqual([space.runs.heat[0], space.runs.age[0]], [0, 10]);
});

test('a run longer than a column entry holds is kept as several', () => {
  const space = createSpaceHeat();
  const whole = { startPage: Float64Array.of(0), pages: Float64Array.of(2 ** 33) };
  const look = wholeLook(10_000, 255);
  mergeLook(space, { ...look, runs: { ...look.runs, ...whole }, coverage: whole }, exact);
  const { runs } = space;
  assert.equal(runs.count, Math.ceil(2 ** 33 / RUN_MAX_PAGES));
  const pages = Array.from({ length: runs.count }, (_, i) => pagesAt(runs, i));
  assert.equal(
    pages.reduce((sum, each) => sum + each, 0),
    2 ** 33,
  );
  assertAscending(space);
});

test('more outcomes than there are marks never shorten what a page is held for', () => {
  const space = createSpaceHeat();
  const look = wholeLook(10_000, 255);
  const many = { startPage: Float64Array.of(0), pages: Float64Array.of(1000) };
  mergeLook(space, { ...look, runs: { ...look.runs, ...many }, coverage: many }, exact);
  for (let page = 0; page < 1000; page++) {
    const one = { startPage: Float64Array.of(page), pages: Float64Array.of(1) };
    if (page % 2 === 0) recordMoved(space, one, 1, 20_000 + page);
    else recordFailed(space, one, 20_000 + page);
  }
  for (const [page, { movedAt, heldUntil }] of spread(space)) {
    assert.ok((page % 2 === 0 ? movedAt : heldUntil) >= 20_000 + page, `page ${page}`);
  }
});

test('above the runs allowed neighbours are told apart less finely, and more finely again when there is room', () => {
  const space = createSpaceHeat();
  const bounded = { ...exact, maxRuns: 40 };
  const look = (endUnixMs: number, evidenceOf: (i: number) => number): Look => {
    const startPage = Float64Array.from({ length: 100 }, (_, i) => i);
    const columns = {
      startPage,
      pages: new Float64Array(100).fill(1),
      evidence: Uint8Array.from(startPage, evidenceOf),
    };
    return {
      ...wholeLook(endUnixMs, 0),
      runs: { ...wholeLook(0, 0).runs, ...columns, node: new Uint8Array(100), kind: new Uint8Array(100) },
    };
  };
  mergeLook(
    space,
    look(10_000, (i) => 100 + i),
    bounded,
  );
  assert.ok(space.runs.count <= 40);
  const { coarseness } = space;
  assert.ok(coarseness > 0);
  assert.equal(spread(space).size, 100);
  for (let i = 2; i < 12; i++)
    mergeLook(
      space,
      look(i * 10_000, () => 255),
      bounded,
    );
  assert.ok(space.coarseness < coarseness);
});

test('runs that nothing makes alike are still kept within what is allowed', () => {
  const count = 4096;
  const startPage = Float64Array.from({ length: count }, (_, i) => i);
  const space = createSpaceHeat();
  for (let window = 1; window <= 3; window++) {
    const runs = {
      startPage,
      pages: new Float64Array(count).fill(1),
      evidence: Uint8Array.from(startPage, (i) => (i % 2 === 0 ? 0 : 255)),
      node: new Uint8Array(count),
      kind: new Uint8Array(count),
    };
    const coverage = { startPage: Float64Array.of(0), pages: Float64Array.of(count) };
    mergeLook(space, { ...wholeLook(window * 10_000, 0), runs, coverage }, { ...exact, maxRuns: 100 });
    assert.ok(space.count <= 100, `${space.count} runs`);
    assert.equal(spread(space).size, count);
  }
  assert.deepEqual(
    new Set([...spread(space).values()].map(({ age }) => age)),
    new Set([0]),
    'none looks colder than it was',
  );
});
