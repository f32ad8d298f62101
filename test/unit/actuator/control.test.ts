import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ControlBook, EMPTY_MEMORY } from '../../../services/actuator/control.js';
import { readControlMemory, writeControlMemory } from '../../../services/actuator/controlMemory.js';
import { newStateDir } from './kit/bench.js';
import { control, HOST, STRANGER, signedControl, TRUSTED } from './kit/plans.js';

const NOW = 10_000_000;
const at = (monotonicMs: number, unixMs = NOW) => ({ monotonicMs, unixMs });
const all = { schemaVersion: 1, hostId: '', bootId: '', sequence: 1, createdUnixMs: NOW };

function book(memory = EMPTY_MEMORY): ControlBook {
  return new ControlBook({ hostId: HOST, keys: TRUSTED, maxAgeMs: 60_000, pageSize: 4096, memory });
}

test('silence holds everything back, before the first Control and 60 s after the last', () => {
  const heard = book();
  assert.equal(heard.heldBack(0), 'no-control');
  assert.equal(heard.hear('host', signedControl(control(1, {}, NOW)), at(1000)), undefined);
  assert.equal(heard.heldBack(61_000), undefined);
  assert.equal(heard.heldBack(61_001), 'no-control');
  assert.equal(heard.ageSeconds(31_000), 30);
});

test('a Control that lay in the stream holds, but is no sign of life', () => {
  const heard = book();
  const old = signedControl(control(1, { withdrawnPlans: ['x'] }, NOW - 3_600_000));
  assert.equal(heard.hear('host', old, at(1000)), undefined);
  assert.equal(heard.withdrawn('x', 'p', 1), true);
  assert.equal(heard.heldBack(1000), 'no-control');
});

test('stop and pause of either subject hold, each until its own subject takes it back', () => {
  const heard = book();
  heard.hear('host', signedControl(control(1, { stop: true }, NOW)), at(0));
  heard.hear('all', signedControl({ pause: true, envelope: all }), at(0));
  assert.equal(heard.heldBack(0), 'stopped');
  heard.hear('host', signedControl(control(2, {}, NOW)), at(0));
  assert.equal(heard.heldBack(0), 'paused');
  heard.hear('all', signedControl({ envelope: { ...all, sequence: 2 } }), at(0));
  assert.equal(heard.heldBack(0), undefined);
});

test('what is forged, older, or for another host is dropped', () => {
  const heard = book();
  assert.equal(heard.hear('host', signedControl(control(5, {}, NOW)), at(0)), undefined);
  const reason = (bytes: Uint8Array, scope: 'host' | 'all' = 'host') => heard.hear(scope, bytes, at(0))?.split(':')[0];
  assert.equal(reason(signedControl(control(6, {}, NOW), STRANGER)), 'forged');
  assert.equal(reason(signedControl(control(4, {}, NOW))), 'repeated');
  assert.equal(reason(signedControl(control(6, {}, NOW)), 'all'), 'other-host');
  assert.equal(reason(signedControl({ envelope: all })), 'other-host');
  assert.equal(
    reason(signedControl({ envelope: { ...all, hostId: HOST, sequence: 9, schemaVersion: 2 } })),
    'schema-version',
  );
  assert.equal(reason(Uint8Array.of(255, 255)), 'malformed');
});

test('the lower limit of both subjects holds; pages count as bytes', () => {
  const heard = book();
  const limits = { bytesPerSecond: 10_000_000, pagesPerSecond: 100, promotionBytesPerSecond: 5000 };
  heard.hear('host', signedControl(control(1, { limits }, NOW)), at(0));
  heard.hear(
    'all',
    signedControl({ envelope: all, limits: { promotionBytesPerSecond: 9000, demotionBytesPerSecond: 0 } }),
    at(0),
  );
  assert.deepEqual(heard.limits(), { total: 409_600, promotion: 5000, demotion: 0 });
});

test('the fencing token and the sequences survive a restart', () => {
  const dir = newStateDir();
  assert.deepEqual(readControlMemory(dir), EMPTY_MEMORY);
  const first = book();
  first.hear('host', signedControl(control(8, { lowestFencingToken: 40 }, NOW)), at(0));
  assert.equal(first.sawToken(41), true);
  assert.equal(first.sawToken(40), false);
  writeControlMemory(dir, first.memory());
  const next = book(readControlMemory(dir));
  assert.equal(next.highestFencingToken, 41);
  assert.match(next.hear('host', signedControl(control(7, {}, NOW)), at(0)) ?? '', /^repeated/);
  assert.equal(next.hear('host', signedControl(control(8, {}, NOW)), at(0)), undefined);
});
