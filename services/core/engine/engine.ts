// AssemblyScript. The inner loops of heat: varints → runs, look + model → model. services/core/engine.ts says how they are
// called, services/core/merge.ts what they mean; test/bench/c/engine.c is the same in C. Addresses are the caller's to choose.

import { mergeEight } from './mergeEight';
import {
  AGE_MAX, alike, HEAT_OF_EVIDENCE, meanHeat, NODE_UNKNOWN, RUN_MAX_PAGES, START_BITS, START_MASK, write, writeLong,
} from './run';

export { hits, mergeSteady, sameBorders } from './steady';
export { changing, wished } from './wished';

const LAST: u64 = 0xffff_ffff_ffff_ffff;
const STALE_MAX: i32 = 255;

/** Pages of all runs decoded by the latest `decode`. */
export function decodedPages(): f64 {
  return <f64>total;
}
let total: u64 = 0;

/** Varint gaps and lengths → start and pages, u64 each. 0, or 1 for columns that do not hold `count` numbers or too much. */
export function decode(gaps: usize, gapsEnd: usize, lengths: usize, lengthsEnd: usize, count: usize, starts: usize, pages: usize, most: u64): i32 {
  let end: u64 = 0;
  let sum: u64 = 0;
  for (let i: usize = 0; i < count; i++) {
    if (gaps >= gapsEnd || lengths >= lengthsEnd) return 1;
    let gap: u64 = load<u8>(gaps++);
    if (gap >= 128) {
      gap &= 127;
      let shift: u64 = 7;
      let byte: u64;
      do {
        if (gaps >= gapsEnd || shift > 49) return 1;
        byte = load<u8>(gaps++);
        gap |= (byte & 127) << shift;
        shift += 7;
      } while (byte >= 128);
    }
    let length: u64 = load<u8>(lengths++);
    if (length >= 128) {
      length &= 127;
      let shift: u64 = 7;
      let byte: u64;
      do {
        if (lengths >= lengthsEnd || shift > 49) return 1;
        byte = load<u8>(lengths++);
        length |= (byte & 127) << shift;
        shift += 7;
      } while (byte >= 128);
    }
    if (length == 0) return 1;
    const start = end + gap;
    end = start + length;
    sum += length;
    if (end > START_MASK) return 1;
    store<u64>(starts + (i << 3), start);
    store<u64>(pages + (i << 3), length);
  }
  total = sum;
  return gaps != gapsEnd || lengths != lengthsEnd || sum > most ? 1 : 0;
}

/**
 * Merges a look of `lCount` runs (starts, pages: u64; evidence, node, kind: u8) with coverage (starts, pages: u64) into the
 * table at `mBase`, and writes the table at `out`. `tables`: 256 bytes each of node ids, takes node by mark, mark → mark.
 * Returns runs written.
 */
export function merge(
  mBase: usize, mCap: usize, mCount: usize,
  starts: usize, lengths: usize, evidence: usize, nodes: usize, kinds: usize, lCount: usize,
  cStarts: usize, cLengths: usize, cCount: usize,
  out: usize, outCap: usize, tables: usize,
  keep: f64, ageStep: i32, staleStep: i32, anew: bool, takesKind: bool, heatBits: i32, ages: i32, blur: u32,
): usize {
  const mHeat = mBase + (mCap << 3);
  const mAge = mHeat + (mCap << 1);
  const mNode = mAge + (mCap << 1);
  const mKind = mNode + mCap;
  const mMark = mKind + mCap;
  const mStale = mMark + mCap;
  const mSeen = mStale + mCap;
  const takesNode = tables + 256;
  const remap = tables + 512;
  const heatShift = 16 - heatBits;
  // The latest run, which the next may join, in locals: globals would be memory.
  let written: usize = 0;
  let start: u64 = 0;
  let pages: u64 = 0;
  let heat: i32 = 0;
  let age: i32 = 0;
  let tags: u32 = 0;
  let seen: i32 = 0;
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
    lookStart = load<u64>(starts);
    lookEnd = lookStart + load<u64>(lengths);
  }
  if (cCount > 0) {
    cStart = load<u64>(cStarts);
    cEnd = cStart + load<u64>(cLengths);
  }
  // Eight at once from this run of the model on, where they have the look's borders.
  const inEights = !anew && blur == 0 && ageStep <= AGE_MAX;
  let eightFrom: usize = 0;
  // Starts move up to the page that comes next: what lies before it is done.
  while (m < mCount || l < lCount) {
    if (m >= eightFrom && inEights && mStart == lookStart && mStart == load<u64>(starts + (l << 3)) && m + 8 <= mCount && l + 8 <= lCount) {
      eightFrom = m + 8;
      const at = written + usize(pages > 0);
      if (pages <= RUN_MAX_PAGES && mergeEight(
        mBase, mCap, m, starts, lengths, evidence, nodes, kinds, l, cStart, cEnd, out, outCap, at, tables,
        keep, ageStep, takesKind, heatShift, ages, pages > 0 ? start + pages : LAST, tags, heat, age, seen,
      )) {
        if (pages > 0) write(out, outCap, written, start, pages, heat, age, tags, seen);
        written = at + 7;
        const place = load<u64>(out + (written << 3));
        const last = out + outCap * 12 + written;
        start = place & START_MASK;
        pages = place >> START_BITS;
        heat = <i32>load<u16>(out + (outCap << 3) + (written << 1));
        age = <i32>load<u16>(out + outCap * 10 + (written << 1));
        tags = <u32>load<u8>(last) | (<u32>load<u8>(last + outCap) << 8) | (<u32>load<u8>(last + (outCap << 1)) << 16);
        seen = <i32>load<u8>(last + (outCap << 2));
        m += 8;
        l += 8;
        mStart = LAST;
        mEnd = LAST;
        lookStart = LAST;
        lookEnd = LAST;
        if (m < mCount) {
          const next = load<u64>(mBase + (m << 3));
          mStart = next & START_MASK;
          mEnd = mStart + (next >> START_BITS);
        }
        if (l < lCount) {
          lookStart = load<u64>(starts + (l << 3));
          lookEnd = lookStart + load<u64>(lengths + (l << 3));
        }
        continue;
      }
    }
    let page = mStart < lookStart ? mStart : lookStart;
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
    let end: u64;
    const inModel = mStart == page;
    const inLook = lookStart == page;
    if (inModel && inLook && covered && mEnd == lookEnd && mEnd <= cEnd) {
      // The usual case: a look with the model's borders.
      end = mEnd;
    } else {
      end = inModel ? mEnd : mStart;
      const lookBorder = inLook ? lookEnd : lookStart;
      if (lookBorder < end) end = lookBorder;
      const cBorder = covered ? cEnd : cStart;
      if (cBorder < end) end = cBorder;
    }
    let newHeat: i32 = 0;
    let newAge: i32 = 0;
    let newTags: u32 = 0;
    let newSeen: i32 = 0;
    let known = true;
    if (covered && inLook) {
      const looked = <i32>load<u8>(evidence + l);
      const target = looked * HEAT_OF_EVIDENCE;
      const read = <i32>load<u8>(tables + <usize>load<u8>(nodes + l));
      newSeen = i32(looked > 0);
      if (inModel) {
        const oldMark = <usize>load<u8>(mMark + m);
        if (anew) {
          newHeat = target;
          newAge = ageStep;
        } else {
          newHeat = target + <i32>(<f64>(<i32>load<u16>(mHeat + (m << 1)) - target) * keep);
          newAge = <i32>load<u16>(mAge + (m << 1)) + ageStep;
          newSeen |= (<i32>load<u8>(mSeen + m) << 1) & 255;
        }
        const node = read != NODE_UNKNOWN && load<u8>(takesNode + oldMark) != 0 ? read : <i32>load<u8>(mNode + m);
        const kind = takesKind ? <i32>load<u8>(kinds + l) : <i32>load<u8>(mKind + m);
        newTags = node | (kind << 8) | (<i32>load<u8>(remap + oldMark) << 16);
      } else {
        newHeat = target;
        newAge = ageStep;
        newTags = takesKind ? read | (<i32>load<u8>(kinds + l) << 8) : NODE_UNKNOWN;
      }
      newAge = select<i32>(0, min<i32>(AGE_MAX, newAge), looked > 0);
    } else if (!covered && inModel) {
      const old = <i32>load<u8>(mStale + m);
      const stale = min<i32>(STALE_MAX, old + staleStep + i32(old == 0));
      const mark = <i32>load<u8>(remap + <usize>load<u8>(mMark + m));
      newTags = <u32>load<u8>(mNode + m) | (<u32>load<u8>(mKind + m) << 8) | (mark << 16) | (<u32>stale << 24);
      if (!anew) {
        newHeat = <i32>load<u16>(mHeat + (m << 1));
        newAge = <i32>load<u16>(mAge + (m << 1));
        newSeen = <i32>load<u8>(mSeen + m);
      }
    } else {
      known = false;
    }
    if (known) {
      const more = end - page;
      if (newTags == tags && page == start + pages && pages + more <= RUN_MAX_PAGES && pages > 0 &&
          (alike(heat, newHeat, age, newAge, seen, newSeen, heatShift, ages) || pages + more <= <u64>blur)) {
        heat = meanHeat(heat, pages, newHeat, more);
        age = min<i32>(age, newAge);
        if (more > pages) seen = newSeen;
        pages += more;
      } else {
        if (pages > RUN_MAX_PAGES) written = writeLong(out, outCap, written, start, pages, heat, age, tags, seen);
        else if (pages > 0) write(out, outCap, written++, start, pages, heat, age, tags, seen);
        start = page;
        pages = more;
        heat = newHeat;
        age = newAge;
        tags = newTags;
        seen = newSeen;
      }
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
        lookStart = load<u64>(starts + (l << 3));
        lookEnd = lookStart + load<u64>(lengths + (l << 3));
      }
    }
  }
  return pages > 0 ? writeLong(out, outCap, written, start, pages, heat, age, tags, seen) : written;
}

/** Writes the `count` runs of a table anew, neighbours told apart by heatBits and ages. Returns runs written. */
export function rejoin(mBase: usize, mCap: usize, count: usize, out: usize, outCap: usize, heatBits: i32, ages: i32, blur: u32): usize {
  const mHeat = mBase + (mCap << 3);
  const mAge = mHeat + (mCap << 1);
  const mNode = mAge + (mCap << 1);
  const heatShift = 16 - heatBits;
  let written: usize = 0;
  let start: u64 = 0;
  let pages: u64 = 0;
  let heat: i32 = 0;
  let age: i32 = 0;
  let tags: u32 = 0;
  let seen: i32 = 0;
  for (let i: usize = 0; i < count; i++) {
    const place = load<u64>(mBase + (i << 3));
    const page = place & START_MASK;
    let at = mNode + i;
    const more = place >> START_BITS;
    let newTags = <u32>load<u8>(at);
    at += mCap;
    newTags |= <u32>load<u8>(at) << 8;
    at += mCap;
    newTags |= <u32>load<u8>(at) << 16;
    at += mCap;
    newTags |= <u32>load<u8>(at) << 24;
    const newSeen = <i32>load<u8>(at + mCap);
    const newHeat = <i32>load<u16>(mHeat + (i << 1));
    const newAge = <i32>load<u16>(mAge + (i << 1));
    if (newTags == tags && page == start + pages && pages + more <= RUN_MAX_PAGES && pages > 0 &&
        (alike(heat, newHeat, age, newAge, seen, newSeen, heatShift, ages) || pages + more <= <u64>blur)) {
      heat = meanHeat(heat, pages, newHeat, more);
      age = min<i32>(age, newAge);
      if (more > pages) seen = newSeen;
      pages += more;
    } else {
      if (pages > 0) write(out, outCap, written++, start, pages, heat, age, tags, seen);
      start = page;
      pages = more;
      heat = newHeat;
      age = newAge;
      tags = newTags;
      seen = newSeen;
    }
  }
  if (pages > 0) write(out, outCap, written++, start, pages, heat, age, tags, seen);
  return written;
}

/** Whether any run is of one of `hugeKinds` kinds from `firstHuge` on. Starts and pages are not read. */
export function hasHuge(table: usize, cap: usize, count: usize, firstHuge: u32, hugeKinds: u32): bool {
  const kinds = table + cap * 13;
  const first = i8x16.splat(<i8>firstHuge);
  const kindsOfHuge = i8x16.splat(<i8>hugeKinds);
  let any = i8x16.splat(0);
  let i: usize = 0;
  for (; i + 16 <= count; i += 16) any = v128.or(any, i8x16.lt_u(i8x16.sub(v128.load(kinds + i), first), kindsOfHuge));
  let isAny = v128.any_true(any);
  for (; i < count; i++) isAny = isAny || <u32>load<u8>(kinds + i) - firstHuge < hugeKinds;
  return isAny;
}

/** Whether all runs of `hugeKinds` kinds from `firstHuge` on begin and end at whole huge pages. `part`: their pages less 1. */
export function areWhole(table: usize, cap: usize, count: usize, firstHuge: u32, hugeKinds: u32, part: u32): bool {
  const kinds = table + cap * 13;
  let parts: u32 = 0;
  for (let i: usize = 0; i < count; i++) {
    const place = load<u64>(table + (i << 3));
    const isHuge = <u32>load<u8>(kinds + i) - firstHuge < hugeKinds;
    parts |= select<u32>(<u32>place | <u32>(place >> START_BITS), 0, isHuge);
  }
  return (parts & part) == 0;
}

/** Copies a table of `count` runs into the layout of `toCap`, at `to`, which must not overlap. */
export function relayout(from: usize, fromCap: usize, to: usize, toCap: usize, count: usize): void {
  memory.copy(to, from, count << 3);
  from += fromCap << 3;
  to += toCap << 3;
  for (let i = 0; i < 2; i++) {
    memory.copy(to, from, count << 1);
    from += fromCap << 1;
    to += toCap << 1;
  }
  for (let i = 0; i < 5; i++) {
    memory.copy(to, from, count);
    from += fromCap;
    to += toCap;
  }
}
