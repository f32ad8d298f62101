import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Hits } from '../../fleet-sim/hits.js';
import { FAST, SLOW, TieredMemory } from '../../fleet-sim/memory.js';
import { oracleMoves } from '../../fleet-sim/oracle.js';
import { seeded } from '../../fleet-sim/random.js';

const shapes = fc
  .record({
    blocks: fc.integer({ min: 1, max: 40 }),
    fast: fc.double({ min: 0, max: 1, noNaN: true }),
    fill: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.nat(),
  })
  .map(({ blocks, fast, fill, seed }) => ({
    memory: TieredMemory.firstTouch(
      { blocks, fastBlocks: Math.round(blocks * fast), slowBlocks: blocks },
      fill,
      seeded(seed),
    ),
    blocks,
  }));

const ratesOf = (blocks: number) =>
  fc
    .array(fc.float({ min: 0, max: 100, noNaN: true }), { minLength: blocks, maxLength: blocks })
    .map((rates) => Float32Array.from(rates));

function blocksOn(memory: TieredMemory, node: number): number {
  return memory.nodeOf.filter((each) => each === node).length;
}

function hitsOf(memory: TieredMemory, rates: Float32Array): number {
  const hits = new Hits();
  hits.add(memory, rates, 1);
  return hits.fast;
}

test('no node ever holds more than it can, and no block is lost, whatever is moved', () => {
  fc.assert(
    fc.property(shapes, fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 200 }), ({ memory, blocks }, moves) => {
      for (const [which, up] of moves) {
        const block = which % blocks;
        const to = up ? FAST : SLOW;
        const moved = memory.move(block, to);
        assert.equal(memory.nodeOf[block] === to, moved);
        assert.ok(memory.free(FAST) >= 0 && memory.free(SLOW) >= 0);
      }
      assert.equal(blocksOn(memory, FAST), memory.total(FAST) - memory.free(FAST));
      assert.equal(blocksOn(memory, SLOW), memory.total(SLOW) - memory.free(SLOW));
      assert.equal(blocksOn(memory, FAST) + blocksOn(memory, SLOW), blocks);
    }),
  );
});

test('first touch fills the fast node as far as it may, then the slow one', () => {
  const memory = TieredMemory.firstTouch({ blocks: 100, fastBlocks: 40, slowBlocks: 100 }, 0.5, seeded(1));
  assert.equal(blocksOn(memory, FAST), 20);
  assert.equal(blocksOn(memory, SLOW), 80);
  assert.throws(
    () => TieredMemory.firstTouch({ blocks: 100, fastBlocks: 40, slowBlocks: 10 }, 1, seeded(1)),
    RangeError,
  );
});

test('within the same budget no moves hit more in the coming interval than the oracle has', () => {
  const cases = shapes.chain(({ memory, blocks }) =>
    fc.record({
      memory: fc.constant(memory),
      rates: ratesOf(blocks),
      budget: fc.nat({ max: 2 * blocks }),
      tries: fc.array(fc.nat({ max: blocks - 1 }), { maxLength: 80 }),
    }),
  );
  fc.assert(
    fc.property(cases, ({ memory, rates, budget, tries }) => {
      const [oracle, other] = [memory.copy(), memory.copy()];
      const spent = oracleMoves(oracle, rates, budget);
      assert.ok(spent <= budget);
      assert.ok(hitsOf(oracle, rates) >= hitsOf(memory, rates));
      let left = budget;
      for (const block of tries) {
        if (left === 0) break;
        const to = other.nodeOf[block] === FAST ? SLOW : FAST;
        if (other.move(block, to)) left--;
        assert.ok(hitsOf(oracle, rates) >= hitsOf(other, rates) - 1e-6);
      }
    }),
    { numRuns: 300 },
  );
});

test('the oracle with a budget for everything has the hottest blocks fast', () => {
  const rates = Float32Array.of(1, 9, 3, 7, 5, 0);
  const memory = TieredMemory.firstTouch({ blocks: 6, fastBlocks: 3, slowBlocks: 6 }, 1, seeded(3));
  oracleMoves(memory, rates, 100);
  assert.deepEqual([...memory.nodeOf], [SLOW, FAST, SLOW, FAST, FAST, SLOW]);
});
