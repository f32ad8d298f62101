import type { WorkloadPart } from './workloads.js';

/** Pages of 4 KiB in a block, which is a huge page of 2 MiB: what moves whole. */
export const BLOCK_PAGES = 512;
export const PAGE_BYTES = 4096;
export const BLOCK_BYTES = BLOCK_PAGES * PAGE_BYTES;
/** PAGE_KIND_ANON_HUGE as on the wire. */
export const BLOCK_KIND = 4;

/** From one block to the next there is a hole as large as a block, so that none is joined to its neighbour: a run a block. */
const STRIDE_PAGES = 2 * BLOCK_PAGES;
/** Where a process has its first block: 0x7f0000000000, as mmap would give it. */
const FIRST_PAGE = 0x7f0000000;

/** Where the blocks of a part are in its process's address space. */
export function startsOf(part: WorkloadPart): Float64Array {
  return Float64Array.from({ length: part.blocks }, (_, i) => FIRST_PAGE + i * STRIDE_PAGES);
}

/** Ranges that a tracker looks at: all from the first block of a part to its last. */
export function coverageOf(part: WorkloadPart): { startPage: Float64Array; pages: Float64Array } {
  return { startPage: Float64Array.of(FIRST_PAGE), pages: Float64Array.of(part.blocks * STRIDE_PAGES) };
}

/** Block whose pages begin there and that is wholly in the range; undefined for all else. */
export function blockAt(part: WorkloadPart, startPage: number, pages: number): number | undefined {
  const offset = startPage - FIRST_PAGE;
  const block = offset / STRIDE_PAGES;
  if (!Number.isInteger(block) || block < 0 || block >= part.blocks || pages !== BLOCK_PAGES) return undefined;
  return part.first + block;
}
