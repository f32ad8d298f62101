import type { BatchReading } from '../access/batchReader.js';
import { coreFacts } from '../access/hostFacts.js';
import { accessRates } from '../core/accessRate.js';
import type { RangeColumns } from '../core/columns.js';
import type { HostFacts } from '../core/host.js';
import type { DecodedRuns, LookRuns } from '../core/look.js';
import { type Rates, rateBins } from './optimum.js';
import type { Shape, Shapes } from './shapes.js';

const NODE_UNKNOWN = 255;

/** One space of a batch, as replays take it. */
export interface SeenSpace {
  readonly key: string;
  readonly command: string;
  readonly cgroup: string | undefined;
  readonly pageGranular: boolean;
  readonly coverage: RangeColumns;
  readonly residencyUnixMs: number;
  /** The node column holds Linux ids. Valid until the next batch is read; the borders beyond that. */
  readonly runs: LookRuns;
  /** The same in the engine, its node column as on the wire; valid until the next batch is read. */
  readonly decoded: DecodedRuns;
  /** By evidence: accesses a page and second. */
  readonly rates: Float64Array;
  /** By evidence: bin of that rate. */
  readonly bins: Uint16Array;
  /** What its borders have in common with looks before it. */
  readonly shape: Shape;
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

/** A batch as replays take it: valid until the next. `shapes`: of its host. */
export function seenBatch(batch: BatchReading, shapes: Shapes): SeenBatch {
  const windowSeconds = (batch.windowEndUnixMs - batch.windowStartUnixMs) / 1000;
  const ids = idsOf(batch.nodes);
  for (const key of batch.ended) shapes.delete(key);
  return {
    hostId: batch.hostId,
    bootId: batch.bootId,
    startUnixMs: batch.windowStartUnixMs,
    endUnixMs: batch.windowEndUnixMs,
    isLastPart: batch.part === batch.parts - 1,
    facts: batch.facts && coreFacts(batch.facts, batch),
    ended: batch.ended,
    spaces: batch.spaces.map((space) => {
      if (!space.packed || !('decodedAt' in space.runs)) throw new RangeError('batch: its runs are not in the engine');
      const { evidence, kind } = space.packed;
      const shape = shapes.of(space.keyText, space.packed, space.runs, ids);
      const { startPage, pages } = shape.columns;
      const of = tablesOf(space.looks, windowSeconds);
      return {
        key: space.keyText,
        command: space.command,
        cgroup: space.cgroup,
        pageGranular: space.pageGranular,
        coverage: space.coverage,
        residencyUnixMs: space.residencyUnixMs,
        runs: { startPage, pages, evidence, node: shape.node, kind },
        shape,
        decoded: space.runs,
        rates: of.rates,
        bins: of.bins,
      };
    }),
  };
}

/** Linux node ids by entry of the node column, of the batch before: most hosts have the same. */
let latestIds: { readonly nodes: readonly number[]; readonly ids: Uint8Array } | undefined;

function idsOf(nodes: readonly number[]): Uint8Array {
  const isSame = latestIds?.nodes.length === nodes.length && latestIds.nodes.every((id, i) => id === nodes[i]);
  if (latestIds && isSame) return latestIds.ids;
  const ids = new Uint8Array(256).fill(NODE_UNKNOWN);
  nodes.forEach((id, index) => {
    if (id < NODE_UNKNOWN) ids[index] = id;
  });
  latestIds = { nodes: [...nodes], ids };
  return ids;
}

/** Windows and looks are few: their tables are made once. */
const tables = new Map<string, Rates>();
const MAX_TABLES = 256;
/** Those asked for last: the next space has them too, as a rule. */
let latest: { readonly looks: number; readonly windowSeconds: number; readonly made: Rates } | undefined;

function tablesOf(looks: number, windowSeconds: number): Rates {
  if (latest?.looks === looks && latest.windowSeconds === windowSeconds) return latest.made;
  const name = `${looks} ${windowSeconds}`;
  let made = tables.get(name);
  if (!made) {
    if (tables.size >= MAX_TABLES) tables.clear();
    const rates = accessRates(looks, windowSeconds);
    made = { rates, bins: rateBins(rates) };
    tables.set(name, made);
  }
  latest = { looks, windowSeconds, made };
  return made;
}
