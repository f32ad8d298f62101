import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Cuts, type Draw, groupOf, type RolloutHost, stratumOf } from '../../../services/core/cohort.js';
import { drawCohort, drawControl } from '../../../services/core/draw.js';

const hosts = fc
  .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 4 }), fc.boolean()), {
    minLength: 1,
    maxLength: 80,
    selector: ([id]) => id,
  })
  .map((all) => all.map(([hostId, rack, canary]) => host(hostId, rack, canary)));

const draw: Draw = { rolloutId: 'r1', strataBy: ['canary', 'rack'] };

test('a stage contains the one before it, and never a host of control, whichever order percents come in', () => {
  const percents = fc.array(fc.tuple(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.boolean()), { maxLength: 6 });
  fc.assert(
    fc.property(hosts, percents, fc.double({ min: 0, max: 0.5, noNaN: true }), (fleet, stages, share) => {
      let cuts = drawControl(draw, fleet, share);
      const control = group(fleet, cuts, 'control');
      assert.equal(control.size, Math.round(share * fleet.length));
      let before = new Set<string>();
      for (const [percent, isCanary] of stages) {
        cuts = drawCohort(draw, cuts, fleet, percent, isCanary ? { canary: 'true' } : {});
        const cohort = group(fleet, cuts, 'cohort');
        for (const id of before) assert.ok(cohort.has(id), `${id} left the cohort`);
        for (const id of cohort) assert.ok(!control.has(id), `${id} is of control`);
        assert.deepEqual(group(fleet, cuts, 'control'), control);
        before = cohort;
      }
    }),
  );
});

test('a stage has its percent of each rack, give or take one', () => {
  const fleet = Array.from({ length: 400 }, (_, i) => host(`h${i}`, i % 8, false));
  const byRack: Draw = { rolloutId: 'r2', strataBy: ['rack'] };
  let cuts = drawControl(byRack, fleet, 0.1);
  for (const percent of [1, 5, 20]) {
    cuts = drawCohort(byRack, cuts, fleet, percent);
    const cohort = fleet.filter((one) => groupOf(byRack, cuts, one) === 'cohort');
    assert.equal(cohort.length, 4 * percent);
    for (let rack = 0; rack < 8; rack++) {
      const there = cohort.filter(({ labels }) => labels['rack'] === `${rack}`).length;
      assert.ok(Math.abs(there - percent / 2) <= 1, `${there} of rack ${rack} at ${percent} %`);
    }
  }
});

test('hosts that join the fleet change no other host, and have a place by themselves', () => {
  const fleet = Array.from({ length: 200 }, (_, i) => host(`h${i}`, i % 4, false));
  const cuts = drawCohort(draw, drawControl(draw, fleet, 0.1), fleet, 50);
  const joined = Array.from({ length: 2000 }, (_, i) => host(`new${i}`, 9, false));
  const cohort = group(joined, cuts, 'cohort').size;
  const control = group(joined, cuts, 'control').size;
  assert.ok(cohort > 900 && cohort < 1100, `${cohort}`);
  assert.ok(control > 140 && control < 260, `${control}`);
});

test('hosts without the labels asked for are in no group, and another rollout draws other hosts', () => {
  const fleet = Array.from({ length: 200 }, (_, i) => host(`h${i}`, i % 4, i % 2 === 0));
  const canaries: Draw = { ...draw, hosts: { canary: 'true' } };
  const cuts = drawCohort(canaries, drawControl(canaries, fleet, 0.2), fleet, 100);
  for (const one of fleet) {
    const isCanary = one.labels['canary'] === 'true';
    assert.equal(groupOf(canaries, cuts, one) === 'rest', !isCanary);
  }
  const first = [1, 2, 3].map((id) => {
    const other: Draw = { rolloutId: `rollout ${id}`, strataBy: [] };
    return [...group(fleet, drawCohort(other, drawControl(other, fleet, 0.1), fleet, 2), 'cohort', other)].join();
  });
  assert.equal(new Set(first).size, 3);
  assert.notEqual(stratumOf(draw, host('a', 1, true)), stratumOf(draw, host('a', 1, false)));
});

function host(hostId: string, rack: number, canary: boolean): RolloutHost {
  return { hostId, labels: { rack: `${rack}`, canary: `${canary}` } };
}

function group(fleet: readonly RolloutHost[], cuts: Cuts, which: string, by: Draw = draw): Set<string> {
  return new Set(fleet.filter((one) => groupOf(by, cuts, one) === which).map(({ hostId }) => hostId));
}
