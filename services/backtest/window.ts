import type { BatchReading } from '../access/batchReader.js';
import { coreFacts } from '../access/hostFacts.js';
import { accessRates } from '../core/accessRate.js';
import type { RangeColumns } from '../core/columns.js';
import { columnsOf } from '../core/engine.js';
import type { HostFacts } from '../core/host.js';
import type { DecodedRuns, LookRuns } from '../core/look.js';
import { accessesOf } from './accesses.js';
import { rateBins } from './optimum.js';

const NODE_UNKNOWN = 255;

/** One space of a batch, as replays take it. */
export interface SeenSpace {
  readonly key: string;
  readonly command: string;
  readonly cgroup: string | undefined;
  readonly pageGranular: boolean;
  readonly coverage: RangeColumns;
  readonly residencyUnixMs: number;
  /** The node column holds Linux ids. */
  readonly runs: LookRuns;
  /** The same in the engine, its node column as on the wire; valid until the next batch is read. */
  readonly decoded: DecodedRuns;
  /** By evidence: accesses a page and second. */
  readonly rates: Float64Array;
  /** By evidence: bin of that rate. */
  readonly bins: Uint16Array;
  /** By run: accesses a second. */
  readonly accesses: Float64Array;
}

/** One message of one host. */
export interface SeenBatch {
  readonly hostId: string;
  readonly bootId: string;
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  readonly isLastPart: boolean;
  readonly facts: HostFacts | undefined;
  readonly ended: readonly string[];
  readonly spaces: readonly SeenSpace[];
}

/** Copies what is to be kept of a batch, for the next one takes its place. */
export function seenBatch(batch: BatchReading): SeenBatch {
  const windowSeconds = (batch.windowEndUnixMs - batch.windowStartUnixMs) / 1000;
  return {
    hostId: batch.hostId,
    bootId: batch.bootId,
    startUnixMs: batch.windowStartUnixMs,
    endUnixMs: batch.windowEndUnixMs,
    isLastPart: batch.part === batch.parts - 1,
    facts: batch.facts && coreFacts(batch.facts, batch),
    ended: batch.ended,
    spaces: batch.spaces.map((space) => {
      if (!('decodedAt' in space.runs)) throw new RangeError('batch: its runs are not in the engine');
      const runs = columnsOf(space.runs);
      const of = tablesOf(space.looks, windowSeconds);
      for (let i = 0; i < runs.node.length; i++) runs.node[i] = batch.nodes[runs.node[i] as number] ?? NODE_UNKNOWN;
      return {
        key: space.keyText,
        command: space.command,
        cgroup: space.cgroup,
        pageGranular: space.pageGranular,
        coverage: space.coverage,
        residencyUnixMs: space.residencyUnixMs,
        runs,
        decoded: space.runs,
        ...of,
        accesses: accessesOf(runs, of.rates),
      };
    }),
  };
}

/** Windows and looks are few: their tables are made once. */
const tables = new Map<string, { readonly rates: Float64Array; readonly bins: Uint16Array }>();
const MAX_TABLES = 256;

function tablesOf(looks: number, windowSeconds: number) {
  const name = `${looks} ${windowSeconds}`;
  let made = tables.get(name);
  if (!made) {
    if (tables.size >= MAX_TABLES) tables.clear();
    const rates = accessRates(looks, windowSeconds);
    made = { rates, bins: rateBins(rates) };
    tables.set(name, made);
  }
  return made;
}
