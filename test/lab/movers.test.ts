/**
 * The movers of an actuator process on a real kernel with two nodes: every kind of memory goes to the slow node and back by
 * plans that are made by hand. The truth is the kernel's word on where pages are, and the holder's on what is in them.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { KINDS } from '../bench/actuator/heldMemory.js';
import { moveThereAndBack } from '../bench/actuator/movedShare.js';

const MIB = 16;
const NODE_MIB = 500;

test('every page of every kind of memory goes there and back, and its content stays', {
  timeout: 600_000,
}, async (t) => {
  const ways = await moveThereAndBack(KINDS, MIB, NODE_MIB);
  for (const way of ways) t.diagnostic(JSON.stringify(way));
  assert.deepEqual(
    ways.map(({ kind, to }) => [kind, to]),
    KINDS.flatMap((kind) => [
      [kind, 1],
      [kind, 0],
    ]),
  );
  for (const { kind, to, pages, begun, after, pagesMoved, migrated, sameContent } of ways) {
    assert.equal(pages, MIB * 256);
    assert.deepEqual(after, { [to]: pages }, `${kind} to node ${to}`);
    // On the way there, pages that the kernel had put on the slow node at once have no way to go.
    assert.equal(pagesMoved, to === 1 ? begun['0'] : pages, `${kind} to node ${to}`);
    // Others may move pages too; each of ours is one of the kernel's.
    assert.ok(migrated >= pagesMoved, `the kernel migrated ${migrated} pages, the outcome says ${pagesMoved}`);
    assert.ok(sameContent, `the content of ${kind} changed`);
  }
});
