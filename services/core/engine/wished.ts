// AssemblyScript. What is wished for the runs of a table, eight at once. services/core/candidates.ts and idle.ts say how it is
// called, wish.ts what it means.
//
// `tables`, one after the other: wishes by node and way (8 each), by node the least heat that pays back (u32), 256 bytes each
// of kinds that are moved and of marks that are held, and 24 to write to.

const LEAST: usize = 2048;
const MOVED: usize = LEAST + 1024;
const HELD: usize = MOVED + 256;
const LANES: usize = HELD + 256;
/** Nodes, kinds and marks below this are looked up eight at once. */
const LOOKED_UP: i32 = 16;
/** Ways that heat and age can stand to the limits where every promotion pays back: that bit is set in all of them. */
const PAYS: usize = 4;
/** By bits of eight lanes: the lanes that are set, ascending; 8 bytes each. */
const PACKED: usize = memory.data(2048, 16);
for (let bits: usize = 0; bits < 256; bits++) {
  let at = PACKED + (bits << 3);
  for (let lane: usize = 0; lane < 8; lane++) {
    store<u8>(at, <u8>lane);
    at += (bits >> lane) & 1;
  }
}

/** No heat fills a bin from here on. */
const HEAT_BINS: i32 = 4096;

/**
 * Writes index (u32), bin (u16) and wish (u8) of the runs that are not to stay, as columns of `outCap`, which has room for
 * eight more than there are runs. Bins: heat's 16ths; 4095 less these for `displace`; for `demote` 4096 and the age's, whole to
 * 511 s, then 256 an octave. Bins below `leastUp`, of wishes from `demote` on `leastDown`, are passed over. Of the table start and
 * pages are not read. Returns how many. Without branches, for about half of the runs are fast and half of them hot, in
 * no order, and a branch guessed wrong costs more than all there is to compute.
 */
export function wished(
  table: usize, cap: usize, count: usize, tables: usize,
  hot: i32, cold: i32, maxStale: i32, demote: i32, displace: i32, leastUp: i32, leastDown: i32, out: usize, outCap: usize,
): usize {
  const heats = table + (cap << 3);
  const ages = heats + (cap << 1);
  const nodes = ages + (cap << 1);
  const bins = out + (outCap << 2);
  const wishes = bins + (outCap << 1);
  const inEights = allPay(tables, maxStale);
  const neither = ofWay(tables, PAYS);
  const isHot = ofWay(tables, PAYS + 1);
  const isCold = ofWay(tables, PAYS + 2);
  const isBoth = ofWay(tables, PAYS + 3);
  let found: usize = 0;
  let i: usize = 0;
  while (i < count) {
    if (inEights && i + 8 <= count && areLookedUp(nodes + i, cap)) {
      const heat = v128.load(heats + (i << 1));
      const age = v128.load(ages + (i << 1));
      const wish8 = wishes8(heat, age, nodes + i, cap, tables, hot, cold, maxStale, neither, isHot, isCold, isBoth);
      const wish = i16x8.extend_low_i8x16_u(wish8);
      const flipped = v128.and(i16x8.eq(wish, i16x8.splat(<i16>displace)), i16x8.splat(4095));
      const ofHeat = v128.xor(i16x8.shr_u(heat, 4), flipped);
      const ofAge = i16x8.add(binsOfAges(age), i16x8.splat(4096));
      const bin = v128.bitselect(ofAge, ofHeat, i16x8.eq(wish, i16x8.splat(<i16>demote)));
      const sinks = i16x8.ge_u(wish, i16x8.splat(<i16>demote));
      const least = v128.bitselect(i16x8.splat(<i16>leastDown), i16x8.splat(<i16>leastUp), sinks);
      const taken = v128.and(i16x8.ne(wish, i16x8.splat(0)), i16x8.ge_u(bin, least));
      const bits = i16x8.bitmask(taken);
      if (bits != 0) {
        // The lanes taken, moved to the front: of each column all eight are written, and the next ones over those that are none.
        const front = v128.load64_zero(PACKED + (<usize>bits << 3));
        const index = i16x8.extend_low_i8x16_u(front);
        const first = i32x4.splat(<i32>i);
        v128.store(out + (found << 2), i32x4.add(i32x4.extend_low_i16x8_u(index), first));
        v128.store(out + (found << 2) + 16, i32x4.add(i32x4.extend_high_i16x8_u(index), first));
        const bytes = i16x8.add(i16x8.shl(index, 1), i16x8.shl(i16x8.shl(index, 1), 8));
        v128.store(bins + (found << 1), i8x16.swizzle(bin, i16x8.add(bytes, i16x8.splat(256))));
        v128.store64_lane(wishes + found, i8x16.swizzle(wish8, front), 0);
        found += <usize>popcnt<i32>(bits);
      }
      i += 8;
      continue;
    }
    for (const end = min<usize>(count, i + 8); i < end; i++) {
      const heat = <i32>load<u16>(heats + (i << 1));
      const age = <i32>load<u16>(ages + (i << 1));
      const wish = wishOf(heat, age, nodes + i, cap, tables, hot, cold, maxStale);
      const octave = max<i32>(0, 23 - clz<i32>(age));
      const ofAge = select<i32>(age, (octave << 8) + (age >> octave), age < 512);
      const ofHeat = (heat >> 4) ^ select<i32>(4095, 0, wish == displace);
      const bin = select<i32>(4096 + ofAge, ofHeat, wish == demote);
      store<u32>(out + (found << 2), <u32>i);
      store<u16>(bins + (found << 1), bin);
      store<u8>(wishes + found, wish);
      found += usize(i32(wish != 0) & i32(bin >= select<i32>(leastDown, leastUp, wish >= demote)));
    }
  }
  return found;
}

/**
 * What could change places: the highest bin of heat of runs to `promote` (-1 for none), plus 1, times 8192, plus the lowest of
 * runs to `displace` (4096 for none). -1 where anything else is wished.
 */
export function changing(
  table: usize, cap: usize, count: usize, tables: usize,
  hot: i32, cold: i32, maxStale: i32, promote: i32, displace: i32,
): i32 {
  const heats = table + (cap << 3);
  const ages = heats + (cap << 1);
  const nodes = ages + (cap << 1);
  const inEights = allPay(tables, maxStale);
  const neither = ofWay(tables, PAYS);
  const isHot = ofWay(tables, PAYS + 1);
  const isCold = ofWay(tables, PAYS + 2);
  const isBoth = ofWay(tables, PAYS + 3);
  const none = i16x8.splat(0);
  // Bins and one, so that 0 is none; and what is left of HEAT_BINS, so that the lowest is the most.
  let hottest = none;
  let coolest = none;
  let others = none;
  let hottestOne: i32 = 0;
  let coolestOne: i32 = 0;
  let othersOne = false;
  let i: usize = 0;
  while (i < count) {
    if (inEights && i + 8 <= count && areLookedUp(nodes + i, cap)) {
      const heat = v128.load(heats + (i << 1));
      const age = v128.load(ages + (i << 1));
      const wish8 = wishes8(heat, age, nodes + i, cap, tables, hot, cold, maxStale, neither, isHot, isCold, isBoth);
      const wish = i16x8.extend_low_i8x16_u(wish8);
      const bin = i16x8.shr_u(heat, 4);
      const rises = i16x8.eq(wish, i16x8.splat(<i16>promote));
      const sinks = i16x8.eq(wish, i16x8.splat(<i16>displace));
      hottest = i16x8.max_u(hottest, v128.and(i16x8.add(bin, i16x8.splat(1)), rises));
      coolest = i16x8.max_u(coolest, v128.and(i16x8.sub(i16x8.splat(<i16>HEAT_BINS), bin), sinks));
      others = v128.or(others, v128.andnot(v128.andnot(wish, rises), sinks));
      i += 8;
      continue;
    }
    for (const end = min<usize>(count, i + 8); i < end; i++) {
      const heat = <i32>load<u16>(heats + (i << 1));
      const wish = wishOf(heat, <i32>load<u16>(ages + (i << 1)), nodes + i, cap, tables, hot, cold, maxStale);
      if (wish == promote) hottestOne = max<i32>(hottestOne, (heat >> 4) + 1);
      else if (wish == displace) coolestOne = max<i32>(coolestOne, HEAT_BINS - (heat >> 4));
      else othersOne = othersOne || wish != 0;
    }
  }
  if (othersOne || v128.any_true(others)) return -1;
  return (max<i32>(hottestOne, mostOf(hottest, tables)) << 13) + HEAT_BINS - max<i32>(coolestOne, mostOf(coolest, tables));
}

/** The wish for one run whose node is at `node`, or that it stays because it must not be moved now. */
// @ts-ignore: decorator
@inline
function wishOf(heat: i32, age: i32, node: usize, cap: usize, tables: usize, hot: i32, cold: i32, maxStale: i32): i32 {
  const on = <usize>load<u8>(node);
  const way = i32(heat >= hot) | (i32(age >= cold) << 1) | (i32(heat >= load<i32>(tables + LEAST + (on << 2))) << 2);
  const wish = <i32>load<u8>(tables + (on << 3) + way);
  const isFree =
    i32(<i32>load<u8>(node + cap * 3) <= maxStale) & <i32>load<u8>(tables + MOVED + <usize>load<u8>(node + cap)) &
    (<i32>load<u8>(tables + HELD + <usize>load<u8>(node + (cap << 1))) ^ 1);
  return select<i32>(wish, 0, isFree != 0);
}

/** The same for eight, a byte each. */
// @ts-ignore: decorator
@inline
function wishes8(
  heat: v128, age: v128, node: usize, cap: usize, tables: usize, hot: i32, cold: i32, maxStale: i32,
  neither: v128, isHot: v128, isCold: v128, isBoth: v128,
): v128 {
  const none = i16x8.splat(0);
  const hot16 = hot > 65535 ? none : i16x8.ge_u(heat, i16x8.splat(<i16>hot));
  const cold16 = cold > 65535 ? none : i16x8.ge_u(age, i16x8.splat(<i16>cold));
  const hot8 = i8x16.narrow_i16x8_s(hot16, hot16);
  const cold8 = i8x16.narrow_i16x8_s(cold16, cold16);
  const on = v128.load64_zero(node);
  const wish = v128.bitselect(
    v128.bitselect(i8x16.swizzle(isBoth, on), i8x16.swizzle(isHot, on), cold8),
    v128.bitselect(i8x16.swizzle(isCold, on), i8x16.swizzle(neither, on), cold8),
    hot8,
  );
  const isMoved = i8x16.ne(i8x16.swizzle(v128.load(tables + MOVED), v128.load64_zero(node + cap)), none);
  const isHeld = i8x16.ne(i8x16.swizzle(v128.load(tables + HELD), v128.load64_zero(node + (cap << 1))), none);
  const isFresh = i8x16.le_u(v128.load64_zero(node + cap * 3), i8x16.splat(<i8>maxStale));
  // Lanes beyond the eight are of no run.
  return v128.and(wish, v128.and(v128.andnot(isMoved, isHeld), v128.and(isFresh, i64x2(-1, 0))));
}

/** Whether nodes, kinds and marks of eight runs are few enough to be looked up at once. */
// @ts-ignore: decorator
@inline
function areLookedUp(node: usize, cap: usize): bool {
  const all = v128.or(v128.load64_zero(node), v128.or(v128.load64_zero(node + cap), v128.load64_zero(node + (cap << 1))));
  return !v128.any_true(i8x16.ge_u(all, i8x16.splat(<i8>LOOKED_UP)));
}

/** Whether every promotion from the lowest nodes pays back, and anything may be moved at all. */
function allPay(tables: usize, maxStale: i32): bool {
  let least: i32 = 0;
  for (let node: usize = 0; node < <usize>LOOKED_UP; node++) least |= load<i32>(tables + LEAST + (node << 2));
  return least == 0 && maxStale >= 0;
}

/** Wishes of the lowest nodes in one way, a byte each. */
function ofWay(tables: usize, way: usize): v128 {
  const lanes = tables + LANES;
  for (let node: usize = 0; node < <usize>LOOKED_UP; node++) store<u8>(lanes + node, load<u8>(tables + (node << 3) + way));
  return v128.load(lanes);
}

function mostOf(lanes: v128, tables: usize): i32 {
  const at = tables + LANES;
  v128.store(at, lanes);
  let most: i32 = 0;
  for (let lane: usize = 0; lane < 16; lane += 2) most = max<i32>(most, <i32>load<u16>(at + lane));
  return most;
}

/** Ages of 16 bits → their bins: an age as a float has its octave and the 256th of it one after the other. */
// @ts-ignore: decorator
@inline
function binsOfAges(age: v128): v128 {
  const low = i32x4.shr_u(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(age)), 15);
  const high = i32x4.shr_u(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(age)), 15);
  const less = i32x4.splat(134 << 8);
  const octaves = i16x8.narrow_i32x4_u(i32x4.sub(low, less), i32x4.sub(high, less));
  return v128.bitselect(age, octaves, i16x8.lt_u(age, i16x8.splat(512)));
}
