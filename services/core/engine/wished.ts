// AssemblyScript. What is wished for the runs of a table. services/core/candidates.ts says how it is called, wish.ts what it means.

/** Nodes, kinds and marks below this are looked up eight at once. */
const LOOKED_UP: i32 = 16;
/** Of the tables: what follows them is written to. */
const LANES: usize = 2048 + 1024 + 256 + 256;
/** Ways that heat and age can stand to the limits where every promotion pays back: that bit is set in all of them. */
const PAYS: usize = 4;

/**
 * Looks up what is wished for each run of a table and writes index (u32), bin (u16) and wish (u8) of those that are not to
 * stay, as columns of `outCap`, which has room for eight more than there are runs. `tables`: wishes by node and way (2048
 * bytes), by node the least heat that pays back (u32), 256 bytes each of kinds that are moved and of marks that are held, and
 * 24 to write to. Bins: heat's 16ths; 4095 less these for `displace`; for `demote` 4096 and the age's, whole to 511 s, then
 * 256 an octave. Returns how many. Without branches, for about half of the runs are fast and half of them hot, in no order,
 * and a branch guessed wrong costs more than all there is to compute.
 */
export function wished(
  table: usize, cap: usize, count: usize, tables: usize,
  hot: i32, cold: i32, maxStale: i32, demote: i32, displace: i32, leastBin: i32, out: usize, outCap: usize,
): usize {
  const heats = table + (cap << 3);
  const ages = heats + (cap << 1);
  const nodes = ages + (cap << 1);
  const kinds = nodes + cap;
  const marks = kinds + cap;
  const stales = marks + cap;
  const least = tables + 2048;
  const moved = least + 1024;
  const held = moved + 256;
  const lanes = tables + LANES;
  const bins = out + (outCap << 2);
  const wishes = bins + (outCap << 1);
  let inEights = maxStale >= 0;
  for (let node: usize = 0; node < <usize>LOOKED_UP; node++) inEights = inEights && load<i32>(least + (node << 2)) <= 0;
  const neither = ofWay(tables, PAYS);
  const isHot = ofWay(tables, PAYS + 1);
  const isCold = ofWay(tables, PAYS + 2);
  const isBoth = ofWay(tables, PAYS + 3);
  const none = i16x8.splat(0);
  let found: usize = 0;
  let i: usize = 0;
  while (i < count) {
    const node8 = v128.load64_zero(nodes + i);
    const mark8 = v128.load64_zero(marks + i);
    const kind8 = v128.load64_zero(kinds + i);
    const beyond = i8x16.ge_u(v128.or(node8, v128.or(mark8, kind8)), i8x16.splat(<i8>LOOKED_UP));
    if (inEights && i + 8 <= count && !v128.any_true(beyond)) {
      const heat = v128.load(heats + (i << 1));
      const age = v128.load(ages + (i << 1));
      const hot16 = hot > 65535 ? none : i16x8.ge_u(heat, i16x8.splat(<i16>hot));
      const cold16 = cold > 65535 ? none : i16x8.ge_u(age, i16x8.splat(<i16>cold));
      const hot8 = i8x16.narrow_i16x8_s(hot16, hot16);
      const cold8 = i8x16.narrow_i16x8_s(cold16, cold16);
      const wish8 = v128.bitselect(
        v128.bitselect(i8x16.swizzle(isBoth, node8), i8x16.swizzle(isHot, node8), cold8),
        v128.bitselect(i8x16.swizzle(isCold, node8), i8x16.swizzle(neither, node8), cold8),
        hot8,
      );
      const wish16 = i16x8.extend_low_i8x16_u(wish8);
      const flipped = v128.and(i16x8.eq(wish16, i16x8.splat(<i16>displace)), i16x8.splat(4095));
      const ofHeat = v128.xor(i16x8.shr_u(heat, 4), flipped);
      const ofAge = i16x8.add(binsOfAges(age), i16x8.splat(4096));
      const bin = v128.bitselect(ofAge, ofHeat, i16x8.eq(wish16, i16x8.splat(<i16>demote)));
      const free8 = v128.and(
        v128.andnot(i8x16.ne(i8x16.swizzle(v128.load(moved), kind8), none), i8x16.ne(i8x16.swizzle(v128.load(held), mark8), none)),
        i8x16.le_u(v128.load64_zero(stales + i), i8x16.splat(<i8>maxStale)),
      );
      const goes8 = v128.and(free8, i8x16.ne(wish8, none));
      const taken = v128.and(i16x8.extend_low_i8x16_s(goes8), i16x8.ge_u(bin, i16x8.splat(<i16>leastBin)));
      const bits = i16x8.bitmask(taken);
      if (bits != 0) {
        v128.store(lanes, bin);
        v128.store64_lane(lanes + 16, wish8, 0);
        for (let lane: usize = 0; lane < 8; lane++) {
          store<u32>(out + (found << 2), <u32>(i + lane));
          store<u16>(bins + (found << 1), load<u16>(lanes + (lane << 1)));
          store<u8>(wishes + found, load<u8>(lanes + 16 + lane));
          found += usize((bits >> <i32>lane) & 1);
        }
      }
      i += 8;
      continue;
    }
    const end = min<usize>(count, i + 8);
    for (; i < end; i++) {
      const heat = <i32>load<u16>(heats + (i << 1));
      const age = <i32>load<u16>(ages + (i << 1));
      const node = <usize>load<u8>(nodes + i);
      const way = i32(heat >= hot) | (i32(age >= cold) << 1) | (i32(heat >= load<i32>(least + (node << 2))) << 2);
      const wish = <i32>load<u8>(tables + (node << 3) + way);
      const octave = max<i32>(0, 23 - clz<i32>(age));
      const ofAge = select<i32>(age, (octave << 8) + (age >> octave), age < 512);
      const ofHeat = (heat >> 4) ^ select<i32>(4095, 0, wish == displace);
      const bin = select<i32>(4096 + ofAge, ofHeat, wish == demote);
      store<u32>(out + (found << 2), <u32>i);
      store<u16>(bins + (found << 1), bin);
      store<u8>(wishes + found, wish);
      found += usize(
        i32(wish != 0) & i32(bin >= leastBin) & i32(<i32>load<u8>(stales + i) <= maxStale) &
        <i32>load<u8>(moved + <usize>load<u8>(kinds + i)) & (<i32>load<u8>(held + <usize>load<u8>(marks + i)) ^ 1),
      );
    }
  }
  return found;
}

/** Wishes of the lowest nodes in one way, a byte each. */
// @ts-ignore: decorator
@inline
function ofWay(tables: usize, way: usize): v128 {
  const lanes = tables + LANES;
  for (let node: usize = 0; node < <usize>LOOKED_UP; node++) store<u8>(lanes + node, load<u8>(tables + (node << 3) + way));
  return v128.load(lanes);
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
