/**
 * How heat, age and staleness are kept in a run: small integers, so that a run takes 17 bytes, and the conversions between
 * them and what people read.
 */

/** Heat 1.0 as kept: heat is a Uint16 of 0..65535 for 0..1. */
export const HEAT_ONE = 65_535;

/** Evidence on the wire is 0..255; times this it is heat. 255 * 257 = 65535, so 0 and 1 are both exact. */
export const HEAT_OF_EVIDENCE = 257;

/** Age is kept in whole observed seconds and stops growing here, after 18.2 hours. */
export const AGE_MAX_SECONDS = 65_535;

/** Staleness is kept in ticks of this many milliseconds. */
export const STALE_TICK_MS = 4_000;

/** Staleness stops growing here; it then says "1020 s or more". */
export const STALE_MAX_TICKS = 255;

/** The most pages that one run can hold, 254 MiB of 4 KiB in whole huge pages; longer stretches are kept as several runs. */
export const RUN_MAX_PAGES = 65_024;

/** Page numbers are below this: 2^60 bytes of 4 KiB pages, where x86-64 and arm64 address 2^57 at most. */
export const PAGE_LIMIT = 2 ** 48;

/** The most pages that one space can have resident, 256 TiB of 4 KiB pages; a look that claims more is not believed. */
export const RESIDENT_MAX_PAGES = 2 ** 36;

/** Bytes of a huge page of every *Huge kind: PMD-sized with 4 KiB base pages (x86-64, arm64). */
export const HUGE_BYTES = 2 * 1024 * 1024;

/** Node column entry for a run whose node is not known. Node ids are below it. */
export const NODE_UNKNOWN = 255;

/** PageKind as on the wire. */
export const PAGE_KIND_UNSPECIFIED = 0;
export const PAGE_KIND_ANON_HUGE = 4;
export const PAGE_KIND_SHMEM_HUGE = 6;

/** Whether pages of this kind are moved in whole huge pages. */
export function isHuge(kind: number): boolean {
  return kind >= PAGE_KIND_ANON_HUGE && kind <= PAGE_KIND_SHMEM_HUGE;
}

/** Heat as people read it, 0..1, from heat as kept. */
export function shareOfHeat(heat: number): number {
  return heat / HEAT_ONE;
}

/** The lowest kept heat that is at least `share` (0..1). */
export function heatOfShare(share: number): number {
  return Math.ceil(share * HEAT_ONE);
}
