import { pagesOf, type RunTable, startOf } from '../core/columns.js';
import { TIER_UNKNOWN } from '../core/host.js';
import { HEAT_ONE } from '../core/quantities.js';

/** Bytes of a run as a rule sees it: startPage 8, pages, heat and age 4 each, tier and kind 1 each. */
export const COLUMN_BYTES = 22;

/** What a rule is told of a space besides its runs. */
export interface RuleFacts {
  /** Name of the class that the space is of. */
  readonly class: string;
  /** The command line, spaces for NULs. */
  readonly command: string;
  /** cgroup v2 path; absent where there is none. */
  readonly cgroup?: string;
  /** Labels of the host. */
  readonly labels: Readonly<Record<string, string>>;
  /** Bytes of a base page. */
  readonly pageSize: number;
}

/** A space as a rule sees it: columns of equal length, one entry a run, ascending and disjoint by page. */
export interface RuleColumns {
  readonly startPage: Float64Array;
  readonly pages: Uint32Array;
  /** 0..1. */
  readonly heat: Float32Array;
  /** Observed seconds since last seen accessed. */
  readonly age: Float32Array;
  /** Rank of the tier that the run is in, 0 the fastest; 255 where it is not known. */
  readonly tier: Uint8Array;
  /** PageKind as on the wire. */
  readonly kind: Uint8Array;
}

/** Columns in one buffer, in the order and with the widths that isolate.ts lays over it. */
export function createColumns(count: number): RuleColumns & { readonly buffer: ArrayBuffer } {
  const buffer = new ArrayBuffer(count * COLUMN_BYTES);
  return {
    buffer,
    startPage: new Float64Array(buffer, 0, count),
    pages: new Uint32Array(buffer, 8 * count, count),
    heat: new Float32Array(buffer, 12 * count, count),
    age: new Float32Array(buffer, 16 * count, count),
    tier: new Uint8Array(buffer, 20 * count, count),
    kind: new Uint8Array(buffer, 21 * count, count),
  };
}

/** The runs of a space as a rule sees them. `tierOf`: rank by node id, as tierTable makes it. */
export function columnsOf(runs: RunTable, tierOf: Uint8Array): ArrayBuffer {
  const { count } = runs;
  const { buffer, startPage, pages, heat, age, tier, kind } = createColumns(count);
  for (let i = 0; i < count; i++) {
    startPage[i] = startOf(runs, i);
    pages[i] = pagesOf(runs, i);
    heat[i] = (runs.heat[i] as number) / HEAT_ONE;
    tier[i] = tierOf[runs.node[i] as number] ?? TIER_UNKNOWN;
  }
  age.set(runs.age.subarray(0, count));
  kind.set(runs.kind.subarray(0, count));
  return buffer;
}
