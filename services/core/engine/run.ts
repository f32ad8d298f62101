// AssemblyScript. A run as the engine reads and writes it.

export const START_BITS: u64 = 48;
export const START_MASK: u64 = 0xffff_ffff_ffff;
export const RUN_MAX_PAGES: u64 = 65024;
export const HEAT_OF_EVIDENCE: i32 = 257;
export const AGE_MAX: i32 = 65535;
export const NODE_UNKNOWN: i32 = 255;

// Columns of a table of `cap` runs, one after the other: place 8, heat 2, age 2, node, kind, mark, stale, seen 1 each.

// @ts-ignore: decorator
@inline
export function alike(heatA: i32, heatB: i32, ageA: i32, ageB: i32, seenA: i32, seenB: i32, heatShift: i32, ageBits: i32): bool {
  const heatRound = (1 << heatShift) - 1;
  if ((heatA + heatRound) >> heatShift != (heatB + heatRound) >> heatShift) return false;
  if (heatShift == 0 && ageBits >= 16 && seenA != seenB) return false;
  if (ageA == ageB) return true;
  const shift = max<i32>(0, 31 - clz<i32>(ageA | ageB) - ageBits);
  return ageA >> shift == ageB >> shift;
}

// @ts-ignore: decorator
@inline
export function meanHeat(heatA: i32, pagesA: u64, heatB: i32, pagesB: u64): i32 {
  if (heatA == heatB) return heatA;
  return <i32>Math.floor((<f64>heatA * <f64>pagesA + <f64>heatB * <f64>pagesB) / <f64>(pagesA + pagesB) + 0.5);
}

// @ts-ignore: decorator
@inline
export function write(out: usize, cap: usize, i: usize, start: u64, pages: u64, heat: i32, age: i32, tags: u32, seen: i32): void {
  store<u64>(out + (i << 3), start | (pages << START_BITS));
  const bytes = out + (cap << 3);
  store<u16>(bytes + (i << 1), heat);
  store<u16>(bytes + (cap << 1) + (i << 1), age);
  let at = bytes + (cap << 2) + i;
  store<u8>(at, tags);
  at += cap;
  store<u8>(at, tags >> 8);
  at += cap;
  store<u8>(at, tags >> 16);
  at += cap;
  store<u8>(at, tags >> 24);
  store<u8>(at + cap, seen);
}

/** Writes a run in pieces of at most RUN_MAX_PAGES; returns the index after them. */
export function writeLong(out: usize, cap: usize, i: usize, start: u64, pages: u64, heat: i32, age: i32, tags: u32, seen: i32): usize {
  while (pages > RUN_MAX_PAGES) {
    write(out, cap, i++, start, RUN_MAX_PAGES, heat, age, tags, seen);
    start += RUN_MAX_PAGES;
    pages -= RUN_MAX_PAGES;
  }
  write(out, cap, i++, start, pages, heat, age, tags, seen);
  return i;
}
