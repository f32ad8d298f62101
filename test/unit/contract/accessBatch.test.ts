import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accessBatchDecoder } from '../../../services/contract/accessBatch.js';
import { codec, MalformedMessage } from '../../../services/contract/schema.js';

const decode = accessBatchDecoder();
const batches = codec('AccessBatch');

const uint32 = fc.oneof(fc.nat(), fc.constantFrom(0, 127, 128, 2 ** 32 - 1));
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const bytes = fc.uint8Array({ maxLength: 12 }).map((each) => Buffer.from(each));
const text = fc.string({ unit: 'binary', maxLength: 12 });
const process = fc.record(
  { pid: uint32, startTicks: uint64, startStack: uint64, exeInode: uint64 },
  { requiredKeys: [] },
);
const key = fc.oneof(
  fc.record({ process }),
  fc.record({ file: fc.record({ device: uint64, inode: uint64, path: text }) }),
  fc.record({ physical: fc.record({ node: uint32 }) }),
  fc.constant({}),
);
const ranges = fc.record({ count: uint32, gaps: bytes, lengths: bytes }, { requiredKeys: [] });
const runs = fc.record(
  {
    count: uint32,
    encoding: fc.constantFrom('COLUMN_ENCODING_PLAIN' as const, 'COLUMN_ENCODING_DEFLATE' as const),
    gaps: bytes,
    lengths: bytes,
    evidence: bytes,
    nodes: bytes,
    kinds: bytes,
  },
  { requiredKeys: [] },
);
const space = fc.record(
  {
    space: key,
    command: text,
    cgroup: text,
    tracker: text,
    pageGranular: fc.boolean(),
    coverage: fc.record({ ranges, looks: uint32, residencyUnixMs: int64 }, { requiredKeys: [] }),
    runs,
  },
  { requiredKeys: [] },
);
const host = fc.record({ nodes: fc.array(fc.record({ id: uint32, totalBytes: uint64 }), { maxLength: 2 }) });
const envelope = fc.record(
  { schemaVersion: uint32, hostId: text, bootId: text, sequence: uint64, createdUnixMs: int64 },
  { requiredKeys: [] },
);
const batch = fc.record(
  {
    envelope,
    window: fc.record({ startUnixMs: int64, endUnixMs: int64, number: uint64 }, { requiredKeys: [] }),
    part: uint32,
    parts: uint32,
    pageSize: uint32,
    nodes: fc.array(uint32, { maxLength: 4 }),
    spaces: fc.array(space, { maxLength: 3 }),
    host,
    ended: fc.array(key, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

test('any batch is decoded as the codec decodes it', () => {
  fc.assert(
    fc.property(batch, (message) => {
      const encoded = batches.encode(message);
      assert.deepEqual(decode(encoded), batches.decode(encoded));
    }),
    { numRuns: 300 },
  );
});

test('fields that a later version adds are passed over, and numbers may come unpacked', () => {
  // Field 6 as single varints; fields 100 to 103 of the wire types that there are.
  const later = [
    0x30, 7, 0x30, 0x80, 1, 0xa0, 6, 5, 0xa9, 6, 1, 2, 3, 4, 5, 6, 7, 8, 0xb2, 6, 2, 9, 9, 0xbd, 6, 1, 2, 3, 4,
  ];
  const encoded = Uint8Array.from([...batches.encode({ part: 3 }), ...later]);
  assert.deepEqual(decode(encoded), batches.decode(encoded));
  assert.deepEqual(decode(encoded).nodes, [7, 128]);
});

test('what is cut off or changed anywhere is read, or is malformed, and nothing else becomes of it', () => {
  fc.assert(
    fc.property(batch, fc.nat(), fc.nat(255), fc.boolean(), (message, at, byte, cut) => {
      const encoded = Uint8Array.from(batches.encode(message));
      if (encoded.length === 0) return;
      const place = at % encoded.length;
      if (!cut) encoded[place] = byte;
      try {
        decode(cut ? encoded.subarray(0, place) : encoded);
      } catch (error) {
        assert.ok(error instanceof MalformedMessage, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});
