import type { RangeColumns } from '../contract/ranges.js';
import type { Runs } from '../contract/runs.js';
import { NODE_UNKNOWN } from '../contract/runs.js';
import type { Residency } from './residency.js';
import type { Sighting } from './tracker.js';

/** One space in one window, ready for the wire. */
export interface SpaceLook {
  readonly runs: Runs;
  /** What was looked at, resident or not. */
  readonly coverage: RangeColumns;
}

/**
 * Lays a sighting over the residency of the same process: the resident pages within it, cut where evidence, kind or node
 * changes. One pass over both, which are ascending and disjoint. `nodeIndex`: Linux node id to index in the batch's list.
 */
export function overlay(sighting: Sighting, residency: Residency, nodeIndex: ReadonlyMap<number, number>): SpaceLook {
  // Every cut of the result is an edge of the one or the other.
  const most = sighting.startPage.length + residency.startPage.length;
  const startPage = new Float64Array(most);
  const pages = new Float64Array(most);
  const evidence = new Uint8Array(most);
  const node = new Uint8Array(most);
  const kind = new Uint8Array(most);
  let count = 0;
  let seen = 0;
  let run = 0;
  while (seen < sighting.startPage.length && run < residency.startPage.length) {
    const seenStart = sighting.startPage[seen] as number;
    const seenEnd = seenStart + (sighting.pages[seen] as number);
    const runStart = residency.startPage[run] as number;
    const runEnd = runStart + (residency.pages[run] as number);
    const start = Math.max(seenStart, runStart);
    const end = Math.min(seenEnd, runEnd);
    if (start < end) {
      startPage[count] = start;
      pages[count] = end - start;
      evidence[count] = sighting.evidence[seen] as number;
      node[count] = nodeIndex.get(residency.node[run] as number) ?? NODE_UNKNOWN;
      kind[count] = residency.kind[run] as number;
      count++;
    }
    if (seenEnd <= runEnd) seen++;
    if (runEnd <= seenEnd) run++;
  }
  return {
    runs: {
      startPage: startPage.subarray(0, count),
      pages: pages.subarray(0, count),
      evidence: evidence.subarray(0, count),
      node: node.subarray(0, count),
      kind: kind.subarray(0, count),
    },
    coverage: joined(sighting),
  };
}

/** The sighting's ranges with neighbours joined. */
function joined(sighting: Sighting): RangeColumns {
  const startPage: number[] = [];
  const pages: number[] = [];
  for (let i = 0; i < sighting.startPage.length; i++) {
    const start = sighting.startPage[i] as number;
    const length = sighting.pages[i] as number;
    const last = startPage.length - 1;
    if (last >= 0 && (startPage[last] as number) + (pages[last] as number) === start) {
      pages[last] = (pages[last] as number) + length;
    } else {
      startPage.push(start);
      pages.push(length);
    }
  }
  return { startPage: Float64Array.from(startPage), pages: Float64Array.from(pages) };
}
