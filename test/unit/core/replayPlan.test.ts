/** Replays plan in a shorter way than brains. It has to come to the moves that planHost makes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyFacts, applyLook, createHost, type HostModel } from '../../../services/core/host.js';
import { recordMoved } from '../../../services/core/moved.js';
import type { OutstandingPlan } from '../../../services/core/outstanding.js';
import { planHost } from '../../../services/core/planner.js';
import type { Policy } from '../../../services/core/policy.js';
import { planMoves } from '../../../services/core/replayPlan.js';
import { EXACT_RESOLUTION } from '../../../services/core/space.js';
import type { Moves } from '../../../services/core/swap.js';
import { anyCase, NOW } from './plannerCases.js';
import { soundPolicy } from './policies.js';

/** Four base pages make a huge page. */
const PAGE = 512 * 1024;
const exact = { halfLifeSeconds: 30, markKeepSeconds: 1e9, resolution: EXACT_RESOLUTION, maxRuns: Infinity };
const nowhere = (): undefined => undefined;

function said(groups: readonly Moves[]): unknown {
  return groups.map(({ spaceKey, className, direction, fromNode, toNode, startPage, pages }) => {
    return [spaceKey, className, direction, fromNode, toNode, [...startPage], [...pages]];
  });
}

test('a replay makes the moves of a plan, whatever the rules', () => {
  let made = 0;
  fc.assert(
    fc.property(anyCase, ({ host, policy, outstanding, options }) => {
      const groups = planHost(host, policy, outstanding, NOW, options)?.groups ?? [];
      assert.deepEqual(said(planMoves(host, policy, outstanding, NOW, options, nowhere).moves), said(groups));
      made += groups.length;
    }),
    { numRuns: 2000 },
  );
  assert.ok(made > 100, `only ${made} groups`);
});

const run = fc.record({
  gap: fc.constantFrom(0, 0, 4),
  /** In huge pages. */
  pages: fc.constantFrom(1, 1, 2, 3),
  evidence: fc.constantFrom(0, 1, 20, 40, 60, 200, 255),
  node: fc.constantFrom(0, 1),
  kind: fc.constantFrom(1, 4),
});

/** Two nodes, the fast one full, and one class: pages can only change places. */
const swap = fc
  .record({
    spaces: fc.array(fc.array(run, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 3 }),
    free: fc.constantFrom(0, 1, 2, 2, 40),
    slowFree: fc.constantFrom(3, 400),
    gap: fc.constantFrom(0, 0.05, 0.3),
    hotRate: fc.constantFrom(0.05, 0.2),
    budgetPages: fc.constantFrom(7, 30, 400),
    residenceSeconds: fc.constantFrom(10, 60),
    rateShare: fc.constantFrom(undefined, undefined, 0.5),
    /** Runs of the first space that were moved to the fast node some while ago. */
    moved: fc.array(fc.nat(29), { maxLength: 4 }),
    movedAgoMs: fc.constantFrom(9_000, 40_000),
  })
  .map((given) => {
    const host = createHost();
    const node = { totalBytes: 100 * PAGE, freeBytes: given.free * PAGE };
    const slow = { totalBytes: 1000 * PAGE, freeBytes: given.slowFree * PAGE };
    const nodes = [
      { ...node, id: 0, tier: 0 },
      { ...slow, id: 1, tier: 1 },
    ];
    applyFacts(host, { nodes, labels: {}, pageSize: PAGE, atUnixMs: NOW });
    given.spaces.forEach((runs, i) => {
      let page = 0;
      const startPage = Float64Array.from(runs, ({ gap, pages }) => {
        const start = page + gap;
        page = start + 4 * pages;
        return start;
      });
      const pages = Float64Array.from(runs, (each) => 4 * each.pages);
      const column = (name: 'evidence' | 'node' | 'kind') => Uint8Array.from(runs, (each) => each[name]);
      const columns = { startPage, pages, evidence: column('evidence'), node: column('node'), kind: column('kind') };
      const coverage = { startPage: Float64Array.of(0), pages: Float64Array.of(page + 1) };
      const times = { windowSeconds: 10, endUnixMs: NOW, residencyUnixMs: NOW };
      const look = { runs: columns, coverage, nodes: [0, 1], ...times, pageGranular: true };
      applyLook(host, { key: `s${i}`, command: '', cgroup: undefined }, look, exact);
      if (i > 0) return;
      const at = [...new Set(given.moved)].filter((r) => r < runs.length).sort((a, b) => a - b);
      const pick = (from: Float64Array): Float64Array => Float64Array.from(at, (r) => from[r] as number);
      const heat = host.spaces.get('s0')?.heat;
      if (heat) recordMoved(heat, { startPage: pick(startPage), pages: pick(pages) }, 0, NOW - given.movedAgoMs);
    });
    const { hotRate, rateShare } = given;
    const named = { name: 'all', selector: {}, latencySensitive: false, priority: 0, coldAgeSeconds: 600, hotRate };
    const policy = soundPolicy({
      classes: [{ ...named, ...(rateShare === undefined ? {} : { rateShare }) }],
      tiers: [{ rank: 0, headroomShare: 0.02, lowShare: 0 }],
      bytesPerSecondPerHost: (given.budgetPages * PAGE) / 10,
      residenceSeconds: given.residenceSeconds,
      exchangeHeatGap: given.gap,
    });
    return { host, policy };
  });

const OPTIONS = { planSeconds: 10 };

/** Makes the moves, as of `atUnixMs`. */
function carriedOut(host: HostModel, moves: readonly Moves[], atUnixMs: number, byRun: boolean): OutstandingPlan {
  const parted = new Set<string>();
  for (const each of moves) {
    const heat = host.spaces.get(each.spaceKey)?.heat;
    const runs = byRun && !parted.has(each.spaceKey) ? each.runs : undefined;
    if (heat) recordMoved(heat, each, each.toNode, atUnixMs, 0, runs);
    // Indices are of the runs as they were planned from.
    if (!each.runs) parted.add(each.spaceKey);
  }
  const groups = moves.map((each) => ({ ...each, ranges: each, reportedPages: each.pages.reduce((a, b) => a + b, 0) }));
  return { expiresUnixMs: atUnixMs, finishedUnixMs: atUnixMs, groups };
}

/** By space: nodes, and times of moves, by run. */
function nodesAndMarks(host: HostModel): unknown {
  return [...host.spaces.values()].map(({ heat: { runs, marks, count } }) => {
    const moved = [...runs.mark.subarray(0, count)].map((mark) => marks.movedAtUnixMs[mark]);
    return [[...runs.node.subarray(0, count)], moved];
  });
}

function planned(host: HostModel, policy: Policy, outstanding: readonly OutstandingPlan[], atUnixMs: number): unknown {
  return said(planHost(host, policy, outstanding, atUnixMs, OPTIONS)?.groups ?? []);
}

test('where pages can only change places the moves are those of a plan, and the last are the last', () => {
  let [made, last, byRun] = [0, 0, 0];
  fc.assert(
    fc.property(swap, fc.constantFrom(0, 5_000), ({ host, policy }, laterMs) => {
      const { moves, isLast } = planMoves(host, policy, [], NOW, OPTIONS, nowhere);
      assert.deepEqual(said(moves), planned(host, policy, [], NOW));
      made += moves.length;
      byRun += moves.filter(({ runs }) => runs).length;
      const twin: HostModel = structuredClone({ ...host, spaces: new Map() });
      for (const [key, space] of host.spaces) twin.spaces.set(key, { ...space, heat: copyOf(space.heat) });
      const doneUnixMs = NOW + 1000;
      const plan = carriedOut(host, moves, doneUnixMs, true);
      carriedOut(twin, moves, doneUnixMs, false);
      assert.deepEqual(nodesAndMarks(host), nodesAndMarks(twin), 'told by runs or by pages');
      const next = doneUnixMs + laterMs;
      const held = [...host.spaces.values()].every(({ heat: { marks } }) =>
        marks.movedAtUnixMs.every((movedAt) => {
          const freeUnixMs = movedAt + policy.residenceSeconds * 1000;
          return movedAt === 0 || freeUnixMs <= NOW || freeUnixMs > next;
        }),
      );
      if (!isLast || !held) return;
      last++;
      assert.deepEqual(planned(host, policy, [plan], next), []);
    }),
    { numRuns: 2000 },
  );
  assert.ok(made > 500 && last > 20 && byRun > 100, `${made} groups, ${last} last ones, ${byRun} of whole runs`);
});

function copyOf<T extends { bytes: Uint8Array }>(heat: T): T {
  return Object.assign(Object.create(Object.getPrototypeOf(heat)), structuredClone(heat));
}
