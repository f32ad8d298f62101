// AssemblyScript. What eight runs of the model become by eight of a look, in place or as pieces of both: all but their borders.
import { HEAT_OF_EVIDENCE, NODE_UNKNOWN } from './run';

/** 2^32. */
const ONE: f64 = 4294967296;
/** From here on a part of 2^-16 could be a whole by what was left away. */
const SURE: i32 = 0xfffd;

/** The share that is kept of a difference, in parts of 2^-32. */
export function keptParts(keep: f64): u32 {
  return <u32>min<f64>(ONE - 1, Math.floor(keep * ONE));
}

/**
 * Runs `m`.. of the model and `l`.. of the look, all covered by it, are written from `at` on: heat, age, node, kind, mark, seen.
 * Their staleness is 0 already. `plainNode`, `plainKind`: where node and kind are, for runs without a mark; `isPlain`: whether
 * they are there at all. Without branches but for what is rare: marks, and heats that rounding decides on.
 */
// @ts-ignore: decorator
@inline
export function mergeEight(
  mHeat: usize, mCap: usize, m: usize, evidence: usize, nodes: usize, plainNode: usize, plainKind: usize,
  oHeat: usize, outCap: usize, at: usize, tables: usize, keep: f64, keeps: u32, steps: v128, odd: v128,
): void {
  const none = i16x8.splat(0);
  const mAge = mHeat + (mCap << 1) + (m << 1);
  const mNode = mHeat + (mCap << 2) + m;
  const mMark = mNode + (mCap << 1);
  const oAge = oHeat + (outCap << 1) + (at << 1);
  const oNode = oHeat + (outCap << 2) + at;
  const oMark = oNode + (outCap << 1);
  mHeat += m << 1;
  oHeat += at << 1;

  // Differences times what is kept of them, truncated: the product of 48 bits but for its lowest 16.
  const looked = v128.load64_zero(evidence);
  const target = i8x16.shuffle(looked, looked, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
  const before = v128.load(mHeat);
  const above = i16x8.sub_sat_u(before, target);
  const far = v128.or(above, i16x8.sub_sat_u(target, before));
  const high = i16x8.splat(<i16>(keeps >> 16));
  const low = i16x8.splat(<i16>keeps);
  const first = i32x4.add(i32x4.extmul_low_i16x8_u(far, high), i32x4.shr_u(i32x4.extmul_low_i16x8_u(far, low), 16));
  const last = i32x4.add(i32x4.extmul_high_i16x8_u(far, high), i32x4.shr_u(i32x4.extmul_high_i16x8_u(far, low), 16));
  const kept = i16x8.narrow_i32x4_u(i32x4.shr_u(first, 16), i32x4.shr_u(last, 16));
  const word = i32x4.splat(0xffff);
  const part = i16x8.narrow_i32x4_u(v128.and(first, word), v128.and(last, word));
  const unsure = i16x8.sub_sat_u(part, i16x8.splat(<i16>SURE));
  const falls = i16x8.eq(above, none);
  v128.store(oHeat, i16x8.add(target, i16x8.sub(v128.xor(kept, falls), falls)));

  v128.store(oAge, v128.and(i16x8.add_sat_u(v128.load(mAge), steps), i16x8.eq(target, none)));
  const was = v128.load64_zero(mNode + (mCap << 2));
  const isSeen = i8x16.min_u(looked, i8x16.splat(1));
  v128.store64_lane(oNode + (outCap << 2), v128.or(i8x16.add(was, was), isSeen), 0);
  const mark = v128.load64_zero(mMark);
  v128.store64_lane(oMark, mark, 0);
  store<u64>(oNode, load<u64>(plainNode));
  store<u64>(oNode + outCap, load<u64>(plainKind));
  if (!v128.any_true(v128.or(odd, v128.or(mark, unsure)))) return;
  for (let j: usize = 0; j < 8; j++) {
    const to = <i32>load<u8>(evidence + j) * HEAT_OF_EVIDENCE;
    store<u16>(oHeat + (j << 1), to + <i32>(<f64>(<i32>load<u16>(mHeat + (j << 1)) - to) * keep));
    const old = <usize>load<u8>(mMark + j);
    const read = load<u8>(tables + <usize>load<u8>(nodes + j));
    const takes = read != <u8>NODE_UNKNOWN && load<u8>(tables + 256 + old) != 0;
    store<u8>(oNode + j, takes ? read : load<u8>(mNode + j));
    store<u8>(oMark + j, load<u8>(tables + 512 + old));
  }
}
