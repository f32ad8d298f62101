// AssemblyScript. What a replay does with looks that have the borders of the looks before them: heat is merged without looking at
// borders again, and what several worlds have on their nodes is counted in one pass. services/core/steady.ts says how they
// are called.
import { alike } from './join';
import { HEAT_OF_EVIDENCE, LONG_PAGES, NODE_UNKNOWN, START_BITS } from './run';

/** Tables of bytes are looked up where all that is looked up is below this. */
const LOOKED_UP: i32 = 16;

/** Whether a table's runs have the borders of `count` runs of a look. A long run of a look has no like in a table. */
export function sameBorders(table: usize, count: usize, places: usize): bool {
  for (let i: usize = 0; i < count; i++) {
    if (load<u64>(table + (i << 3)) != load<u64>(places + (i << 3))) return false;
  }
  return true;
}

/**
 * Merges a look of `count` runs into a table with its very borders, all of them covered. `from`, `to`: columns of `cap` runs
 * from heat on; `tables` as for merge; `touching`: by run, 255 where it may join the next one, or 0 where none may. False where
 * neighbours have become alike and are to be joined, which is left to merge.
 */
export function mergeSteady(
  from: usize, cap: usize, count: usize, evidence: usize, nodes: usize, kinds: usize, tables: usize, touching: usize,
  to: usize, keep: f64, ageStep: i32, takesKind: bool, heatBits: i32, ageBits: i32,
): bool {
  const none = i16x8.splat(0);
  const keeps = f64x2.splat(keep);
  const step = i16x8.splat(<i16>ageStep);
  const takesNode = v128.load(tables + 256);
  const remap = v128.load(tables + 512);
  const narrow = cap << 2;
  for (let i: usize = 0; i < count; i += 8) {
    const heats = i << 1;
    const seen = v128.load64_zero(evidence + i);
    const wide = i16x8.extend_low_i8x16_u(seen);
    const target = i16x8.mul(wide, i16x8.splat(<i16>HEAT_OF_EVIDENCE));
    const before = v128.load(from + heats);
    const lowTarget = i32x4.extend_low_i16x8_u(target);
    const highTarget = i32x4.extend_high_i16x8_u(target);
    const low = i32x4.sub(i32x4.extend_low_i16x8_u(before), lowTarget);
    const high = i32x4.sub(i32x4.extend_high_i16x8_u(before), highTarget);
    const heat = i16x8.narrow_i32x4_u(i32x4.add(lowTarget, kept(low, keeps)), i32x4.add(highTarget, kept(high, keeps)));
    v128.store(to + heats, heat);
    const age = v128.andnot(i16x8.add_sat_u(v128.load(from + (cap << 1) + heats), step), i16x8.ne(wide, none));
    v128.store(to + (cap << 1) + heats, age);

    const own = from + narrow + i;
    const out = to + narrow + i;
    const read = v128.load64_zero(nodes + i);
    const mark = v128.load64_zero(own + (cap << 1));
    if (v128.any_true(i8x16.ge_u(mark, i8x16.splat(<i8>LOOKED_UP)))) {
      for (let lane: usize = 0; lane < 8; lane++) {
        const old = <usize>load<u8>(own + (cap << 1) + lane);
        const on = load<u8>(nodes + i + lane);
        const takes = on != NODE_UNKNOWN && load<u8>(tables + 256 + old) != 0;
        store<u8>(out + lane, takes ? on : load<u8>(own + lane));
        store<u8>(out + (cap << 1) + lane, load<u8>(tables + 512 + old));
      }
    } else {
      const takes = v128.and(
        i8x16.ne(i8x16.swizzle(takesNode, mark), none),
        i8x16.ne(read, i8x16.splat(<i8>NODE_UNKNOWN)),
      );
      v128.store64_lane(out, v128.bitselect(read, v128.load64_zero(own), takes), 0);
      v128.store64_lane(out + (cap << 1), i8x16.swizzle(remap, mark), 0);
    }
    v128.store64_lane(out + cap, takesKind ? v128.load64_zero(kinds + i) : v128.load64_zero(own + cap), 0);
    store<u64>(out + cap * 3, 0);
    const looks = v128.or(
      i8x16.shl(v128.load64_zero(own + (cap << 2)), 1),
      v128.and(i8x16.ne(seen, none), i8x16.splat(1)),
    );
    v128.store64_lane(out + (cap << 2), looks, 0);
  }
  return touching == 0 || !anyJoin(to, cap, count, touching, 16 - heatBits, ageBits);
}

/** Whether any run would be joined to the next. */
function anyJoin(table: usize, cap: usize, count: usize, touching: usize, heatShift: i32, ageBits: i32): bool {
  const ages = table + (cap << 1);
  const nodes = table + (cap << 2);
  const kinds = nodes + cap;
  const marks = kinds + cap;
  const seens = nodes + (cap << 2);
  // Heats above what is left of 16 bits share a bucket here, and so are looked at more closely below, no more.
  const lower: i32 = (1 << heatShift) - 1;
  const round = i16x8.splat(<i16>lower);
  for (let i: usize = 0; i + 1 < count; i += 8) {
    const same = v128.and(
      v128.load64_zero(touching + i),
      v128.and(sameAsNext(nodes + i), v128.and(sameAsNext(kinds + i), sameAsNext(marks + i))),
    );
    const heat = i16x8.shr_u(i16x8.add_sat_u(v128.load(table + (i << 1)), round), heatShift);
    const next = i16x8.shr_u(i16x8.add_sat_u(v128.load(table + (i << 1), 2), round), heatShift);
    let near = i16x8.bitmask(v128.and(i16x8.eq(heat, next), i16x8.extend_low_i8x16_s(same)));
    for (; near != 0; near &= near - 1) {
      const at = i + <usize>ctz<i32>(near);
      if (at + 1 >= count) break;
      const h = table + (at << 1);
      const a = ages + (at << 1);
      const s = seens + at;
      if (alike(
        <i32>load<u16>(h), <i32>load<u16>(h, 2), <i32>load<u16>(a), <i32>load<u16>(a, 2),
        <i32>load<u8>(s), <i32>load<u8>(s, 1), heatShift, ageBits,
      )) return true;
    }
  }
  return false;
}

/** By byte: all bits where it is that of the next one. */
// @ts-ignore: decorator
@inline
function sameAsNext(at: usize): v128 {
  return i8x16.eq(v128.load64_zero(at), v128.load64_zero(at, 1));
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

/**
 * Sums of accesses (pages times the rate of their evidence) of all of `count` runs and of those on slow nodes, by four columns of
 * nodes: five f64 at `out`. Each is added up in the order of the runs, so that no digit hangs on what it is summed beside.
 * `masks`: by node, all 64 bits where it is slow. `lanes`: to these, four times 256 f64 by evidence, pages are added.
 */
export function hits(
  count: usize, places: usize, longs: usize, evidence: usize, rates: usize, masks: usize,
  a: usize, b: usize, c: usize, d: usize, lanes: usize, out: usize,
): void {
  let all: f64 = 0;
  let ab = f64x2.splat(0);
  let cd = f64x2.splat(0);
  for (let i: usize = 0; i < count; i++) {
    const seen = <usize>load<u8>(evidence + i) << 3;
    let length = load<u64>(places + (i << 3)) >> START_BITS;
    if (length == LONG_PAGES) length = load<u64>(longs + (i << 3));
    const pages = <f64>length;
    const lane = lanes + ((i & 3) << 11) + seen;
    store<f64>(lane, load<f64>(lane) + pages);
    const accesses = pages * load<f64>(rates + seen);
    all += accesses;
    const each = f64x2.splat(accesses);
    const onA = v128.load64_zero(masks + (<usize>load<u8>(a + i) << 3));
    const onC = v128.load64_zero(masks + (<usize>load<u8>(c + i) << 3));
    ab = f64x2.add(ab, v128.and(each, v128.load64_lane(masks + (<usize>load<u8>(b + i) << 3), onA, 1)));
    cd = f64x2.add(cd, v128.and(each, v128.load64_lane(masks + (<usize>load<u8>(d + i) << 3), onC, 1)));
  }
  store<f64>(out, all);
  v128.store(out + 8, ab);
  v128.store(out + 24, cd);
}
