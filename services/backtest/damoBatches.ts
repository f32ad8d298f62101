import { encodeRanges } from '../contract/ranges.js';
import { encodeRuns } from '../contract/runs.js';
import { codec } from '../contract/schema.js';
import type { TraceMessage } from './crew.js';
import type { DamoRecord, DamoSnapshot } from './damo.js';

/** What a record does not tell, and a backtest needs. */
export interface DamoHost {
  readonly hostId: string;
  readonly command: string;
  /** Bytes of the two tiers that the memory is taken to be on. */
  readonly fastBytes: number;
  readonly slowBytes: number;
  /** The clock of records begins at boot: when that is taken to have been, Unix ms. */
  readonly zeroUnixMs: number;
}

const PAGE_BYTES = 4096;
const [FAST, SLOW] = [0, 1];
/** PAGE_KIND_ANON as on the wire: records do not tell kinds. */
const KIND_ANON = 1;

/**
 * Snapshots as access batches, a target a process. Where pages were is not in a record: they are laid onto the fast tier in the
 * order of their addresses and of targets until it is full, as first touch might have, and stay there.
 */
export function* damoBatches(records: readonly DamoRecord[], host: DamoHost): Generator<TraceMessage> {
  const batches = codec('AccessBatch');
  const cut = cutsOf(records, host.fastBytes);
  const inOrder = records
    .flatMap((record, target) => record.snapshots.map((snapshot) => ({ record, target, snapshot })))
    .sort((a, b) => a.snapshot.endNs - b.snapshot.endNs || a.target - b.target);
  let sequence = 0;
  for (const { record, target, snapshot } of inOrder) {
    const runs = runsOf(snapshot, record.looks ?? mostSamples(record), cut[target] ?? 0);
    if (runs.startPage.length === 0) continue;
    const endUnixMs = host.zeroUnixMs + Math.round(snapshot.endNs / 1e6);
    sequence++;
    const bytes = batches.encode({
      envelope: { schemaVersion: 1, hostId: host.hostId, bootId: 'damo', sequence, createdUnixMs: endUnixMs },
      window: { startUnixMs: host.zeroUnixMs + Math.round(snapshot.startNs / 1e6), endUnixMs, number: sequence },
      part: 0,
      parts: 1,
      pageSize: PAGE_BYTES,
      nodes: [FAST, SLOW],
      spaces: [
        {
          space: { process: { pid: target + 1, startTicks: 1, startStack: 1, exeInode: 1 } },
          command: host.command,
          tracker: 'damo',
          pageGranular: true,
          coverage: {
            ranges: encodeRanges(runs),
            looks: record.looks ?? mostSamples(record),
            residencyUnixMs: endUnixMs,
          },
          runs: encodeRuns(runs),
        },
      ],
      host: factsOf(records, host),
    });
    yield { hostId: host.hostId, bytes };
  }
}

/** Most memory that the targets had at once decides what is free. */
function factsOf(records: readonly DamoRecord[], { fastBytes, slowBytes }: DamoHost) {
  const watched = records.reduce((sum, record) => sum + Math.max(0, ...record.snapshots.map(bytesOf)), 0);
  const onFast = Math.min(fastBytes, watched);
  const node = (id: number, totalBytes: number, usedBytes: number) => ({
    id,
    tier: id,
    totalBytes,
    freeBytes: Math.max(0, totalBytes - usedBytes),
    hasCpu: id === FAST,
  });
  return { nodes: [node(FAST, fastBytes, onFast), node(SLOW, slowBytes, watched - onFast)], tierSource: 'override' };
}

function bytesOf({ regions }: DamoSnapshot): number {
  return regions.reduce((sum, { start, end }) => sum + (end - start), 0);
}

/** By target: the page of its largest snapshot that is the first on the slow tier. */
function cutsOf(records: readonly DamoRecord[], fastBytes: number): number[] {
  let room = fastBytes;
  return records.map(({ snapshots }) => {
    const largest = snapshots.reduce((a, b) => (bytesOf(b) > bytesOf(a) ? b : a), {
      startNs: 0,
      endNs: 0,
      regions: [],
    });
    for (const { start, end } of [...largest.regions].sort((a, b) => a.start - b.start)) {
      if (end - start > room) {
        const page = Math.floor((start + room) / PAGE_BYTES);
        room = 0;
        return page;
      }
      room -= end - start;
    }
    return Number.POSITIVE_INFINITY;
  });
}

function mostSamples({ snapshots }: DamoRecord): number {
  return Math.max(1, ...snapshots.flatMap(({ regions }) => regions.map(({ samples }) => samples)));
}

/** Regions as runs; one that lies on both tiers is two. Regions that overlap the one before, as none should, are left out. */
function runsOf({ regions }: DamoSnapshot, looks: number, cutPage: number) {
  const pieces: [start: number, end: number, evidence: number, node: number][] = [];
  let behind = 0;
  for (const { start, end, samples } of [...regions].sort((a, b) => a.start - b.start)) {
    const first = Math.max(behind, Math.floor(start / PAGE_BYTES));
    const last = Math.floor(end / PAGE_BYTES);
    if (last <= first || samples < 0) continue;
    behind = last;
    const evidence = Math.round((255 * Math.min(looks, samples)) / looks);
    if (first < cutPage) pieces.push([first, Math.min(last, cutPage), evidence, FAST as number]);
    if (last > cutPage) pieces.push([Math.max(first, cutPage), last, evidence, SLOW as number]);
  }
  return {
    startPage: Float64Array.from(pieces, ([start]) => start),
    pages: Float64Array.from(pieces, ([start, end]) => end - start),
    evidence: Uint8Array.from(pieces, ([, , evidence]) => evidence),
    node: Uint8Array.from(pieces, ([, , , node]) => node),
    kind: new Uint8Array(pieces.length).fill(KIND_ANON),
  };
}
