// AssemblyScript. What a look's runs are on the wire → runs.

import { LONG_PAGES, START_BITS, START_MASK } from './run';

const TOPS: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;
/** A varint of more bits than this is none of a page number. */
const SHIFT_MAX: u64 = 49;

/** Pages of all runs decoded by the latest `decode`. */
export function decodedPages(): f64 {
  return <f64>total;
}
let total: u64 = 0;

/** Where the varint ends that was read last; 0 where it has no end. */
let next: usize = 0;

function varint(at: usize, end: usize): u64 {
  let value: u64 = 0;
  for (let shift: u64 = 0; at < end && shift <= SHIFT_MAX; shift += 7) {
    const byte: u64 = load<u8>(at++);
    value |= (byte & 127) << shift;
    if (byte < 128) {
      next = at;
      return value;
    }
  }
  next = 0;
  return 0;
}

/**
 * Varint gaps and lengths → places, and pages of those that are long; u64 each. 0, or 1 for columns that do not hold `count`
 * numbers or too much. Eight at once where all numbers are of one byte.
 */
export function decode(gaps: usize, gapsEnd: usize, lengths: usize, lengthsEnd: usize, count: usize, places: usize, longs: usize, most: u64): i32 {
  const none = i64x2.splat(0);
  let end: u64 = 0;
  let sum: u64 = 0;
  let sums = none;
  let i: usize = 0;
  while (i < count) {
    if (i + 8 <= count && gaps + 8 <= gapsEnd && lengths + 8 <= lengthsEnd) {
      const length8 = load<u64>(lengths);
      // Neither a byte of 128 or more, nor a length of 0.
      if (((load<u64>(gaps) | length8 | ((length8 - ONES) & ~length8)) & TOPS) == 0) {
        const length = v128.load8x8_u(lengths);
        let ends = i16x8.add(length, v128.load8x8_u(gaps));
        ends = i16x8.add(ends, i16x8.shuffle(none, ends, 7, 8, 9, 10, 11, 12, 13, 14));
        ends = i16x8.add(ends, i16x8.shuffle(none, ends, 6, 7, 8, 9, 10, 11, 12, 13));
        ends = i16x8.add(ends, i16x8.shuffle(none, ends, 4, 5, 6, 7, 8, 9, 10, 11));
        const start = i16x8.sub(ends, length);
        const lowStart = i16x8.shuffle(start, none, 0, 8, 1, 9, 2, 10, 3, 11);
        const highStart = i16x8.shuffle(start, none, 4, 12, 5, 13, 6, 14, 7, 15);
        const lowLength = i16x8.shuffle(none, length, 0, 8, 1, 9, 2, 10, 3, 11);
        const highLength = i16x8.shuffle(none, length, 4, 12, 5, 13, 6, 14, 7, 15);
        const from = i64x2.splat(end);
        const at = places + (i << 3);
        v128.store(at, i64x2.add(from, i32x4.shuffle(lowStart, lowLength, 0, 4, 1, 5)));
        v128.store(at, i64x2.add(from, i32x4.shuffle(lowStart, lowLength, 2, 6, 3, 7)), 16);
        v128.store(at, i64x2.add(from, i32x4.shuffle(highStart, highLength, 0, 4, 1, 5)), 32);
        v128.store(at, i64x2.add(from, i32x4.shuffle(highStart, highLength, 2, 6, 3, 7)), 48);
        sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(length));
        end += <u64>i16x8.extract_lane_u(ends, 7);
        if (end > START_MASK) return 1;
        gaps += 8;
        lengths += 8;
        i += 8;
        continue;
      }
    }
    const gap = varint(gaps, gapsEnd);
    gaps = next;
    const length = varint(lengths, lengthsEnd);
    lengths = next;
    if (gaps == 0 || lengths == 0 || length == 0) return 1;
    const start = end + gap;
    end = start + length;
    sum += length;
    if (end > START_MASK) return 1;
    store<u64>(places + (i << 3), start | (min<u64>(length, LONG_PAGES) << START_BITS));
    if (length >= LONG_PAGES) store<u64>(longs + (i << 3), length);
    i++;
  }
  const both = i64x2.add(i64x2.extend_low_i32x4_u(sums), i64x2.extend_high_i32x4_u(sums));
  total = sum + <u64>i64x2.extract_lane(both, 0) + <u64>i64x2.extract_lane(both, 1);
  return gaps != gapsEnd || lengths != lengthsEnd || total > most ? 1 : 0;
}
