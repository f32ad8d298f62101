import type { AccessBatch__Output } from '../contract/gen/thermocline/v1/AccessBatch.js';
import type { HostFacts__Output } from '../contract/gen/thermocline/v1/HostFacts.js';
import type { SpaceAccess__Output } from '../contract/gen/thermocline/v1/SpaceAccess.js';
import type { SpaceKey__Output } from '../contract/gen/thermocline/v1/SpaceKey.js';
import { isHostId } from '../contract/ids.js';
import { decodeRanges, type RangeColumns } from '../contract/ranges.js';
import { decodeRuns, type PlainColumns, plainColumns } from '../contract/runs.js';
import { spaceKeyText } from '../contract/spaceKey.js';
import { MalformedColumn } from '../contract/varint.js';
import { beginLooks, decodeRuns as decodeLook } from '../core/engine.js';
import type { Look } from '../core/look.js';
import { PAGE_LIMIT, RESIDENT_MAX_PAGES } from '../core/quantities.js';

/** A batch whose parts contradict each other or this version. `code` names why, for counts and dead letters. */
export class UnacceptableBatch extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'UnacceptableBatch';
  }
}

/** One space of a batch. */
export interface SpaceReading {
  readonly keyText: string;
  readonly key: SpaceKey__Output;
  readonly command: string;
  readonly cgroup: string | undefined;
  readonly pageGranular: boolean;
  readonly coverage: RangeColumns;
  readonly looks: number;
  /** 0 when node and kind were never read. */
  readonly residencyUnixMs: number;
  /** Valid until the next batch is read. */
  readonly runs: Look['runs'];
  /** The same as they came, but for DEFLATE; absent where they did not come packed. */
  readonly packed?: PlainColumns | undefined;
}

export interface BatchReading {
  readonly hostId: string;
  readonly bootId: string;
  readonly sequence: number;
  readonly windowStartUnixMs: number;
  readonly windowEndUnixMs: number;
  readonly part: number;
  readonly parts: number;
  readonly pageSize: number;
  /** In part 0 alone. */
  readonly facts: HostFacts__Output | undefined;
  /** Keys of the spaces that ended. */
  readonly ended: readonly string[];
  readonly spaces: readonly SpaceReading[];
  /** Linux node ids that node columns index. */
  readonly nodes: readonly number[];
}

const SCHEMA_VERSION = 1;
/** A batch with more spaces (or ended spaces, or nodes) than any host follows is refused before anything is decoded. */
const MAX_SPACES = 20_000;
const MAX_NODES = 255;
/** No processor that Linux runs on has smaller base pages. */
const LEAST_PAGE_BYTES = 4096;
/** Runs of all spaces of one batch: those of a message of 8 MB unpacked, which is the most a server takes. */
const MAX_RUNS = 4_000_000;
/** Clocks of a fleet differ; a window that ends later than this from now is refused, for nothing would ever be older. */
const MAX_FUTURE_MS = 60_000;

/** Fields of AccessBatch that may be there many times, as on the wire. */
const REPEATED: ReadonlyMap<number, string> = new Map([
  [7, 'spaces'],
  [9, 'ended spaces'],
]);

/**
 * Counts what a batch holds without decoding it, for each of a million empty spaces would cost a decoder half a kilobyte.
 * Throws UnacceptableBatch. What is no protobuf at all is left to the decoder.
 * https://protobuf.dev/programming-guides/encoding
 */
export function requireModest(bytes: Uint8Array): void {
  const counts = new Map<number, number>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; at < bytes.length; scale *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < bytes.length) {
    const tag = varint();
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      at += length;
    } else return;
    const what = REPEATED.get(field);
    if (what === undefined) continue;
    const count = (counts.get(field) ?? 0) + 1;
    counts.set(field, count);
    if (count > MAX_SPACES) {
      throw new UnacceptableBatch('too-many-spaces', `more than ${MAX_SPACES} ${what}; the batch is not read`);
    }
  }
}

/**
 * Reads a decoded batch, which is to be merged before the next is read. Throws UnacceptableBatch, or MalformedColumn for columns
 * that do not hold what they claim.
 */
export function readBatch(batch: AccessBatch__Output, nowUnixMs: number): BatchReading {
  const { envelope, window } = batch;
  if (!envelope || !window) throw new UnacceptableBatch('incomplete', 'envelope or window is missing');
  if (envelope.schemaVersion !== SCHEMA_VERSION) {
    const what = `schema version ${envelope.schemaVersion}; this brain reads ${SCHEMA_VERSION}`;
    throw new UnacceptableBatch('schema-version', what);
  }
  if (!isHostId(envelope.hostId) || envelope.bootId === '') {
    throw new UnacceptableBatch(
      'bad-host',
      `host ${JSON.stringify(envelope.hostId)}, boot ${JSON.stringify(envelope.bootId)}`,
    );
  }
  const sequence = Number(envelope.sequence);
  if (!Number.isSafeInteger(sequence))
    throw new UnacceptableBatch('bad-sequence', `${envelope.sequence} is above 2^53`);
  const windowStartUnixMs = Number(window.startUnixMs);
  const windowEndUnixMs = Number(window.endUnixMs);
  if (!(windowStartUnixMs <= windowEndUnixMs))
    throw new UnacceptableBatch('bad-window', 'the window ends before it starts');
  if (windowEndUnixMs > nowUnixMs + MAX_FUTURE_MS) {
    const ahead = Math.round((windowEndUnixMs - nowUnixMs) / 1000);
    throw new UnacceptableBatch('from-the-future', `the window ends ${ahead} s from now; check the host's clock`);
  }
  if (!(batch.part < batch.parts)) {
    throw new UnacceptableBatch('bad-part', `part ${batch.part} of ${batch.parts}; parts are counted from 0`);
  }
  if (batch.pageSize < LEAST_PAGE_BYTES || (batch.pageSize & (batch.pageSize - 1)) !== 0) {
    const what = `a page of ${batch.pageSize} bytes; a power of two from ${LEAST_PAGE_BYTES} is expected`;
    throw new UnacceptableBatch('bad-page-size', what);
  }
  const runs = batch.spaces.reduce((sum, space) => sum + (space.runs?.count ?? 0), 0);
  if (runs > MAX_RUNS) throw new UnacceptableBatch('too-many-runs', `${runs} runs; at most ${MAX_RUNS} are read`);
  const nodes = Math.max(batch.nodes.length, batch.host?.nodes.length ?? 0);
  if (nodes > MAX_NODES) throw new UnacceptableBatch('too-many-nodes', `${nodes} nodes; at most ${MAX_NODES} are read`);
  beginLooks();
  return {
    hostId: envelope.hostId,
    bootId: envelope.bootId,
    sequence,
    windowStartUnixMs,
    windowEndUnixMs,
    part: batch.part,
    parts: batch.parts,
    pageSize: batch.pageSize,
    facts: batch.host ?? undefined,
    ended: batch.ended.map((key) => spaceKeyText(key)).filter((key) => key !== undefined),
    spaces: batch.spaces.map(readSpace),
    nodes: batch.nodes,
  };
}

function readSpace(space: SpaceAccess__Output): SpaceReading {
  const keyText = spaceKeyText(space.space);
  if (keyText === undefined || !space.space) throw new UnacceptableBatch('bad-space', 'a space without a key');
  const { runs, packed } = readRuns(space);
  return {
    keyText,
    key: space.space,
    command: space.command,
    cgroup: space.cgroup,
    pageGranular: space.pageGranular,
    coverage: readCoverage(space),
    looks: space.coverage?.looks ?? 0,
    residencyUnixMs: Number(space.coverage?.residencyUnixMs ?? 0),
    runs,
    packed,
  };
}

function readCoverage(space: SpaceAccess__Output): RangeColumns {
  const ranges = decodeRanges(space.coverage?.ranges ?? null);
  const last = ranges.startPage.length - 1;
  if (last >= 0 && (ranges.startPage[last] as number) >= PAGE_LIMIT) {
    throw new MalformedColumn('gaps', `coverage range ${last} begins above page 2^48`);
  }
  return ranges;
}

function readRuns({ runs }: SpaceAccess__Output): Pick<SpaceReading, 'runs' | 'packed'> {
  const packed = plainColumns(runs);
  const decoded = decodeLook(packed);
  if (decoded) return { runs: decoded, packed };
  // The slow way words what is wrong with the columns; what it lets through is too large for a space.
  decodeRuns(runs);
  throw new UnacceptableBatch('bad-range', `runs above page 2^48, or of over ${RESIDENT_MAX_PAGES} pages in all`);
}
