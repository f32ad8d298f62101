import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { RunColumns, RunColumns__Output } from './gen/thermocline/v1/RunColumns.js';
import { decodeStartsAndLengths, gapsOf, MAX_RANGES, type RangeColumns } from './ranges.js';
import { encodeVarints, MalformedColumn } from './varint.js';

/** Node column entry for a run whose node is not known. */
export const NODE_UNKNOWN = 255;

/** Runs of one space in one window, as columns of equal length; ascending and disjoint. */
export interface Runs extends RangeColumns {
  /** Share of looks that saw the run accessed: 0 never, 255 every look. */
  readonly evidence: Uint8Array;
  /** Index into the batch's node list, or NODE_UNKNOWN. */
  readonly node: Uint8Array;
  /** PageKind as on the wire. */
  readonly kind: Uint8Array;
}

/** Five columns to inflate cost a reader 50 µs (measured), whatever is in them: fewer runs travel plain, 5 bytes each. */
const DEFLATE_FROM_RUNS = 1024;
/** Fast and enough: level 1 takes the columns to a fifth; higher levels gain a few per cent for several times the CPU. */
const DEFLATE_LEVEL = 1;
const COLUMNS = ['gaps', 'lengths', 'evidence', 'nodes', 'kinds'] as const;

/** Packs runs for the wire. Throws RangeError when they are not ascending and disjoint. */
export function encodeRuns(runs: Runs): RunColumns {
  const count = runs.startPage.length;
  const plain: Record<(typeof COLUMNS)[number], Uint8Array> = {
    gaps: encodeVarints(gapsOf(runs.startPage, runs.pages, count)),
    lengths: encodeVarints(runs.pages, count),
    evidence: runs.evidence,
    nodes: runs.node,
    kinds: runs.kind,
  };
  if (count < DEFLATE_FROM_RUNS) return { count, encoding: 'COLUMN_ENCODING_PLAIN', ...plain };
  const deflated: RunColumns = { count, encoding: 'COLUMN_ENCODING_DEFLATE' };
  for (const column of COLUMNS) deflated[column] = deflateRawSync(plain[column], { level: DEFLATE_LEVEL });
  return deflated;
}

/** The columns of runs without DEFLATE: gaps and lengths as varints, the others a byte a run. */
export interface PlainColumns {
  readonly count: number;
  readonly gaps: Uint8Array;
  readonly lengths: Uint8Array;
  readonly evidence: Uint8Array;
  readonly node: Uint8Array;
  readonly kind: Uint8Array;
}

/** Unpacks runs. Throws MalformedColumn when the columns do not hold what `count` says. */
export function decodeRuns(columns: RunColumns__Output | null): Runs {
  const { count, gaps, lengths, evidence, node, kind } = plainColumns(columns);
  return { ...decodeStartsAndLengths(count, gaps, lengths), evidence, node, kind };
}

/** Inflates the columns. Throws MalformedColumn when they can't be, or those of a byte a run are not of `count` entries. */
export function plainColumns(columns: RunColumns__Output | null): PlainColumns {
  if (!columns) return plainColumns(EMPTY);
  const { count } = columns;
  if (count > MAX_RANGES) throw new MalformedColumn('count', `${count} runs; at most ${MAX_RANGES} are read`);
  const column = (name: (typeof COLUMNS)[number], longest: number): Uint8Array => {
    const bytes = unpacked(columns, name, longest);
    if (longest === count && bytes.length !== count) {
      throw new MalformedColumn(name, `${bytes.length} entries, but the message says ${count} runs`);
    }
    return bytes;
  };
  return {
    count,
    gaps: column('gaps', count * 8),
    lengths: column('lengths', count * 8),
    evidence: column('evidence', count),
    node: column('nodes', count),
    kind: column('kinds', count),
  };
}

function unpacked(columns: RunColumns__Output, name: (typeof COLUMNS)[number], longest: number): Uint8Array {
  const bytes = columns[name];
  if (columns.encoding === 'COLUMN_ENCODING_PLAIN') return bytes;
  if (columns.encoding !== 'COLUMN_ENCODING_DEFLATE') {
    throw new MalformedColumn('encoding', `${columns.encoding} is not one that this version reads`);
  }
  try {
    // The bound keeps a small message from unpacking into gigabytes.
    return inflateRawSync(bytes, { maxOutputLength: Math.max(longest, 1) });
  } catch (cause) {
    throw new MalformedColumn(name, `cannot be inflated: ${(cause as Error).message}`);
  }
}

const NONE = Buffer.alloc(0);
const EMPTY: RunColumns__Output = {
  count: 0,
  encoding: 'COLUMN_ENCODING_PLAIN',
  gaps: NONE,
  lengths: NONE,
  evidence: NONE,
  nodes: NONE,
  kinds: NONE,
};
