import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { parseAllowedNodes, parseNumaMaps } from '../../../services/kernel/bounds.js';
import { Bench, identityOf, machineOf } from './kit/bench.js';
import { moves, plan, signed } from './kit/plans.js';

const FIRST = 0x10000;
afterEach(() => Bench.closeAll());

test('strict policies of numa_maps are read, those that leave a choice are not', () => {
  const text = [
    '10000000 default anon=4 dirty=4 N0=4 kernelpagesize_kB=4',
    '10010000 bind:0 anon=16 dirty=16 N0=16 kernelpagesize_kB=4',
    '10020000 bind=static:1-2 file=/x\\040y mapped=3',
    '10030000 interleave:0,2 anon=1',
    '10040000 weighted interleave:0-1 anon=1',
    '10050000 prefer:1 anon=1',
    '10060000 prefer (many):0-1 anon=1',
    '10070000 local anon=1',
  ].join('\n');
  const found = parseNumaMaps(text, 4096).map(({ startPage, nodes }) => [startPage, ...nodes]);
  assert.deepEqual(found, [
    [0x10010, 0],
    [0x10020, 1, 2],
    [0x10030, 0, 2],
    [0x10040, 0, 1],
  ]);
  assert.deepEqual(
    [...(parseAllowedNodes('Name:\tdb\nMems_allowed:\t3\nMems_allowed_list:\t0-1,4\n') ?? [])],
    [0, 1, 4],
  );
  assert.equal(parseAllowedNodes('Name:\tdb\n'), undefined);
});

test('what a memory policy binds elsewhere stays as bound-by-application, and the rest moves', async () => {
  const machine = machineOf();
  const pid = machine.spawn({
    mappings: [
      { startPage: FIRST, pages: 50, node: 1 },
      { startPage: FIRST + 100, pages: 50, node: 1, bind: [1] },
      { startPage: FIRST + 200, pages: 50, node: 1, bind: [0, 1] },
    ],
  });
  const bench = new Bench({ machine });
  bench.hear();
  const target = identityOf(machine, pid);
  const ranges: [number, number][] = [
    [FIRST, 50],
    [FIRST + 100, 50],
    [FIRST + 200, 50],
  ];
  bench.send(signed(plan(1, [moves({ target, from: 1, to: 0, ranges })])));
  const { totals } = await bench.outcome('plan-1');
  assert.equal(totals?.pagesMoved, '100');
  assert.deepEqual(totals?.pagesSkipped, { 'bound-by-application': '50' });
  assert.equal(machine.pagesOn(pid, 1), 50);
});

test('of a task whose cpuset leaves the target out no page is touched', async () => {
  const machine = machineOf();
  const pid = machine.spawn({ mappings: [{ startPage: FIRST, pages: 50, node: 1 }] });
  machine.setAllowedNodes(pid, [1]);
  const bench = new Bench({ machine });
  bench.hear();
  bench.send(signed(plan(1, [moves({ target: identityOf(machine, pid), from: 1, to: 0, ranges: [[FIRST, 50]] })])));
  assert.deepEqual((await bench.outcome('plan-1')).totals?.pagesSkipped, { 'bound-by-application': '50' });
  assert.equal(machine.migrations(), 0);
});
