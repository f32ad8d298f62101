import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openRecorded } from '../../../services/kernel/real.js';
import { copyOf, fixture } from './fixture.js';

/** Two sockets, whose CPUs have these last-level caches, and resctrl with these figures. */
function machine(
  t: TestContext,
  caches: readonly (readonly [cpu: number, id: number])[],
  figures: Record<string, string>,
) {
  const root = copyOf(t, 'two-sockets-cxl');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(`${root}/sys/${path}`), { recursive: true });
    writeFileSync(`${root}/sys/${path}`, text);
  };
  for (const [node, cpus] of ['0-1', '2-3'].entries()) write(`devices/system/node/node${node}/cpulist`, `${cpus}\n`);
  for (const [cpu, id] of caches) write(`devices/system/cpu/cpu${cpu}/cache/index3/id`, `${id}\n`);
  for (const [path, bytes] of Object.entries(figures)) write(`fs/resctrl/${path}/mbm_local_bytes`, `${bytes}\n`);
  return Object.fromEntries(openRecorded(root).host.localTraffic());
}

const SOCKETS = [
  [0, 0],
  [1, 0],
  [2, 1],
  [3, 1],
] as const;

test('traffic of a node is that of its caches in all groups', (t) => {
  const figures = {
    'mon_data/mon_L3_00': '1000',
    'mon_data/mon_L3_01': '20',
    'batch/mon_data/mon_L3_00': '500',
    'batch/mon_data/mon_L3_01': '7',
    // Counted in its parent already.
    'mon_groups/watched/mon_data/mon_L3_00': '900',
  };
  assert.deepEqual(machine(t, SOCKETS, figures), { 0: 1500, 1: 27 });
});

test('a node with several caches has the traffic of them all', (t) => {
  const caches = [
    [0, 0],
    [1, 1],
    [2, 10],
    [3, 11],
  ] as const;
  const figures = Object.fromEntries(['00', '01', '10', '11'].map((id, i) => [`mon_data/mon_L3_${id}`, `${10 ** i}`]));
  assert.deepEqual(machine(t, caches, figures), { 0: 11, 1: 1100 });
});

test('what is not told of is absent, not zero', (t) => {
  assert.deepEqual(Object.fromEntries(openRecorded(fixture('two-sockets-cxl')).host.localTraffic()), {}, 'no resctrl');
  const unavailable = { 'mon_data/mon_L3_00': 'Unavailable', 'mon_data/mon_L3_01': '5' };
  assert.deepEqual(machine(t, SOCKETS, unavailable), { 1: 5 });
  assert.deepEqual(
    machine(
      t,
      SOCKETS.map(([cpu]) => [cpu, 0]),
      { 'mon_data/mon_L3_00': '5' },
    ),
    {},
    'one cache, two nodes',
  );
});
