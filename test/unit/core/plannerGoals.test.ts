import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { thresholdsOf, tuneThresholds } from '../../../services/core/goals.js';
import { applyFacts, applyLook, createHost, type HostModel } from '../../../services/core/host.js';
import { heatOfShare } from '../../../services/core/quantities.js';
import { EXACT_RESOLUTION } from '../../../services/core/space.js';
import { soundPolicy } from './policies.js';

const RUNS = 64;
const exact = { halfLifeSeconds: 30, markKeepSeconds: 1e9, resolution: EXACT_RESOLUTION, maxRuns: Infinity };

/** Runs of every heat, evenly. */
function hostOfAllHeats(): HostModel {
  const host = createHost();
  const runs = {
    startPage: Float64Array.from({ length: RUNS }, (_, i) => i * 10),
    pages: new Float64Array(RUNS).fill(10),
    evidence: Uint8Array.from({ length: RUNS }, (_, i) => Math.round((i / (RUNS - 1)) * 255)),
    node: new Uint8Array(RUNS),
    kind: new Uint8Array(RUNS).fill(1),
  };
  const coverage = { startPage: Float64Array.of(0), pages: Float64Array.of(RUNS * 10) };
  const times = { windowSeconds: 10, endUnixMs: 10_000, residencyUnixMs: 10_000, pageGranular: true };
  applyLook(host, { key: 's', command: 's', cgroup: undefined }, { runs, coverage, nodes: [0], ...times }, exact);
  return host;
}

/** A window in which plans brought all that is hot by now to the fast node, which holds `full` of what it can. */
function window(host: HostModel, hotRate: number, atUnixMs: number, full: number): void {
  const { runs } = host.spaces.get('s')?.heat ?? assert.fail();
  for (let i = 0; i < runs.count; i++) runs.node[i] = (runs.heat[i] as number) >= heatOfShare(hotRate) ? 0 : 1;
  const nodes = [0, 1].map((id) => ({ id, tier: id, totalBytes: 1000, freeBytes: 1000 * (1 - full) }));
  applyFacts(host, { nodes, labels: {}, pageSize: 4096, atUnixMs });
}

test('thresholds stay within bounds, come to rest, and reach the goal where the bounds let them', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.02, max: 0.6, noNaN: true }),
      fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      (starAtMost, own) => {
        const goals = { starAtMost, coldAgeSeconds: [5, 100] as const, hotRate: [0.05, 0.95] as const };
        const named = {
          name: 'all',
          selector: {},
          latencySensitive: false,
          priority: 0,
          coldAgeSeconds: 10,
          hotRate: own,
        };
        const policy = soundPolicy({ classes: [named], goals });
        const host = hostOfAllHeats();
        const rates: number[] = [];
        for (let i = 1; i <= 150; i++) {
          window(host, rates.at(-1) ?? own, i * 10_000, 0.5);
          tuneThresholds(host, policy);
          const { hotRate } = thresholdsOf(host, policy, 0);
          assert.ok(hotRate >= 0.05 && hotRate <= Math.max(own, 0.05));
          rates.push(hotRate);
        }
        const late = rates.slice(-50);
        assert.ok(Math.max(...late) / Math.min(...late) <= 1.03, `still moving between ${late}`);
        const last = rates.at(-1) as number;
        // Heats are even, so what is cooler than a rate has the square of it of all accesses.
        const star = last * last;
        assert.ok(star <= starAtMost * 1.15 + 0.02 || last <= 0.05, `star ${star} at ${last}`);
      },
    ),
    { numRuns: 60 },
  );
});

test('cold age grows while fast memory lies idle, returns to its own when it is full, and steps once a window', () => {
  const goals = { fastFullAtLeast: 0.9, coldAgeSeconds: [5, 40] as const, hotRate: [0.1, 0.9] as const };
  const policy = soundPolicy({ goals });
  const host = hostOfAllHeats();
  const ageAfter = (windows: number, full: number): number => {
    for (let i = 0; i < windows; i++) {
      window(host, 0.5, host.facts.atUnixMs + 10_000, full);
      tuneThresholds(host, policy);
      tuneThresholds(host, policy);
    }
    return thresholdsOf(host, policy, 0).coldAgeSeconds;
  };
  assert.equal(ageAfter(1, 0.5), 11);
  assert.equal(ageAfter(30, 0.5), 40);
  assert.equal(ageAfter(5, 0.92), 40);
  assert.equal(ageAfter(200, 0.99), 10);
  // Another revision of the policy starts from what it says itself.
  assert.equal(thresholdsOf(host, { ...policy, revision: 2 }, 0).coldAgeSeconds, 10);
});
