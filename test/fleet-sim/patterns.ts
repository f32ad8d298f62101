import { deflateRawSync } from 'node:zlib';
import type { RangeColumns } from '../../services/contract/ranges.js';
import { encodeRanges } from '../../services/contract/ranges.js';
import { encodeRuns } from '../../services/contract/runs.js';
import { BLOCK_KIND, BLOCK_PAGES, coverageOf, startsOf } from './blocks.js';
import { evidenceOf, type Looks } from './evidence.js';
import { mixed, seeded } from './random.js';
import type { Workload, WorkloadPart } from './workloads.js';

/** As services/contract/runs.ts packs a column. */
const DEFLATE_LEVEL = 1;
/** Looks of one epoch that are drawn; each host takes one of them at random in each window. */
const DRAWS = 8;

/** Packs a column as the template of its part is packed. */
export type Pack = (column: Uint8Array) => Uint8Array;

/** What of a part's batches is the same for all hosts and windows. */
export interface PartTemplate {
  readonly part: WorkloadPart;
  readonly columns: ReturnType<typeof encodeRuns>;
  readonly coverage: ReturnType<typeof encodeRanges>;
  readonly pack: Pack;
}

/** What was seen in an epoch, by draw and part: packed evidence. */
interface Seen {
  readonly epoch: number;
  readonly rates: Float32Array;
  readonly draws: readonly (readonly Uint8Array[])[];
}

/**
 * One workload as many hosts run it, as a fleet has many hosts of one service: they share the true rates and a stock of looks
 * at them, packed once an epoch, so that a batch costs little. Which look a host sends is drawn anew for each window.
 */
export class Pattern {
  readonly templates: readonly PartTemplate[];
  private seen: Seen | undefined;

  /** @param offsetSeconds how far this pattern is ahead of the others, so that a fleet does not shift all at once */
  constructor(
    readonly workload: Workload,
    readonly looks: Looks,
    private readonly seed: number,
    private readonly offsetSeconds: number,
  ) {
    this.templates = workload.parts.map(templateOf);
  }

  ratesAt(seconds: number): Float32Array {
    return this.at(seconds).rates;
  }

  /** Packed evidence of each part. `choice`: any whole number. */
  evidenceAt(seconds: number, choice: number): readonly Uint8Array[] {
    return this.at(seconds).draws[choice % DRAWS] as readonly Uint8Array[];
  }

  private at(seconds: number): Seen {
    const epoch = this.workload.epochAt(seconds + this.offsetSeconds);
    if (this.seen?.epoch === epoch) return this.seen;
    const rates = this.workload.rates(epoch);
    const draws = Array.from({ length: DRAWS }, (_, draw) => {
      const evidence = evidenceOf(rates, this.looks, seeded(mixed(this.seed, epoch, draw)));
      return this.templates.map(({ part, pack }) => pack(evidence.subarray(part.first, part.first + part.blocks)));
    });
    this.seen = { epoch, rates, draws };
    return this.seen;
  }
}

function templateOf(part: WorkloadPart): PartTemplate {
  const zeros = new Uint8Array(part.blocks);
  const runs: RangeColumns & { evidence: Uint8Array; node: Uint8Array; kind: Uint8Array } = {
    startPage: startsOf(part),
    pages: new Float64Array(part.blocks).fill(BLOCK_PAGES),
    evidence: zeros,
    node: zeros,
    kind: new Uint8Array(part.blocks).fill(BLOCK_KIND),
  };
  const columns = encodeRuns(runs);
  const deflated = columns.encoding === 'COLUMN_ENCODING_DEFLATE';
  const pack: Pack = (column) => (deflated ? deflateRawSync(column, { level: DEFLATE_LEVEL }) : column);
  return { part, columns, coverage: encodeRanges(coverageOf(part)), pack };
}
