import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlanDraft } from '../../../services/core/draft.js';
import { applyFacts, applyLook, createHost, type HostModel, type HostNode } from '../../../services/core/host.js';
import type { Look } from '../../../services/core/look.js';
import type { OutstandingPlan } from '../../../services/core/outstanding.js';
import { planHost } from '../../../services/core/planner.js';
import type { PolicySpec } from '../../../services/core/policySpec.js';
import { EXACT_RESOLUTION } from '../../../services/core/space.js';
import { soundPolicy } from './policies.js';

const exact = { halfLifeSeconds: 30, markKeepSeconds: 1e9, resolution: EXACT_RESOLUTION, maxRuns: Infinity };

const sum = (pages: Float64Array): number => pages.reduce((total, length) => total + length, 0);

/** One space of `pages` pages on each node in turn, with one evidence a node. */
function hostOf(on: readonly { node: number; pages: number; evidence: number; kind?: number }[], fastFree = 1000) {
  const host = createHost();
  const node = (id: number, freeBytes: number): HostNode => ({ id, tier: id, totalBytes: 1e12, freeBytes });
  const all = [node(0, fastFree * 4096), node(1, 1e9)];
  applyFacts(host, { nodes: all, labels: {}, pageSize: 4096, atUnixMs: 100_000 });
  let page = 0;
  const startPage = Float64Array.from(on, ({ pages }) => {
    page += pages;
    return page - pages;
  });
  const look: Look = {
    runs: {
      startPage,
      pages: Float64Array.from(on, ({ pages }) => pages),
      evidence: Uint8Array.from(on, ({ evidence }) => evidence),
      node: Uint8Array.from(on, (run) => run.node),
      kind: Uint8Array.from(on, ({ kind }) => kind ?? 1),
    },
    coverage: { startPage: Float64Array.of(0), pages: Float64Array.of(page) },
    nodes: [0, 1],
    windowSeconds: 10,
    endUnixMs: 100_000,
    residencyUnixMs: 100_000,
    pageGranular: true,
  };
  applyLook(host, { key: 's', command: 'x', cgroup: undefined }, look, exact);
  return host;
}

function shapeOf(plan: PlanDraft | undefined): string[] {
  return (plan?.groups ?? []).map((group) => `${group.direction} ${sum(group.pages)} to ${group.toNode}`);
}

function planWith(
  host: HostModel,
  budgetPages: number,
  outstanding: readonly OutstandingPlan[] = [],
  changes: Partial<PolicySpec> = {},
) {
  const policy = soundPolicy({ bytesPerSecondPerHost: budgetPages * 4096, tiers: [], ...changes });
  return planHost(host, policy, outstanding, 100_000, { planSeconds: 1 });
}

test('where both directions wait they share the budget; what one leaves the other gets', () => {
  const both = [
    { node: 0, pages: 400, evidence: 0 },
    { node: 1, pages: 400, evidence: 255 },
  ];
  assert.deepEqual(shapeOf(planWith(hostOf(both), 100)), ['promotion 50 to 0', 'demotion 50 to 1']);
  assert.deepEqual(shapeOf(planWith(hostOf(both), 700)), ['promotion 350 to 0', 'demotion 350 to 1']);
  assert.deepEqual(shapeOf(planWith(hostOf(both), 1000)), ['promotion 400 to 0', 'demotion 400 to 1']);
  assert.deepEqual(shapeOf(planWith(hostOf(both.slice(0, 1)), 100)), ['demotion 100 to 1']);
  assert.deepEqual(shapeOf(planWith(hostOf(both.slice(1)), 100)), ['promotion 100 to 0']);
});

test('promotions that need the room of demotions come after them', () => {
  const both = [
    { node: 0, pages: 400, evidence: 0 },
    { node: 1, pages: 400, evidence: 255 },
  ];
  assert.deepEqual(shapeOf(planWith(hostOf(both, 30), 200)), [
    'promotion 30 to 0',
    'demotion 100 to 1',
    'promotion 70 to 0',
  ]);
  assert.deepEqual(shapeOf(planWith(hostOf(both, 0), 200)), ['demotion 100 to 1', 'promotion 100 to 0']);
});

test('a huge page that several runs share is promoted when a part of it is hot, and demoted only when all is cold', () => {
  const parts = (node: number, evidences: readonly number[]) =>
    evidences.map((evidence) => ({ node, pages: 256, evidence, kind: 4 }));
  assert.deepEqual(shapeOf(planWith(hostOf(parts(1, [0, 255])), 2000)), ['promotion 512 to 0']);
  assert.deepEqual(shapeOf(planWith(hostOf(parts(0, [0, 255])), 2000)), []);
  assert.deepEqual(shapeOf(planWith(hostOf(parts(0, [0, 0])), 2000)), ['demotion 512 to 1']);
  // Half a huge page is none: budget for 700 pages moves 512.
  assert.deepEqual(shapeOf(planWith(hostOf(parts(0, [0, 0, 0, 0])), 700)), ['demotion 512 to 1']);
});

test('a demotion goes to the next tier down, to a node of the same socket where there is room', () => {
  const host = hostOf([{ node: 0, pages: 100, evidence: 0 }]);
  const node = (id: number, tier: number, freePages: number, socket: number): HostNode => ({
    id,
    tier,
    totalBytes: 1e12,
    freeBytes: freePages * 4096,
    socket,
  });
  const all = [node(0, 0, 0, 0), node(1, 1, 500, 1), node(2, 1, 60, 0), node(3, 2, 900, 0)];
  applyFacts(host, { ...host.facts, nodes: all });
  const across = { demoteAcrossSockets: true };
  assert.deepEqual(shapeOf(planWith(host, 1000, [], across)), ['demotion 60 to 2', 'demotion 40 to 1']);
  // Other sockets are not gone to unless allowed, but for the next tier down of the own one.
  assert.deepEqual(shapeOf(planWith(host, 1000)), ['demotion 60 to 2', 'demotion 40 to 3']);
  const oneHop = [{ rank: 0, headroomShare: 0, demoteTo: 1 }];
  assert.deepEqual(shapeOf(planWith(host, 1000, [], { tiers: oneHop })), ['demotion 60 to 2']);
});
