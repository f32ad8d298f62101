import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyFacts, createHost, type HostModel } from '../../../services/core/host.js';
import { fitOfHost, fitOfHosts, joinFits } from '../../../services/core/policyFit.js';
import { createSpaceHeat } from '../../../services/core/space.js';
import { SOUND, soundPolicy } from './policies.js';

const GIB = 2 ** 30;

/** A host with `fastGib` on node 0, ten times that on node 1, and these cgroups with a process each. */
function host(fastGib: number, cgroups: readonly (string | undefined)[]): HostModel {
  const model = createHost();
  const node = (id: number, gib: number) => ({ id, tier: id, totalBytes: gib * GIB, freeBytes: 0 });
  const nodes = [node(0, fastGib), node(1, fastGib * 10)];
  applyFacts(model, { nodes, labels: {}, pageSize: 4096, atUnixMs: 1 });
  cgroups.forEach((cgroup, i) => {
    model.spaces.set(`${i}`, { key: `${i}`, command: 'db', cgroup, heat: createSpaceHeat() });
  });
  return model;
}

const [last] = SOUND.classes;
assert.ok(last);
const policy = soundPolicy({
  classes: [
    {
      ...last,
      name: 'db',
      selector: { cgroupGlobs: ['/db/*'] },
      fastFloor: { bytes: GIB },
      fastCeiling: { share: 0.5 },
    },
    { ...last, name: 'share', selector: { cgroupGlobs: ['/share/*'] }, fastFloor: { share: 0.25 } },
    last,
  ],
  tiers: [{ rank: 0, headroomShare: 0.125 }],
});

test('floors are asked for once a cgroup, of what plans may fill of the fast tier', () => {
  const fit = fitOfHost(host(8, ['/db/a', '/db/a', '/db/b', '/share/x', undefined, '/else']), policy);
  assert.deepEqual(fit, {
    spacesByClass: [3, 1, 2],
    floorBytes: 2 * GIB + 2 * GIB,
    fastBytes: 7 * GIB,
    floorsAboveCeiling: [],
  });
});

test('a host that told of no nodes asks for nothing', () => {
  const model = createHost();
  model.spaces.set('1', { key: '1', command: 'db', cgroup: '/db/a', heat: createSpaceHeat() });
  assert.deepEqual(fitOfHost(model, policy), {
    spacesByClass: [1, 0, 0],
    floorBytes: 0,
    fastBytes: 0,
    floorsAboveCeiling: [],
  });
});

test('hosts that are short, and where a floor in bytes is above a ceiling in shares, are named', () => {
  const hosts = [
    { hostId: 'a', model: host(8, ['/db/a']) },
    { hostId: 'b', model: host(1, ['/db/a']) },
    { hostId: 'c', model: host(8, []) },
  ];
  const fit = fitOfHosts(hosts, policy);
  assert.deepEqual(fit, {
    hosts: 2,
    spacesByClass: [2, 0, 0],
    short: [{ hostId: 'b', floorBytes: GIB, fastBytes: 0.875 * GIB }],
    shortHosts: 1,
    floorsAboveCeiling: [{ classIndex: 0, hostId: 'b' }],
  });
  const apart = joinFits(hosts.map((each) => fitOfHosts([each], policy)));
  assert.deepEqual(apart, fit, 'shards that are asked apart say the same together');
});
