// AssemblyScript. A run as the engine reads and writes it.

export const START_BITS: u64 = 48;
export const START_MASK: u64 = 0xffff_ffff_ffff;
export const RUN_MAX_PAGES: u64 = 65024;
/** Pages of a look's run in its place are at most this: then it has as many or more, which stand in a column of their own. */
export const LONG_PAGES: u64 = 65535;
/** One page more in a place. */
export const ONE_PAGE: u64 = 0x1_0000_0000_0000;
export const HEAT_OF_EVIDENCE: i32 = 257;
export const AGE_MAX: i32 = 65535;
export const NODE_UNKNOWN: i32 = 255;

// Columns of a table of `cap` runs, one after the other: place 8, heat 2, age 2, node, kind, mark, stale, seen 1 each.

// @ts-ignore: decorator
@inline
export function write(out: usize, cap: usize, i: usize, place: u64, heat: i32, age: i32, tags: u32, seen: i32): void {
  store<u64>(out + (i << 3), place);
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

/** Node, kind, mark and staleness of a run whose node is at `node`. */
// @ts-ignore: decorator
@inline
export function tagsAt(node: usize, cap: usize): u32 {
  let tags = <u32>load<u8>(node);
  node += cap;
  tags |= <u32>load<u8>(node) << 8;
  node += cap;
  tags |= <u32>load<u8>(node) << 16;
  return tags | (<u32>load<u8>(node + cap) << 24);
}
