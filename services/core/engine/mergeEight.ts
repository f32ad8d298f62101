// AssemblyScript. Eight runs of a look merged at once, where they have the borders of the model's: as a rule all of them, for
// trackers look at the same regions again and again. What engine.ts does run by run, and the same result.
import { alike, HEAT_OF_EVIDENCE, NODE_UNKNOWN, START_BITS, START_MASK } from './run';

/** Tables of bytes are looked up where all that is looked up is below this. */
const LOOKED_UP: i32 = 16;

/**
 * Merges runs `m`.. of the table at `mBase` with runs `l`.. of the look, and writes them at `at` of `out`, joined to nothing.
 * False where that would not be what merging them one by one gives: other borders, not covered as a whole, neighbours to be
 * joined, marks or nodes beyond the tables looked up. What was then written is no run yet. `latest*`: the run before.
 */
// @ts-ignore: decorator
@inline
export function mergeEight(
  mBase: usize, mCap: usize, m: usize,
  starts: usize, lengths: usize, evidence: usize, nodes: usize, kinds: usize, l: usize,
  cStart: u64, cEnd: u64, out: usize, outCap: usize, at: usize, tables: usize,
  keep: f64, ageStep: i32, takesKind: bool, heatShift: i32, ageBits: i32,
  latestEnd: u64, latestTags: u32, latestHeat: i32, latestAge: i32, latestSeen: i32,
): bool {
  const places = mBase + (m << 3);
  starts += l << 3;
  lengths += l << 3;
  const first = load<u64>(starts);
  const last = load<u64>(starts, 56);
  if (first < cStart || last + load<u64>(lengths, 56) > cEnd) return false;
  let differs = i64x2.splat(0);
  let long = i64x2.splat(0);
  const place = out + (at << 3);
  for (let i: usize = 0; i < 64; i += 16) {
    const length = v128.load(lengths + i);
    const model = v128.load(places + i);
    long = v128.or(long, length);
    differs = v128.or(differs, v128.xor(model, v128.or(v128.load(starts + i), i64x2.shl(length, <i32>START_BITS))));
    v128.store(place + i, model);
  }
  if (v128.any_true(v128.or(differs, i64x2.shr_u(long, 16)))) return false;

  const mHeat = mBase + (mCap << 3) + (m << 1);
  const mAge = mHeat + (mCap << 1);
  const mNode = mBase + mCap * 12 + m;
  const node = v128.load64_zero(nodes + l);
  const mark = v128.load64_zero(mNode + (mCap << 1));
  if (v128.any_true(i8x16.ge_u(v128.or(node, mark), i8x16.splat(<i8>LOOKED_UP)))) return false;

  const seen = v128.load64_zero(evidence + l);
  const wide = i16x8.extend_low_i8x16_u(seen);
  const target = i16x8.mul(wide, i16x8.splat(<i16>HEAT_OF_EVIDENCE));
  const before = v128.load(mHeat);
  const keeps = f64x2.splat(keep);
  const lowTarget = i32x4.extend_low_i16x8_u(target);
  const highTarget = i32x4.extend_high_i16x8_u(target);
  const low = i32x4.sub(i32x4.extend_low_i16x8_u(before), lowTarget);
  const high = i32x4.sub(i32x4.extend_high_i16x8_u(before), highTarget);
  const heat = i16x8.narrow_i32x4_u(i32x4.add(lowTarget, kept(low, keeps)), i32x4.add(highTarget, kept(high, keeps)));

  const none = i16x8.splat(0);
  const isSeen = i16x8.ne(wide, none);
  const age = v128.andnot(i16x8.add_sat_u(v128.load(mAge), i16x8.splat(<i16>ageStep)), isSeen);
  const looks = v128.or(
    i8x16.shl(v128.load64_zero(mNode + (mCap << 2)), 1),
    v128.and(i8x16.ne(seen, none), i8x16.splat(1)),
  );

  const read = i8x16.swizzle(v128.load(tables), node);
  const takes = v128.and(
    i8x16.ne(i8x16.swizzle(v128.load(tables + 256), mark), none),
    i8x16.ne(read, i8x16.splat(<i8>NODE_UNKNOWN)),
  );
  const newNode = v128.bitselect(read, v128.load64_zero(mNode), takes);
  const newKind = takesKind ? v128.load64_zero(kinds + l) : v128.load64_zero(mNode + mCap);
  const newMark = i8x16.swizzle(v128.load(tables + 512), mark);

  const oHeat = out + (outCap << 3) + (at << 1);
  const oAge = oHeat + (outCap << 1);
  const oNode = out + outCap * 12 + at;
  v128.store(oHeat, heat);
  v128.store(oAge, age);
  v128.store64_lane(oNode, newNode, 0);
  v128.store64_lane(oNode + outCap, newKind, 0);
  v128.store64_lane(oNode + (outCap << 1), newMark, 0);
  store<u64>(oNode + outCap * 3, 0);
  v128.store64_lane(oNode + (outCap << 2), looks, 0);

  // Heats above what is left of 16 bits share a bucket here, and so are looked at more closely below, no more.
  const round: i32 = (1 << heatShift) - 1;
  const bucket = i16x8.shr_u(i16x8.add_sat_u(heat, i16x8.splat(<i16>round)), heatShift);
  const likeNext = v128.and(
    sameAsNext(newNode),
    v128.and(sameAsNext(newKind), sameAsNext(newMark)),
  );
  const bucketNext = i16x8.eq(bucket, i8x16.shuffle(bucket, none, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17));
  let near = i16x8.bitmask(v128.and(bucketNext, i16x8.extend_low_i8x16_s(likeNext))) & 127;
  for (; near != 0; near &= near - 1) {
    const i = <usize>ctz<i32>(near);
    const one = load<u64>(place + (i << 3));
    if ((one & START_MASK) + (one >> START_BITS) != (load<u64>(place + (i << 3), 8) & START_MASK)) continue;
    const h = oHeat + (i << 1);
    const a = oAge + (i << 1);
    const s = oNode + (outCap << 2) + i;
    if (alike(
      <i32>load<u16>(h), <i32>load<u16>(h, 2), <i32>load<u16>(a), <i32>load<u16>(a, 2),
      <i32>load<u8>(s), <i32>load<u8>(s, 1), heatShift, ageBits,
    )) return false;
  }
  if (latestEnd != first) return true;
  const tags = <u32>load<u8>(oNode) | (<u32>load<u8>(oNode + outCap) << 8) | (<u32>load<u8>(oNode + (outCap << 1)) << 16);
  return tags != latestTags || !alike(
    latestHeat, <i32>load<u16>(oHeat), latestAge, <i32>load<u16>(oAge),
    latestSeen, <i32>load<u8>(oNode + (outCap << 2)), heatShift, ageBits,
  );
}

/** Differences times what is kept of them, truncated; four of 32 bits. */
// @ts-ignore: decorator
@inline
function kept(differences: v128, keeps: v128): v128 {
  const upper = i8x16.shuffle(differences, differences, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  const low = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.convert_low_i32x4_s(differences), keeps));
  const high = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.convert_low_i32x4_s(upper), keeps));
  return i8x16.shuffle(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
}

/** By byte: all bits where it is that of the next lane. */
// @ts-ignore: decorator
@inline
function sameAsNext(bytes: v128): v128 {
  return i8x16.eq(bytes, i8x16.shuffle(bytes, bytes, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0));
}
