import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { outcomeDecoder } from '../../../services/contract/outcome.js';
import { codec, MalformedMessage } from '../../../services/contract/schema.js';

const decode = outcomeDecoder();
const outcomes = codec('Outcome');

const uint32 = fc.oneof(fc.nat(), fc.constantFrom(0, 127, 128, 2 ** 32 - 1));
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const bytes = fc.uint8Array({ maxLength: 12 }).map((each) => Buffer.from(each));
const text = fc.string({ unit: 'binary', maxLength: 12 });
// Of a map: an object of JavaScript can't have this one as others.
const name = text.filter((each) => each !== '__proto__');
const key = fc.oneof(
  fc.record({ process: fc.record({ pid: uint32, startTicks: uint64 }, { requiredKeys: [] }) }),
  fc.record({ file: fc.record({ device: uint64, inode: uint64, path: text }) }),
  fc.constant({}),
);
const space = fc.record(
  {
    movesIndex: uint32,
    space: key,
    direction: fc.constantFrom('DIRECTION_PROMOTION' as const, 'DIRECTION_DEMOTION' as const),
    fromNode: uint32,
    toNode: uint32,
    subRuns: fc.record({ count: uint32, gaps: bytes, lengths: bytes }, { requiredKeys: [] }),
    results: bytes,
    details: bytes,
    skipReasons: fc.array(text, { maxLength: 3 }),
    bytesMoved: uint64,
    seconds: fc.double(),
    lastLookAgeSeconds: fc.double(),
  },
  { requiredKeys: [] },
);
const counts = fc.dictionary(name, uint64, { maxKeys: 3 });
const outcome = fc.record(
  {
    envelope: fc.record({ schemaVersion: uint32, hostId: text, bootId: text, sequence: uint64, createdUnixMs: int64 }),
    planId: text,
    state: fc.constantFrom('OUTCOME_STATE_REFUSED' as const, 'OUTCOME_STATE_COMPLETED' as const),
    reason: text,
    reasonText: text,
    policyRevision: uint64,
    startedUnixMs: int64,
    finishedUnixMs: int64,
    spaces: fc.array(space, { maxLength: 3 }),
    totals: fc.record(
      {
        pagesMoved: uint64,
        bytesMoved: uint64,
        pagesAlreadyThere: uint64,
        pagesFailed: counts,
        pagesSkipped: counts,
        pagesUnknown: uint64,
      },
      { requiredKeys: [] },
    ),
    part: uint32,
  },
  { requiredKeys: [] },
);

test('any outcome is decoded as the codec decodes it', () => {
  fc.assert(
    fc.property(outcome, (message) => {
      const encoded = outcomes.encode(message);
      assert.deepEqual(decode(encoded), outcomes.decode(encoded));
    }),
    { numRuns: 500 },
  );
});

test('states and fields that a later version adds are read as the codec reads them', () => {
  const later = [0x18, 9, 0xa0, 6, 5, 0xa9, 6, 1, 2, 3, 4, 5, 6, 7, 8, 0xb2, 6, 2, 9, 9, 0xbd, 6, 1, 2, 3, 4];
  const encoded = Uint8Array.from([...outcomes.encode({ part: 3 }), ...later]);
  assert.deepEqual(decode(encoded), outcomes.decode(encoded));
});

test('what is cut off or changed anywhere is read, or is malformed, and nothing else becomes of it', () => {
  fc.assert(
    fc.property(outcome, fc.nat(), fc.nat(255), fc.boolean(), (message, at, byte, cut) => {
      const encoded = Uint8Array.from(outcomes.encode(message));
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
