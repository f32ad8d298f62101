import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cgroupLimitsOf } from '../../../services/core/cgroupLimits.js';
import { applyFacts, type CgroupFill, createHost } from '../../../services/core/host.js';
import { createSpaceHeat } from '../../../services/core/space.js';
import { SOUND, soundPolicy } from './policies.js';

const MIB = 2 ** 20;
const [last] = SOUND.classes;
assert.ok(last);
const policy = soundPolicy({
  classes: [
    { ...last, name: 'batch', selector: { cgroupGlobs: ['/batch/**'] }, fastCeiling: { share: 0.25 } },
    { ...last, name: 'db', selector: { cgroupGlobs: ['/db'] }, fastFloor: { bytes: 64 * MIB } },
    last,
  ],
});

function host(cgroups: readonly CgroupFill[]) {
  const model = createHost();
  const nodes = [0, 1].map((id) => ({ id, tier: id, totalBytes: 512 * MIB, freeBytes: 0 }));
  applyFacts(model, { nodes, labels: {}, pageSize: 4096, atUnixMs: 1, cgroups });
  for (const [key, cgroup] of [
    ['1', '/db'],
    ['2', '/batch/b'],
    ['3', '/batch/a'],
    ['4', '/batch/a'],
    ['5', '/else'],
  ] as const) {
    model.spaces.set(key, { key, command: 'x', cgroup, heat: createSpaceHeat() });
  }
  return model;
}

test('each cgroup of a class with limits is told once, by memory.numa_stat on the fast nodes, and else by looks', () => {
  const on = (path: string, fast: number) => ({
    path,
    nodes: [
      { id: 0, bytes: fast },
      { id: 1, bytes: 9 * MIB },
    ],
  });
  const limits = { ceilingBytes: 128 * MIB, floorBytes: undefined };
  assert.deepEqual(
    cgroupLimitsOf(host([on('/batch/a', 130 * MIB), on('/db', 80 * MIB), on('/db/child', 10 * MIB)]), policy),
    [
      { cgroup: '/batch/a', className: 'batch', fastBytes: 130 * MIB, told: true, ...limits },
      { cgroup: '/batch/b', className: 'batch', fastBytes: 0, told: false, ...limits },
      {
        cgroup: '/db',
        className: 'db',
        fastBytes: 70 * MIB,
        told: true,
        floorBytes: 64 * MIB,
        ceilingBytes: undefined,
      },
    ],
  );
});

test('without limits, or before the host told of its nodes, nothing is told', () => {
  assert.deepEqual(cgroupLimitsOf(host([]), soundPolicy({})), []);
  assert.deepEqual(cgroupLimitsOf(createHost(), policy), []);
});
