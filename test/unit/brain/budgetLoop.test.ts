import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BudgetLoop } from '../../../services/brain/budgetLoop.js';
import { Leases } from '../../../services/brain/leases.js';
import { codec } from '../../../services/contract/schema.js';
import { compilePolicy } from '../../../services/core/policy.js';
import { JSON_CODEC, MemoryBucket } from './memoryBucket.js';
import { NOW, POLICY, testShard, windowOf } from './shardKit.js';

const EVERY_MS = 10_000;
const PAGES = 400;
const MIB = 2 ** 20;
/** Each host would move its 400 pages in ten seconds. */
const NEED = (PAGES * 4096) / 10;

/** Two brains with a host each, under one budget for the fleet. */
function twoBrains(bytesPerSecondPerFleet: number) {
  const changes = { bytesPerSecondPerFleet };
  const compiled = compilePolicy({ ...POLICY, ...changes });
  assert.ok('policy' in compiled);
  const { policy } = compiled;
  const clock = { unixMs: NOW };
  const bucket = new MemoryBucket();
  const [needs, shares] = [codec('BudgetNeeds'), codec('BudgetShares')];
  const brains = ['a', 'b'].map((id) => {
    const on = testShard([id], changes);
    const leases = new Leases(bucket, JSON_CODEC, id, 6000, () => clock.unixMs);
    const loop: BudgetLoop = new BudgetLoop(id, leases, EVERY_MS, {
      policy: () => policy,
      unixMs: () => clock.unixMs,
      needs: async () => on.shard.questions.needs(),
      allot: (given, until) => on.shard.orders.allot(given, until),
      sayNeeds: (said) => {
        for (const each of brains) each.loop.hearNeeds(needs.decode(needs.encode(said)));
      },
      sayShares: (said) => {
        for (const each of brains) each.loop.hearShares(shares.decode(shares.encode(said)));
      },
    });
    let sequence = 0;
    const window = (): void => {
      on.clock.unixMs = clock.unixMs;
      const ends = clock.unixMs;
      on.shard.take('access', windowOf(id, { sequence: ++sequence, startUnixMs: ends - 5000, endUnixMs: ends }));
    };
    const host = () => on.shard.fleet.get(id) ?? assert.fail('no host');
    return { on, loop, leases, window, share: () => on.shard.allotment.of(host()) };
  });
  return { clock, brains: brains as [(typeof brains)[0], (typeof brains)[0]] };
}

test('what hosts of two brains need is shared out by one of them, and a host without a share moves nothing', async () => {
  const { brains } = twoBrains(MIB);
  const [a, b] = brains;
  for (const { window } of brains) window();
  assert.deepEqual([a.share(), b.share()], [0, 0]);
  assert.equal(a.on.published.length, 0);
  await b.loop.turn();
  await a.loop.turn();
  await b.loop.turn();
  assert.deepEqual([a.share(), b.share()], [NEED, NEED].map(Math.floor), 'both have what they need');
});

test('with less than both need each has half, and plans keep to it', async () => {
  const { brains, clock } = twoBrains(NEED);
  for (const { window } of brains) window();
  for (const turn of [0, 1, 0]) await brains[turn]?.loop.turn();
  clock.unixMs += 5000;
  for (const { on, share, window } of brains) {
    assert.equal(share(), Math.floor(NEED / 2));
    window();
    const pages = on.published.reduce((sum, plan) => sum + plan.pages, 0);
    assert.ok(pages > 0 && pages * 4096 <= (NEED / 2) * 10, `${pages} pages`);
  }
});

test('a share that is not renewed for two intervals falls to its floor', async () => {
  const { brains, clock } = twoBrains(NEED);
  const [a, b] = brains;
  for (const { window } of brains) window();
  for (const turn of [1, 0, 1]) await brains[turn]?.loop.turn();
  clock.unixMs += 2 * EVERY_MS;
  for (const { window } of brains) window();
  const floor = Math.floor(NEED / 20);
  assert.deepEqual([a.share(), b.share()], [floor, floor]);
});

test('shares of a former holder are void', async () => {
  const { brains, clock } = twoBrains(MIB);
  const [a, b] = brains;
  for (const { window } of brains) window();
  await a.loop.turn();
  clock.unixMs += 6000;
  await b.loop.turn();
  await b.loop.turn();
  const before = b.share();
  const host = { hostId: 'b', bytesPerSecond: '1', floorBytesPerSecond: '1' };
  b.loop.hearShares({ brainId: 'a', fencingToken: '1', createdUnixMs: '0', intervalMs: '10000', hosts: [host] });
  assert.equal(b.share(), before);
});
