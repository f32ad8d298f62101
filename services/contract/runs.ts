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

/** Unpacks runs. Throws MalformedColumn when the columns do not hold what `count` says. */
export function decodeRuns(columns: RunColumns__Output | null): Runs {
  if (!columns) return decodeRuns(EMPTY);
  const { count } = columns;
  if (count > MAX_RANGES) throw new MalformedColumn('count', `${count} runs; at most ${MAX_RANGES} are read`);
  const [gaps, lengths, evidence, node, kind] = COLUMNS.map((name) => {
    const longest = name === 'gaps' || name === 'lengths' ? count * 8 : count;
    const bytes = unpacked(columns, name, longest);
    if (longest === count && bytes.length !== count) {
      throw new MalformedColumn(name, `${bytes.length} entries, but the message says ${count} runs`);
    }
    return bytes;
  }) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  return { ...decodeStartsAndLengths(count, gaps, lengths), evidence, node, kind };
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
