import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Headroom } from '../../../services/actuator/headroom.js';
import type { Topology } from '../../../services/kernel/port.js';

/** Above FRESH_MS: a reading of then is taken again. */
const LATER_MS = 1000;

/** A node 0 of 1000 bytes, a tenth of which is kept free; `free` is what a reading finds. */
function scene(free: number) {
  const node = { free, readings: 0 };
  const read = () => {
    node.readings++;
    return { nodes: [{ id: 0, totalBytes: 1000, freeBytes: node.free }] } as unknown as Topology;
  };
  return { node, headroom: new Headroom(read, 0.1) };
}

test('what is under way is taken off every reading, not only off the one before it began', () => {
  const { node, headroom } = scene(600);
  assert.equal(headroom.room(0, 0), 500);
  headroom.taken(0, 200);
  assert.equal(headroom.room(0, 1), 300, 'more than a quarter is taken: read again');
  headroom.taken(0, 150);
  assert.equal(headroom.room(0, LATER_MS), 150);
  assert.equal(node.readings, 3);
});

test('a batch that landed is what the next reading says of it, whether it moved all or nothing', () => {
  const { node, headroom } = scene(600);
  headroom.room(0, 0);
  headroom.taken(0, 200);
  headroom.taken(0, 200);
  node.free = 400;
  headroom.landed(0, 200);
  assert.equal(headroom.room(0, LATER_MS), 100);
  headroom.landed(0, 200);
  assert.equal(headroom.room(0, 2 * LATER_MS), 300);
});

test('where the next batch would not fit what was under way at a reading holds up nothing once it has landed', () => {
  const { node, headroom } = scene(400);
  headroom.room(0, 0);
  headroom.taken(0, 200);
  node.free = 200;
  assert.equal(headroom.room(0, 1), 0, 'it is not known whether the reading saw it arrive');
  headroom.landed(0, 200);
  assert.equal(headroom.room(0, 2), 100);
});
