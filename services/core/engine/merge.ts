// AssemblyScript. Look + model → pieces: what lies between two borders of either.

import { keptParts, mergeEight } from './mergeEight';
import {
  AGE_MAX, HEAT_OF_EVIDENCE, LONG_PAGES, NODE_UNKNOWN, RUN_MAX_PAGES, START_BITS, START_MASK, write,
} from './run';

const LAST: u64 = 0xffff_ffff_ffff_ffff;
const STALE_MAX: i32 = 255;
/** A look's run of as many pages or more has no place of its own. */
const LONG: u64 = LONG_PAGES << START_BITS;

/**
 * Merges a look of `lCount` runs (places, pages of long ones: u64; evidence, node, kind: u8) with coverage (starts, pages: u64)
 * into the table at `mBase`, and writes pieces as a table to `out`, which neighbours are yet to be joined in. It has room for
 * eight more than there can be. `tables`: 256 bytes each of node ids, takes node by mark, mark → mark. Returns pieces written.
 */
export function merge(
  mBase: usize, mCap: usize, mCount: usize, places: usize, lCount: usize, cStarts: usize, cCount: usize,
  out: usize, outCap: usize, tables: usize,
  keep: f64, ageStep: i32, staleStep: i32, anew: bool, takesKind: bool,
): usize {
  const mHeat = mBase + (mCap << 3);
  const mAge = mHeat + (mCap << 1);
  const mNode = mAge + (mCap << 1);
  const mKind = mNode + mCap;
  const mMark = mKind + mCap;
  const mStale = mMark + mCap;
  const mSeen = mStale + mCap;
  const longs = places + (lCount << 3);
  const evidence = longs + (lCount << 3);
  const nodes = evidence + lCount;
  const kinds = nodes + lCount;
  const cLengths = cStarts + (cCount << 3);
  const oHeat = out + (outCap << 3);
  const takesNode = tables + 256;
  const remap = tables + 512;

  // Of runs without a mark all nodes are taken as they were read, or none is, but for looks that are odd.
  const takes = load<u8>(takesNode) != 0;
  const steps = i16x8.splat(<i16>min<i32>(AGE_MAX, ageStep));
  const odd = i8x16.splat(takes && !areIds(nodes, lCount, tables) ? 1 : 0);
  const keeps = keptParts(keep);
  memory.fill(out + (outCap << 3) + outCap * 7, 0, outCap);

  let written: usize = 0;
  let m: usize = 0;
  let l: usize = 0;
  let c: usize = 0;
  let mStart: u64 = LAST;
  let mEnd: u64 = LAST;
  let lookStart: u64 = LAST;
  let lookEnd: u64 = LAST;
  let cStart: u64 = LAST;
  let cEnd: u64 = LAST;
  if (mCount > 0) {
    const place = load<u64>(mBase);
    mStart = place & START_MASK;
    mEnd = mStart + (place >> START_BITS);
  }
  if (lCount > 0) {
    const place = load<u64>(places);
    lookStart = place & START_MASK;
    lookEnd = lookStart + (place < LONG ? place >> START_BITS : load<u64>(longs));
  }
  if (cCount > 0) {
    cStart = load<u64>(cStarts);
    cEnd = cStart + load<u64>(cLengths);
  }
  // Starts move up to the page that comes next: what lies before it is done.
  while (m < mCount || l < lCount) {
    if (mStart == lookStart && m + 8 <= mCount && l + 8 < lCount && cStart <= mStart && lookEnd - lookStart < LONG_PAGES && !anew
        && (load<u64>(places + (l << 3), 64) & START_MASK) <= cEnd) {
      // Both from here on, up to where one of them has a gap that the other has not. How many pieces come before a border that
      // only one has is not branched on: there is one in every few runs, and to guess it wrong costs more than eight runs do.
      let mPlace = mStart | ((mEnd - mStart) << START_BITS);
      let lPlace = lookStart | ((lookEnd - lookStart) << START_BITS);
      do {
        const mAt = mBase + (m << 3);
        const lAt = places + (l << 3);
        const at = out + (written << 3);
        const place0 = v128.load(mAt);
        const place2 = v128.load(mAt, 16);
        const place4 = v128.load(mAt, 32);
        const place6 = v128.load(mAt, 48);
        // `k` pieces of both places alike, and one more that is the shorter of two; the first may be what is left of a run.
        const same4 = i16x8.narrow_i32x4_s(i32x4.eq(place0, v128.load(lAt)), i32x4.eq(place2, v128.load(lAt, 16)));
        const same8 = i16x8.narrow_i32x4_s(i32x4.eq(place4, v128.load(lAt, 32)), i32x4.eq(place6, v128.load(lAt, 48)));
        const first = select<i32>(~3, ~0, mPlace == lPlace);
        const k = <usize>ctz<i32>(~i8x16.bitmask(i8x16.narrow_i16x8_s(same4, same8)) & first) >> 1;
        const pieces = k + 1 - (k >> 3);
        v128.store(at, place0);
        v128.store(at, place2, 16);
        v128.store(at, place4, 32);
        v128.store(at, place6, 48);
        store<u64>(at, mPlace);
        mPlace = select<u64>(load<u64>(mAt + (k << 3)), mPlace, k != 0);
        lPlace = select<u64>(load<u64>(lAt + (k << 3)), lPlace, k != 0);
        const piece = min<u64>(mPlace, lPlace);
        store<u64>(at + (k << 3), piece);
        mergeEight(
          mHeat, mCap, m, evidence + l, nodes + l, select<usize>(nodes + l, mNode + m, takes), select<usize>(kinds + l, mKind + m, takesKind),
          oHeat, outCap, written, tables, keep, keeps, steps, odd,
        );
        // What is left of the longer one begins where the piece ends.
        const pages = piece >> START_BITS;
        const step = pages - (pages << START_BITS);
        const parts = i32(((mPlace ^ lPlace) & START_MASK) != 0) | i32(lPlace >= LONG);
        if (i32(k < 8) & (parts | i32(mPlace > lPlace))) {
          m += k;
          l += k;
          written += k;
          if (parts) break;
          written++;
          l++;
          mPlace += step;
          lPlace = load<u64>(places + (l << 3));
        } else {
          // The model's ended first, as most do where only one ends: as a rule it has the look's borders and former ones.
          m += pieces;
          l += k;
          written += pieces;
          mPlace = load<u64>(mAt + (pieces << 3));
          lPlace += step & (<u64>(k >> 3) - 1);
        }
      } while (m + 8 <= mCount && l + 8 < lCount && (load<u64>(places + (l << 3), 64) & START_MASK) <= cEnd);
      mStart = LAST;
      mEnd = LAST;
      if (m < mCount) {
        mStart = mPlace & START_MASK;
        mEnd = mStart + (mPlace >> START_BITS);
      }
      lookStart = LAST;
      lookEnd = LAST;
      if (l < lCount) {
        lookStart = lPlace & START_MASK;
        lookEnd = lookStart + (lPlace < LONG ? lPlace >> START_BITS : load<u64>(longs + (l << 3)));
      }
      continue;
    }
    const page = min<u64>(mStart, lookStart);
    while (cEnd <= page) {
      c++;
      cStart = LAST;
      cEnd = LAST;
      if (c < cCount) {
        cStart = load<u64>(cStarts + (c << 3));
        cEnd = cStart + load<u64>(cLengths + (c << 3));
      }
    }
    const covered = cStart <= page;
    const inModel = mStart == page;
    const inLook = lookStart == page;
    const end = min<u64>(inModel ? mEnd : mStart, min<u64>(inLook ? lookEnd : lookStart, covered ? cEnd : cStart));
    let heat: i32 = 0;
    let age: i32 = 0;
    let tags: u32 = 0;
    let seen: i32 = 0;
    let known = true;
    if (covered && inLook) {
      const looked = <i32>load<u8>(evidence + l);
      const target = looked * HEAT_OF_EVIDENCE;
      const read = <i32>load<u8>(tables + <usize>load<u8>(nodes + l));
      seen = i32(looked > 0);
      if (inModel) {
        const oldMark = <usize>load<u8>(mMark + m);
        if (anew) {
          heat = target;
          age = ageStep;
        } else {
          heat = target + <i32>(<f64>(<i32>load<u16>(mHeat + (m << 1)) - target) * keep);
          age = <i32>load<u16>(mAge + (m << 1)) + ageStep;
          seen |= (<i32>load<u8>(mSeen + m) << 1) & 255;
        }
        const node = read != NODE_UNKNOWN && load<u8>(takesNode + oldMark) != 0 ? read : <i32>load<u8>(mNode + m);
        const kind = takesKind ? <i32>load<u8>(kinds + l) : <i32>load<u8>(mKind + m);
        tags = node | (kind << 8) | (<i32>load<u8>(remap + oldMark) << 16);
      } else {
        heat = target;
        age = ageStep;
        tags = takesKind ? read | (<i32>load<u8>(kinds + l) << 8) : NODE_UNKNOWN;
      }
      age = select<i32>(0, min<i32>(AGE_MAX, age), looked > 0);
    } else if (!covered && inModel) {
      const old = <i32>load<u8>(mStale + m);
      const stale = min<i32>(STALE_MAX, old + staleStep + i32(old == 0));
      const mark = <i32>load<u8>(remap + <usize>load<u8>(mMark + m));
      tags = <u32>load<u8>(mNode + m) | (<u32>load<u8>(mKind + m) << 8) | (mark << 16) | (<u32>stale << 24);
      if (!anew) {
        heat = <i32>load<u16>(mHeat + (m << 1));
        age = <i32>load<u16>(mAge + (m << 1));
        seen = <i32>load<u8>(mSeen + m);
      }
    } else {
      known = false;
    }
    if (known) {
      let start = page;
      let pages = end - page;
      // join.ts tells by one page more that the rest of a stretch follows.
      for (; pages > RUN_MAX_PAGES; pages -= RUN_MAX_PAGES, start += RUN_MAX_PAGES) {
        const cut = RUN_MAX_PAGES + u64(pages <= 2 * RUN_MAX_PAGES);
        write(out, outCap, written++, start | (cut << START_BITS), heat, age, tags, seen);
      }
      write(out, outCap, written++, start | (pages << START_BITS), heat, age, tags, seen);
    }
    if (inModel) mStart = end;
    if (inLook) lookStart = end;
    if (mEnd <= end) {
      m++;
      mStart = LAST;
      mEnd = LAST;
      if (m < mCount) {
        const place = load<u64>(mBase + (m << 3));
        mStart = place & START_MASK;
        mEnd = mStart + (place >> START_BITS);
      }
    }
    if (lookEnd <= end) {
      l++;
      lookStart = LAST;
      lookEnd = LAST;
      if (l < lCount) {
        const place = load<u64>(places + (l << 3));
        lookStart = place & START_MASK;
        lookEnd = lookStart + (place < LONG ? place >> START_BITS : load<u64>(longs + (l << 3)));
      }
    }
  }
  return written;
}

/** Whether the table of nodes gives all of a look's as they are. */
function areIds(nodes: usize, count: usize, tables: usize): bool {
  let most = i8x16.splat(0);
  let i: usize = 0;
  for (; i + 16 <= count; i += 16) most = i8x16.max_u(most, v128.load(nodes + i));
  let top: i32 = 0;
  for (; i < count; i++) top = max<i32>(top, <i32>load<u8>(nodes + i));
  for (let shift: u64 = 0; shift < 64; shift += 8) {
    top = max<i32>(top, <i32>((<u64>i64x2.extract_lane(most, 0) >> shift) & 255));
    top = max<i32>(top, <i32>((<u64>i64x2.extract_lane(most, 1) >> shift) & 255));
  }
  for (let node: i32 = 0; node <= top; node++) if (<i32>load<u8>(tables + <usize>node) != node) return false;
  return top != NODE_UNKNOWN;
}
