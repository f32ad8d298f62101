import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AccessBatch } from '../../../services/contract/gen/thermocline/v1/AccessBatch.js';
import { codec, MalformedMessage } from '../../../services/contract/schema.js';

const BATCH: AccessBatch = {
  envelope: { schemaVersion: 1, hostId: 'host-a', bootId: 'boot-1', sequence: '9007199254740993', createdUnixMs: '17' },
  window: { startUnixMs: '1', endUnixMs: '2', number: '3' },
  parts: 1,
  pageSize: 4096,
  nodes: [0, 1],
  spaces: [
    {
      space: { process: { pid: 7, startTicks: '11', startStack: '140700000000000', exeInode: '13' } },
      command: 'sleep 1',
      cgroup: '',
      runs: { count: 2, encoding: 'COLUMN_ENCODING_PLAIN', gaps: Buffer.from([5, 6]), lengths: Buffer.from([1, 2]) },
    },
  ],
};

test('a message comes back as it was: 64-bit numbers as text, enums by name, absent apart from empty', () => {
  const batches = codec('AccessBatch');
  const back = batches.decode(batches.encode(BATCH));
  assert.equal(back.envelope?.sequence, '9007199254740993');
  const [space] = back.spaces;
  assert.deepEqual(space?.space?.process, BATCH.spaces?.[0]?.space?.process);
  assert.equal(space?.runs?.encoding, 'COLUMN_ENCODING_PLAIN');
  assert.deepEqual([space?.cgroup, space?.coverage, back.host, back.part], ['', null, null, 0]);
  const absent = batches.decode(batches.encode({ spaces: [{ command: 'x' }] })).spaces[0];
  assert.ok(absent && !('cgroup' in absent));
});

test('byte columns share memory with the message that they came in', () => {
  const batches = codec('AccessBatch');
  const bytes = batches.encode(BATCH);
  const { gaps } = batches.decode(bytes).spaces[0]?.runs ?? {};
  assert.deepEqual([...(gaps ?? [])], [5, 6]);
  assert.equal(gaps?.buffer, bytes.buffer);
  // Also out of a plain Uint8Array in the midst of a larger buffer, which is how messages arrive.
  const arrived = new Uint8Array(bytes.length + 8);
  arrived.set(bytes, 8);
  const found = batches.decode(arrived.subarray(8)).spaces[0]?.runs?.gaps;
  assert.equal(found?.buffer, arrived.buffer);
  assert.deepEqual([...(found ?? [])], [5, 6]);
});

test('bytes that are no such message are refused, whatever they are', () => {
  const batches = codec('AccessBatch');
  const whole = batches.encode(BATCH);
  assert.throws(() => batches.decode(whole.subarray(0, whole.length - 1)), {
    name: 'MalformedMessage',
    message: /^no AccessBatch: index out of range/,
  });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        batches.decode(bytes);
      } catch (error) {
        assert.ok(error instanceof MalformedMessage);
      }
    }),
  );
});
