// AssemblyScript. Neighbours that are alike become one run.

import { ONE_PAGE, RUN_MAX_PAGES, START_BITS, START_MASK, tagsAt, write } from './run';

/** Bits that tell ages of 16 bits apart; more tell no more. */
const AGE_BITS_MAX: i32 = 15;

// @ts-ignore: decorator
@inline
export function alike(heatA: i32, heatB: i32, ageA: i32, ageB: i32, seenA: i32, seenB: i32, heatShift: i32, ageBits: i32): bool {
  const heatRound = (1 << heatShift) - 1;
  if ((heatA + heatRound) >> heatShift != (heatB + heatRound) >> heatShift) return false;
  if (heatShift == 0 && ageBits >= AGE_BITS_MAX && seenA != seenB) return false;
  if (ageA == ageB) return true;
  const shift = max<i32>(0, 31 - clz<i32>(ageA | ageB) - ageBits);
  return ageA >> shift == ageB >> shift;
}

// @ts-ignore: decorator
@inline
function meanHeat(heatA: i32, pagesA: u64, heatB: i32, pagesB: u64): i32 {
  if (heatA == heatB) return heatA;
  return <i32>Math.floor((<f64>heatA * <f64>pagesA + <f64>heatB * <f64>pagesB) / <f64>(pagesA + pagesB) + 0.5);
}

/**
 * Writes the `count` runs of a table anew, neighbours told apart by heatBits and ages, or not at all up to `blur` pages.
 * Returns runs written. `out` has room for `count`. Eight are copied at once up to the first that is like the next.
 *
 * A run of RUN_MAX_PAGES and one page is the last but one of a longer stretch that was cut: what follows is the rest of it, and
 * both stay as they are.
 */
export function join(table: usize, cap: usize, count: usize, out: usize, outCap: usize, heatBits: i32, ages: i32, blur: u32): usize {
  const heats = table + (cap << 3);
  const agesAt = heats + (cap << 1);
  const nodes = agesAt + (cap << 1);
  const oHeats = out + (outCap << 3);
  const oAges = oHeats + (outCap << 1);
  const oNodes = oAges + (outCap << 1);
  const heatShift = 16 - heatBits;
  const ageBits = min<i32>(ages, AGE_BITS_MAX);
  const heatRound: i32 = (1 << heatShift) - 1;
  const round = i16x8.splat(<i16>heatRound);
  const none = i16x8.splat(0);
  let i: usize = 0;
  let written: usize = 0;
  while (i < count) {
    while (i + 9 <= count && blur == 0) {
      const at = heats + (i << 1);
      const heat8 = v128.load(at);
      const age8 = v128.load(at + (cap << 1));
      const nextAge = v128.load(at + (cap << 1), 2);
      // Heats above what is left of 16 bits share a bucket here, and so are looked at more closely below, no more.
      const bucket = i16x8.shr_u(i16x8.add_sat_u(heat8, round), heatShift);
      const nextBucket = i16x8.shr_u(i16x8.add_sat_u(v128.load(at, 2), round), heatShift);
      // Ages are alike where the highest bit in which they differ is below the bits that count: below the highest of `counts`.
      const differ = v128.xor(age8, nextAge);
      const counts = i16x8.shr_u(v128.or(age8, nextAge), ageBits);
      const near = v128.and(i16x8.lt_u(differ, counts), i16x8.lt_u(differ, v128.xor(differ, counts)));
      const like = v128.and(i16x8.eq(bucket, nextBucket), v128.or(i16x8.eq(differ, none), near));
      const bits = i16x8.bitmask(like);
      const place = table + (i << 3);
      const oPlace = out + (written << 3);
      v128.store(oPlace, v128.load(place));
      v128.store(oPlace, v128.load(place, 16), 16);
      v128.store(oPlace, v128.load(place, 32), 32);
      v128.store(oPlace, v128.load(place, 48), 48);
      v128.store(oHeats + (written << 1), heat8);
      v128.store(oAges + (written << 1), age8);
      let from = nodes + i;
      let to = oNodes + written;
      store<u64>(to, load<u64>(from));
      from += cap;
      to += outCap;
      store<u64>(to, load<u64>(from));
      from += cap;
      to += outCap;
      store<u64>(to, load<u64>(from));
      from += cap;
      to += outCap;
      store<u64>(to, load<u64>(from));
      store<u64>(to + outCap, load<u64>(from + cap));
      if (bits != 0) {
        const alone = <usize>ctz<i32>(bits);
        i += alone;
        written += alone;
        break;
      }
      i += 8;
      written += 8;
    }
    const place = load<u64>(table + (i << 3));
    const start = place & START_MASK;
    let pages = place >> START_BITS;
    let heat = <i32>load<u16>(heats + (i << 1));
    let age = <i32>load<u16>(agesAt + (i << 1));
    const tags = tagsAt(nodes + i, cap);
    let seen = <i32>load<u8>(nodes + (cap << 2) + i);
    for (i++; i < count; i++) {
      const next = load<u64>(table + (i << 3));
      const more = next >> START_BITS;
      if ((next & START_MASK) != start + pages || pages + more > RUN_MAX_PAGES || tagsAt(nodes + i, cap) != tags) break;
      const nextHeat = <i32>load<u16>(heats + (i << 1));
      const nextAge = <i32>load<u16>(agesAt + (i << 1));
      const nextSeen = <i32>load<u8>(nodes + (cap << 2) + i);
      if (!alike(heat, nextHeat, age, nextAge, seen, nextSeen, heatShift, ageBits) && pages + more > <u64>blur) break;
      heat = meanHeat(heat, pages, nextHeat, more);
      age = min<i32>(age, nextAge);
      if (more > pages) seen = nextSeen;
      pages += more;
    }
    const isCut = pages > RUN_MAX_PAGES;
    write(out, outCap, written++, start | (pages << START_BITS) - (isCut ? ONE_PAGE : 0), heat, age, tags, seen);
    if (isCut) write(out, outCap, written++, load<u64>(table + (i++ << 3)), heat, age, tags, seen);
  }
  return written;
}
