import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { RunColumns__Output } from '../../../services/contract/gen/thermocline/v1/RunColumns.js';
import { decodeRanges, encodeRanges, pagesIn } from '../../../services/contract/ranges.js';
import { decodeRuns, encodeRuns, type Runs } from '../../../services/contract/runs.js';
import { decodeVarints, encodeVarints, MalformedColumn } from '../../../services/contract/varint.js';

const whole = fc.maxSafeNat();

/** Ascending, disjoint ranges from gaps and lengths. */
const ranges = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 2 ** 33 }), fc.integer({ min: 1, max: 2 ** 20 })), { maxLength: 200 })
  .map((parts) => {
    let end = 0;
    const startPage: number[] = [];
    const pages: number[] = [];
    for (const [gap, length] of parts) {
      startPage.push(end + gap);
      pages.push(length);
      end += gap + length;
    }
    return { startPage: Float64Array.from(startPage), pages: Float64Array.from(pages) };
  });

function asReceived(message: ReturnType<typeof encodeRanges>) {
  return {
    count: message.count as number,
    gaps: Buffer.from(message.gaps as Uint8Array),
    lengths: Buffer.from(message.lengths as Uint8Array),
  };
}

test('varints come back as they went, for every whole number that a double holds exactly', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(whole, fc.nat(300))), (values) => {
      const out = new Float64Array(values.length);
      decodeVarints(encodeVarints(values), values.length, out, 'x');
      assert.deepEqual([...out], values);
    }),
  );
});

test('varints agree with the LEB128 of the protobuf encoding', () => {
  assert.deepEqual([...encodeVarints([0, 127, 128, 300, 2 ** 32])], [0, 127, 128, 1, 172, 2, 128, 128, 128, 128, 16]);
});

test('a varint column that is cut off, too long, or left over is refused', () => {
  const out = new Float64Array(2);
  assert.throws(
    () => decodeVarints(Uint8Array.of(1), 2, out, 'gaps'),
    new MalformedColumn('gaps', 'cut off at entry 1 of 2'),
  );
  assert.throws(() => decodeVarints(Uint8Array.of(128), 1, out, 'gaps'), MalformedColumn);
  assert.throws(() => decodeVarints(Uint8Array.of(1, 2, 3), 2, out, 'gaps'), /1 bytes left after 2 entries/);
  assert.throws(() => decodeVarints(new Uint8Array(12).fill(255), 1, out, 'gaps'), /entry 0/);
});

test('ranges come back as they went, and their sum is known without unpacking', () => {
  fc.assert(
    fc.property(ranges, (given) => {
      const packed = asReceived(encodeRanges(given));
      assert.deepEqual(decodeRanges(packed), given);
      assert.equal(
        pagesIn(packed),
        given.pages.reduce((sum, each) => sum + each, 0),
      );
    }),
  );
});

test('ranges that overlap, are empty, or claim more than is there are refused', () => {
  assert.throws(() => encodeRanges({ startPage: [0, 1], pages: [2, 2] }), /range 1 starts at page 1, before page 2/);
  const empty = { count: 1, gaps: Buffer.of(4), lengths: Buffer.of(0) };
  assert.throws(() => decodeRanges(empty), /range 0 is empty/);
  assert.throws(() => decodeRanges({ ...empty, count: 4_000_000_000 }), MalformedColumn);
  assert.throws(() => decodeRanges({ ...empty, count: 1_000_000 }), /above the bytes/);
});

const runs = ranges.chain((given): fc.Arbitrary<Runs> => {
  const bytes = fc.uint8Array({ minLength: given.startPage.length, maxLength: given.startPage.length });
  return fc.record({
    startPage: fc.constant(given.startPage),
    pages: fc.constant(given.pages),
    evidence: bytes,
    node: bytes,
    kind: bytes,
  });
});

function received(given: Runs): RunColumns__Output {
  const { count, encoding, ...columns } = encodeRuns(given);
  const bytes = Object.fromEntries(
    Object.entries(columns).map(([name, each]) => [name, Buffer.from(each as Uint8Array)]),
  );
  return { count: count as number, encoding: encoding as 'COLUMN_ENCODING_PLAIN', ...bytes } as RunColumns__Output;
}

test('runs come back as they went, plain or deflated', () => {
  fc.assert(
    fc.property(runs, (given) => {
      const back = decodeRuns(received(given));
      for (const column of ['startPage', 'pages', 'evidence', 'node', 'kind'] as const) {
        assert.deepEqual([...back[column]], [...given[column]], column);
      }
    }),
  );
});

test('any change to packed runs is read or refused by name, never a crash of another kind', () => {
  fc.assert(
    fc.property(runs, fc.constantFrom('gaps', 'lengths', 'evidence', 'nodes', 'kinds'), fc.nat(), (given, name, at) => {
      const packed = received(given);
      const column = Buffer.from(packed[name as 'gaps']);
      const cut = column.subarray(0, column.length === 0 ? 0 : at % column.length);
      try {
        decodeRuns({ ...packed, [name]: cut });
      } catch (error) {
        assert.ok(error instanceof MalformedColumn, String(error));
      }
    }),
  );
});

test('a small message cannot unpack into gigabytes', async () => {
  const { deflateRawSync } = await import('node:zlib');
  const bomb = deflateRawSync(Buffer.alloc(64 << 20));
  const packed = { count: 4, encoding: 'COLUMN_ENCODING_DEFLATE' as const };
  const columns = { gaps: bomb, lengths: bomb, evidence: bomb, nodes: bomb, kinds: bomb };
  assert.throws(() => decodeRuns({ ...packed, ...columns }), /cannot be inflated/);
});
