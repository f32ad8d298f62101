import type { AccessBatch__Output } from '../contract/gen/thermocline/v1/AccessBatch.js';
import type { HostFacts__Output } from '../contract/gen/thermocline/v1/HostFacts.js';
import type { SpaceAccess__Output } from '../contract/gen/thermocline/v1/SpaceAccess.js';
import type { SpaceKey__Output } from '../contract/gen/thermocline/v1/SpaceKey.js';
import { isHostId } from '../contract/ids.js';
import { decodeRanges, type RangeColumns } from '../contract/ranges.js';
import { decodeRuns, type Runs } from '../contract/runs.js';
import { spaceKeyText } from '../contract/spaceKey.js';

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
  readonly runs: Runs;
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
/** More than any host has processes; a batch that claims more is refused before anything is unpacked. */
const MAX_SPACES = 100_000;
/** Clocks of a fleet differ; a window that ends later than this from now is refused, for nothing would ever be older. */
const MAX_FUTURE_MS = 60_000;

/** Reads a decoded batch. Throws UnacceptableBatch, or MalformedColumn for columns that do not hold what they claim. */
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
  const windowStartUnixMs = Number(window.startUnixMs);
  const windowEndUnixMs = Number(window.endUnixMs);
  if (!(windowStartUnixMs <= windowEndUnixMs))
    throw new UnacceptableBatch('bad-window', 'the window ends before it starts');
  if (windowEndUnixMs > nowUnixMs + MAX_FUTURE_MS) {
    const ahead = Math.round((windowEndUnixMs - nowUnixMs) / 1000);
    throw new UnacceptableBatch('from-the-future', `the window ends ${ahead} s from now; check the host's clock`);
  }
  if (batch.spaces.length > MAX_SPACES) {
    throw new UnacceptableBatch('too-many-spaces', `${batch.spaces.length} spaces; at most ${MAX_SPACES} are read`);
  }
  return {
    hostId: envelope.hostId,
    bootId: envelope.bootId,
    sequence: Number(envelope.sequence),
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
  return {
    keyText,
    key: space.space,
    command: space.command,
    cgroup: space.cgroup,
    pageGranular: space.pageGranular,
    coverage: decodeRanges(space.coverage?.ranges ?? null),
    looks: space.coverage?.looks ?? 0,
    residencyUnixMs: Number(space.coverage?.residencyUnixMs ?? 0),
    runs: decodeRuns(space.runs),
  };
}
