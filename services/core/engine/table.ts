// AssemblyScript. Passes over a table as it is. services/core/columns.ts says how one lies in memory.

import { START_BITS } from './run';

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
