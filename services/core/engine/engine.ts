// AssemblyScript. The inner loops of heat: varints → runs, look + model → model. services/core/engine.ts says how they are
// called, services/core/merge.ts what they mean; test/bench/c/engine.c is the same in C. Addresses are the caller's to choose.

const LAST: u64 = 0xffff_ffff_ffff_ffff;
const START_BITS: u64 = 48;
const START_MASK: u64 = 0xffff_ffff_ffff;
const RUN_MAX_PAGES: u64 = 0xff_ffff;
const HEAT_OF_EVIDENCE: i32 = 257;
const AGE_MAX: i32 = 65535;
const STALE_MAX: i32 = 255;
const NODE_UNKNOWN: i32 = 255;

// Columns of a table of `cap` runs, one after the other: place 8, heat 2, age 2, pagesHigh, node, kind, mark, stale, seen 1 each.

// The writer: its table, and its latest run, which the next may still join.
let wBase: usize = 0;
let wHeat: usize = 0;
let wAge: usize = 0;
let wBytes: usize = 0;
let wCap: usize = 0;
let wCount: usize = 0;
let heatShift: i32 = 0;
let heatRound: i32 = 0;
let ageBits: i32 = 16;
let exact: bool = true;
let lStart: u64 = 0;
let lPages: u64 = 0;
let lHeat: i32 = 0;
let lAge: i32 = 0;
let lTags: u32 = 0;
let lSeen: i32 = 0;

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

function begin(out: usize, cap: usize, heatBits: i32, ages: i32): void {
  wBase = out;
  wHeat = out + (cap << 3);
  wAge = wHeat + (cap << 1);
  wBytes = wAge + (cap << 1);
  wCap = cap;
  wCount = 0;
  heatShift = 16 - heatBits;
  heatRound = (1 << heatShift) - 1;
  ageBits = ages;
  exact = heatBits >= 16 && ages >= 16;
  lPages = 0;
}

// @ts-ignore: decorator
@inline
function write(start: u64, pages: u64): void {
  const i = wCount;
  store<u64>(wBase + (i << 3), start | (pages << START_BITS));
  store<u16>(wHeat + (i << 1), lHeat);
  store<u16>(wAge + (i << 1), lAge);
  let at = wBytes + i;
  const cap = wCap;
  store<u8>(at, <u32>(pages >> 16));
  at += cap;
  store<u8>(at, lTags);
  at += cap;
  store<u8>(at, lTags >> 8);
  at += cap;
  store<u8>(at, lTags >> 16);
  at += cap;
  store<u8>(at, lTags >> 24);
  store<u8>(at + cap, lSeen);
  wCount = i + 1;
}

function flushLong(): void {
  while (lPages > RUN_MAX_PAGES) {
    write(lStart, RUN_MAX_PAGES);
    lStart += RUN_MAX_PAGES;
    lPages -= RUN_MAX_PAGES;
  }
  write(lStart, lPages);
}

function alike(heat: i32, age: i32, seen: i32): bool {
  if ((lHeat + heatRound) >> heatShift != (heat + heatRound) >> heatShift) return false;
  if (exact && lSeen != seen) return false;
  if (lAge == age) return true;
  const shift = max<i32>(0, 31 - clz<i32>(lAge | age) - ageBits);
  return lAge >> shift == age >> shift;
}

// @ts-ignore: decorator
@inline
function append(start: u64, pages: u64, heat: i32, age: i32, tags: u32, seen: i32): void {
  if (tags == lTags && start == lStart + lPages && lPages + pages <= RUN_MAX_PAGES && lPages > 0 && alike(heat, age, seen)) {
    const sum = lPages + pages;
    if (lHeat != heat) {
      lHeat = <i32>Math.floor((<f64>lHeat * <f64>lPages + <f64>heat * <f64>pages) / <f64>sum + 0.5);
    }
    if (age < lAge) lAge = age;
    if (pages > lPages) lSeen = seen;
    lPages = sum;
    return;
  }
  if (lPages > RUN_MAX_PAGES) flushLong();
  else if (lPages > 0) write(lStart, lPages);
  lStart = start;
  lPages = pages;
  lHeat = heat;
  lAge = age;
  lTags = tags;
  lSeen = seen;
}

function finish(): usize {
  if (lPages > 0) flushLong();
  return wCount;
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
  keep: f64, ageStep: i32, staleStep: i32, anew: bool, takesKind: bool, heatBits: i32, ages: i32,
): usize {
  const mHeat = mBase + (mCap << 3);
  const mAge = mHeat + (mCap << 1);
  const mBytes = mAge + (mCap << 1);
  const mNode = mBytes + mCap;
  const mKind = mNode + mCap;
  const mMark = mKind + mCap;
  const mStale = mMark + mCap;
  const mSeen = mStale + mCap;
  const takesNode = tables + 256;
  const remap = tables + 512;
  begin(out, outCap, heatBits, ages);
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
    mEnd = mStart + ((place >> START_BITS) | (<u64>load<u8>(mBytes) << 16));
  }
  if (lCount > 0) {
    lookStart = load<u64>(starts);
    lookEnd = lookStart + load<u64>(lengths);
  }
  if (cCount > 0) {
    cStart = load<u64>(cStarts);
    cEnd = cStart + load<u64>(cLengths);
  }
  // Starts move up to the page that comes next: what lies before it is done.
  while (m < mCount || l < lCount) {
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
    if (covered && inLook) {
      const seen = <i32>load<u8>(evidence + l);
      const target = seen * HEAT_OF_EVIDENCE;
      const read = <i32>load<u8>(tables + <usize>load<u8>(nodes + l));
      if (inModel) {
        const oldMark = <usize>load<u8>(mMark + m);
        const heat = anew ? target : target + <i32>(<f64>(<i32>load<u16>(mHeat + (m << 1)) - target) * keep);
        const age = seen > 0 ? 0 : min<i32>(AGE_MAX, (anew ? 0 : <i32>load<u16>(mAge + (m << 1))) + ageStep);
        const node = read != NODE_UNKNOWN && load<u8>(takesNode + oldMark) != 0 ? read : <i32>load<u8>(mNode + m);
        const kind = takesKind ? <i32>load<u8>(kinds + l) : <i32>load<u8>(mKind + m);
        const before = anew ? 0 : <i32>load<u8>(mSeen + m);
        const mark = <i32>load<u8>(remap + oldMark);
        append(page, end - page, heat, age, node | (kind << 8) | (mark << 16), ((before << 1) | i32(seen > 0)) & 255);
      } else {
        const age = seen > 0 ? 0 : min<i32>(AGE_MAX, ageStep);
        const node = takesKind ? read : NODE_UNKNOWN;
        const kind = takesKind ? <i32>load<u8>(kinds + l) : 0;
        append(page, end - page, target, age, node | (kind << 8), i32(seen > 0));
      }
    } else if (!covered && inModel) {
      const old = <i32>load<u8>(mStale + m);
      const stale = min<i32>(STALE_MAX, old + staleStep + i32(old == 0));
      const mark = <i32>load<u8>(remap + <usize>load<u8>(mMark + m));
      const tags = <u32>load<u8>(mNode + m) | (<u32>load<u8>(mKind + m) << 8) | (mark << 16) | (<u32>stale << 24);
      append(page, end - page, anew ? 0 : <i32>load<u16>(mHeat + (m << 1)), anew ? 0 : <i32>load<u16>(mAge + (m << 1)), tags, anew ? 0 : <i32>load<u8>(mSeen + m));
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
        mEnd = mStart + ((place >> START_BITS) | (<u64>load<u8>(mBytes + m) << 16));
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
  return finish();
}

/** Writes the `count` runs of a table anew, neighbours told apart by heatBits and ages. Returns runs written. */
export function rejoin(mBase: usize, mCap: usize, count: usize, out: usize, outCap: usize, heatBits: i32, ages: i32): usize {
  const mHeat = mBase + (mCap << 3);
  const mAge = mHeat + (mCap << 1);
  const mBytes = mAge + (mCap << 1);
  begin(out, outCap, heatBits, ages);
  for (let i: usize = 0; i < count; i++) {
    const place = load<u64>(mBase + (i << 3));
    let at = mBytes + i;
    const pages = (place >> START_BITS) | (<u64>load<u8>(at) << 16);
    at += mCap;
    let tags = <u32>load<u8>(at);
    at += mCap;
    tags |= <u32>load<u8>(at) << 8;
    at += mCap;
    tags |= <u32>load<u8>(at) << 16;
    at += mCap;
    tags |= <u32>load<u8>(at) << 24;
    append(place & START_MASK, pages, <i32>load<u16>(mHeat + (i << 1)), <i32>load<u16>(mAge + (i << 1)), tags, <i32>load<u8>(at + mCap));
  }
  return finish();
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
  for (let i = 0; i < 6; i++) {
    memory.copy(to, from, count);
    from += fromCap;
    to += toCap;
  }
}
