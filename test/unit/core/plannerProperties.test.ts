import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MoveGroup, PlanDraft } from '../../../services/core/draft.js';
import { ageBin, heatBin } from '../../../services/core/histogram.js';
import { applyFacts, applyLook, createHost, type HostModel, type HostNode } from '../../../services/core/host.js';
import { recordFailed, recordMoved } from '../../../services/core/moved.js';
import type { OutstandingPlan } from '../../../services/core/outstanding.js';
import { planHost } from '../../../services/core/planner.js';
import type { Policy } from '../../../services/core/policy.js';
import { EXACT_RESOLUTION } from '../../../services/core/space.js';
import { look as anyLook, ranges } from './arbitrary.js';
import { pagesOf, spread } from './naive.js';
import { soundPolicy } from './policies.js';

/** Four base pages make a huge page, so that small spaces have some. */
const PAGE = 512 * 1024;
const HUGE_PAGES = 4;
const exact = { halfLifeSeconds: 30, markKeepSeconds: 1e9, resolution: EXACT_RESOLUTION, maxRuns: Infinity };

const KEYS = ['a', 'b', 'c'];

interface Case {
  readonly host: HostModel;
  readonly reversed: HostModel;
  readonly policy: Policy;
  readonly outstanding: readonly OutstandingPlan[];
  readonly now: number;
}

const nodes: fc.Arbitrary<readonly HostNode[]> = fc
  .tuple(fc.constantFrom([0, 1], [0, 2], [1, 0]), fc.array(fc.nat(60), { minLength: 3, maxLength: 3 }), fc.boolean())
  .map(([tiers, free, sockets]) =>
    [0, 3, 7].map((id, i) => ({
      id,
      tier: i === 2 ? 0 : (tiers[i] as number),
      totalBytes: 100 * PAGE,
      freeBytes: (free[i] as number) * PAGE,
      lowWatermarkBytes: i * PAGE,
      ...(sockets ? { socket: i % 2 } : {}),
    })),
  );

const outstandingPlan: fc.Arbitrary<OutstandingPlan> = fc.record({
  expiresUnixMs: fc.constantFrom(190_000, 260_000),
  finishedUnixMs: fc.constantFrom(undefined, 195_000, 202_000),
  groups: fc.array(
    fc.record({
      spaceKey: fc.constantFrom(...KEYS),
      direction: fc.constant('promotion' as const),
      fromNode: fc.constant(3),
      toNode: fc.constantFrom(0, 3),
      ranges: ranges(3),
    }),
    { maxLength: 2 },
  ),
});

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    nodes,
    looks: fc.array(fc.tuple(fc.constantFrom(...KEYS), anyLook), { minLength: 1, maxLength: 10 }),
    moved: fc.array(fc.tuple(fc.constantFrom(...KEYS), ranges(3), fc.boolean()), { maxLength: 3 }),
    outstanding: fc.oneof(fc.constant([]), fc.array(outstandingPlan, { maxLength: 2 })),
    budgetPages: fc.integer({ min: 10, max: 90 }),
    hotRate: fc.constantFrom(0.01, 0.3, 0.9),
    coldAgeSeconds: fc.constantFrom(1, 5, 15),
    headroomShare: fc.constantFrom(0, 0.1, 0.3),
  })
  .map((given) => {
    const build = (keys: readonly string[]): HostModel => {
      const host = createHost();
      applyFacts(host, { nodes: given.nodes, labels: {}, pageSize: PAGE, atUnixMs: 200_000 });
      for (const key of keys) {
        given.looks.forEach(([of, look], i) => {
          if (of !== key) return;
          const endUnixMs = 201_000 - (given.looks.length - i) * 8_000;
          const residencyUnixMs = look.residencyUnixMs === 0 ? 0 : endUnixMs;
          const identity = { key, command: `run-${key}`, cgroup: undefined };
          applyLook(host, identity, { ...look, nodes: [3, 7], endUnixMs, residencyUnixMs }, exact);
        });
        for (const [of, pages, failed] of given.moved) {
          const space = host.spaces.get(of);
          if (of !== key || !space) continue;
          if (failed) recordFailed(space.heat, pages, 230_000);
          else recordMoved(space.heat, pages, 0, 180_000);
        }
      }
      return host;
    };
    const { hotRate, coldAgeSeconds, headroomShare } = given;
    const classes = [{ name: 'all', selector: {}, latencySensitive: false, priority: 0, hotRate, coldAgeSeconds }];
    const policy = soundPolicy({
      classes,
      tiers: [0, 1, 2].map((rank) => ({ rank, headroomShare })),
      bytesPerSecondPerHost: (given.budgetPages * PAGE) / 10,
      residenceSeconds: 60,
      dataMaxAgeSeconds: 45,
    });
    const outstanding = given.outstanding;
    return { host: build(KEYS), reversed: build([...KEYS].reverse()), policy, outstanding, now: 205_000 };
  });

function planOf({ host, policy, outstanding, now }: Case): PlanDraft | undefined {
  return planHost(host, policy, outstanding, now, { planSeconds: 10 });
}

function holds(check: (given: Case, plan: PlanDraft) => void): void {
  let plans = 0;
  fc.assert(
    fc.property(anyCase, (given) => {
      const plan = planOf(given);
      if (!plan) return;
      plans++;
      check(given, plan);
    }),
    { numRuns: 1000 },
  );
  assert.ok(plans > 150, `only ${plans} cases made a plan`);
}

const live = (given: Case): OutstandingPlan[] =>
  given.outstanding.filter((plan) => plan.finishedUnixMs === undefined && plan.expiresUnixMs > given.now);

const ruleOf = (plan: PlanDraft, group: MoveGroup, i: number) => plan.reasons[group.reason[i] as number]?.rule;

const sum = (pages: Float64Array): number => pages.reduce((total, length) => total + length, 0);

test('a plan stays in the budget that earlier plans left, and its totals are true', () => {
  holds((given, plan) => {
    const waiting = live(given).flatMap((other) => other.groups.map((group) => sum(group.ranges.pages)));
    const planned = plan.groups.reduce((total, group) => total + sum(group.pages), 0);
    const budget = given.policy.bytesPerSecondPerHost * 10 - waiting.reduce((total, pages) => total + pages, 0) * PAGE;
    assert.ok(planned * PAGE <= budget + 1e-6);
    assert.equal(plan.totals.bytes, planned * PAGE);
    assert.equal(
      plan.totals.moves,
      plan.groups.reduce((total, group) => total + group.pages.length, 0),
    );
  });
});

test('carried out in order, no move ever takes a node past its headroom', () => {
  holds((given, plan) => {
    const room = new Map<number, number>();
    for (const node of given.host.facts.nodes) {
      const share = (given.policy.tiers[node.tier]?.headroomShare ?? 0) * node.totalBytes;
      room.set(node.id, node.freeBytes - Math.max(share, node.lowWatermarkBytes ?? 0));
    }
    for (const other of given.outstanding) {
      if ((other.finishedUnixMs ?? other.expiresUnixMs) < 200_000) continue;
      for (const { toNode, ranges: on } of other.groups) {
        room.set(toNode, (room.get(toNode) as number) - sum(on.pages) * PAGE);
      }
    }
    for (const { fromNode, toNode, direction, pages } of plan.groups) {
      room.set(toNode, (room.get(toNode) as number) - sum(pages) * PAGE);
      assert.ok((room.get(toNode) as number) >= 0, `node ${toNode} is past its headroom`);
      // Room on slow nodes that promotions make is not counted on.
      if (direction === 'demotion') room.set(fromNode, (room.get(fromNode) as number) + sum(pages) * PAGE);
    }
  });
});

test('no page is moved twice, and none that an unfinished plan moves', () => {
  holds((given, plan) => {
    const seen = new Set<string>();
    for (const other of live(given)) {
      for (const group of other.groups) for (const page of pagesOf(group.ranges)) seen.add(`${group.spaceKey} ${page}`);
    }
    for (const group of plan.groups) {
      let end = -1;
      for (const start of group.startPage) {
        assert.ok(start >= end, 'ascending and disjoint');
        end = start;
      }
      const pages = pagesOf(group);
      assert.equal(pages.size, sum(group.pages));
      for (const page of pages) {
        assert.ok(!seen.has(`${group.spaceKey} ${page}`), `${group.spaceKey} ${page} is planned twice`);
        seen.add(`${group.spaceKey} ${page}`);
      }
    }
  });
});

test('every page planned is where the plan says, free to move, fresh, and hot or cold by the policy', () => {
  holds(({ host, policy, now }, plan) => {
    const [rule] = policy.classes;
    const tierOf = new Map(host.facts.nodes.map((node) => [node.id, node.tier]));
    for (const group of plan.groups) {
      const space = host.spaces.get(group.spaceKey);
      assert.ok(space && rule);
      assert.ok(now - space.heat.lastWindowEndUnixMs <= 45_000, 'data too old');
      const known = spread(space.heat);
      const [from, to] = [tierOf.get(group.fromNode) as number, tierOf.get(group.toNode) as number];
      if (group.direction === 'promotion') assert.ok(to === 0 && from > 0);
      else assert.ok(from === 0 && to > 0);
      group.startPage.forEach((start, i) => {
        const length = group.pages[i] as number;
        const pages = Array.from({ length }, (_, offset) => known.get(start + offset));
        for (const page of pages) {
          assert.ok(page);
          assert.equal(page.node, group.fromNode);
          assert.ok(page.movedAt === 0 || now - page.movedAt >= 60_000, 'within its residence time');
          assert.ok(page.heldUntil <= now, 'held');
          if (ruleOf(plan, group, i) === 'cold-age') assert.ok(page.age >= rule.coldAgeSeconds);
          if (page.kind === 4)
            assert.ok(start % HUGE_PAGES === 0 && length % HUGE_PAGES === 0, 'huge pages move whole');
          else if (group.direction === 'promotion') assert.ok(page.heat >= rule.hotRate * 65_535);
        }
      });
    }
  });
});

test('hottest and coldest go first', () => {
  holds(({ host, policy, now, outstanding }, plan) => {
    const [rule] = policy.classes;
    assert.ok(rule);
    const all = [...host.spaces.values()].map((space) => ({ space, known: spread(space.heat) }));
    // What makes room is chosen node by node, or for what is hotter.
    if (plan.reasons.some((reason) => reason.rule === 'room' || reason.rule === 'exchange')) return;
    // Pages of one socket may have nowhere to go where colder ones of another are.
    if (new Set(host.facts.nodes.filter(({ tier }) => tier === 0).map(({ socket }) => socket)).size > 1) return;
    // Whole huge pages and pages bound by something may be passed over; the rule is stated for spaces without any.
    if (outstanding.length > 0) return;
    if (all.some(({ known }) => [...known.values()].some((page) => page.kind === 4 || page.movedAt || page.heldUntil)))
      return;
    const planned = { promotion: new Set<string>(), demotion: new Set<string>() };
    for (const group of plan.groups) {
      for (const page of pagesOf(group)) planned[group.direction].add(`${group.spaceKey} ${page}`);
    }
    const fast = new Set(host.facts.nodes.filter((node) => node.tier === 0).map((node) => node.id));
    const [taken, left]: Record<'hot' | 'cold', number[]>[] = [
      { hot: [], cold: [] },
      { hot: [], cold: [] },
    ] as const;
    for (const { space, known } of all) {
      if (now - space.heat.lastWindowEndUnixMs > 41_000 - 4_000) continue;
      for (const [number, page] of known) {
        if (page.stale > 0 || page.node === 255) continue;
        const [hot, cold] = [page.heat >= rule.hotRate * 65_535, page.age >= rule.coldAgeSeconds];
        if (hot && !cold && !fast.has(page.node)) {
          const into = planned.promotion.has(`${space.key} ${number}`) ? taken : left;
          into?.hot.push(heatBin(page.heat));
        }
        if (cold && !hot && fast.has(page.node)) {
          const into = planned.demotion.has(`${space.key} ${number}`) ? taken : left;
          into?.cold.push(ageBin(page.age));
        }
      }
    }
    for (const of of ['hot', 'cold'] as const) {
      if (taken?.[of].length) assert.ok(Math.min(...taken[of]) >= Math.max(-1, ...(left?.[of] ?? [])));
    }
  });
});

test('the same state makes the same plan, in whatever order spaces became known', () => {
  holds((given, plan) => {
    assert.deepEqual(planOf(given), plan);
    assert.deepEqual(planOf({ ...given, host: given.reversed }), plan);
  });
});
