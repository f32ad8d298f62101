import type { AccessBatch } from '../contract/gen/thermocline/v1/AccessBatch.js';
import type { HostFacts } from '../contract/gen/thermocline/v1/HostFacts.js';
import type { SpaceAccess } from '../contract/gen/thermocline/v1/SpaceAccess.js';
import type { SpaceKey } from '../contract/gen/thermocline/v1/SpaceKey.js';
import { encodeRanges, type RangeColumns } from '../contract/ranges.js';
import { encodeRuns, type Runs } from '../contract/runs.js';
import type { ProcessFacts, ProcessIdentity } from '../kernel/port.js';
import type { SpaceLook } from './overlay.js';
import type { Tracker } from './tracker.js';

/** What one window gave of one process. */
export interface ObservedSpace {
  readonly process: ProcessFacts;
  readonly tracker: Pick<Tracker, 'name' | 'pageGranular'>;
  readonly look: SpaceLook;
  readonly looks: number;
  /** Unix ms at which the node and kind columns were read. */
  readonly residencyUnixMs: number;
}

export interface ObservedWindow {
  readonly startUnixMs: number;
  readonly endUnixMs: number;
  /** Linux node ids in the order of the node columns. */
  readonly nodes: readonly number[];
  readonly spaces: readonly ObservedSpace[];
  readonly ended: readonly ProcessIdentity[];
  readonly facts: HostFacts;
}

/** What stays the same for every batch of one collector on one boot. */
export interface BatchOrigin {
  readonly hostId: string;
  readonly bootId: string;
  readonly pageSize: number;
  /** The next number of a sequence that survives restarts. */
  nextSequence(): number;
}

export const SCHEMA_VERSION = 1;
const COMMAND_LIMIT = 256;

/**
 * Messages of 16-64 KiB pass NATS best; a run takes 0.5 to 5 bytes packed and deflated, so this many keep a message near
 * there and far below any payload limit.
 */
const RUNS_PER_PART = 16_384;
/** A space costs its command and cgroup as well: up to some 400 bytes. */
const SPACES_PER_PART = 256;

/** Cuts a window into messages, each whole in itself: a part that is lost costs what it covers, nothing else. */
export function batchesOf(window: ObservedWindow, origin: BatchOrigin): AccessBatch[] {
  const parts: SpaceAccess[][] = [[]];
  let runsLeft = RUNS_PER_PART;
  for (const space of window.spaces) {
    for (const slice of slicesOf(space.look)) {
      let part = parts[parts.length - 1] as SpaceAccess[];
      if (part.length > 0 && (slice.runs.startPage.length > runsLeft || part.length >= SPACES_PER_PART)) {
        part = [];
        parts.push(part);
        runsLeft = RUNS_PER_PART;
      }
      part.push(spaceAccess(space, slice));
      runsLeft -= slice.runs.startPage.length;
    }
  }
  const sequences = parts.map(() => origin.nextSequence());
  return parts.map((spaces, part) => ({
    envelope: {
      schemaVersion: SCHEMA_VERSION,
      hostId: origin.hostId,
      bootId: origin.bootId,
      sequence: sequences[part] as number,
      createdUnixMs: window.endUnixMs,
    },
    window: { startUnixMs: window.startUnixMs, endUnixMs: window.endUnixMs, number: sequences[0] as number },
    part,
    parts: parts.length,
    pageSize: origin.pageSize,
    nodes: [...window.nodes],
    spaces,
    ...(part === 0 ? { host: window.facts, ended: window.ended.map(spaceKeyOf) } : {}),
  }));
}

export function spaceKeyOf(identity: ProcessIdentity): SpaceKey {
  return {
    process: {
      pid: identity.pid,
      startTicks: identity.startTicks,
      startStack: identity.startStack,
      exeInode: identity.exeInode,
    },
  };
}

function spaceAccess(space: ObservedSpace, look: SpaceLook): SpaceAccess {
  const { process } = space;
  return {
    space: spaceKeyOf(process.identity),
    command: process.command.slice(0, COMMAND_LIMIT),
    ...(process.cgroup === undefined ? {} : { cgroup: process.cgroup }),
    tracker: space.tracker.name,
    pageGranular: space.tracker.pageGranular,
    coverage: {
      ranges: encodeRanges(look.coverage),
      looks: space.looks,
      residencyUnixMs: space.residencyUnixMs,
    },
    runs: encodeRuns(look.runs),
  };
}

/** A look too large for one message as several, whose coverages are disjoint and make up the whole. */
function* slicesOf(look: SpaceLook): Generator<SpaceLook> {
  const { runs } = look;
  const count = runs.startPage.length;
  if (count <= RUNS_PER_PART) {
    yield look;
    return;
  }
  let from = 0;
  for (let first = 0; first < count; first += RUNS_PER_PART) {
    const last = Math.min(first + RUNS_PER_PART, count);
    const to = last < count ? (runs.startPage[last] as number) : Number.POSITIVE_INFINITY;
    yield { runs: runSlice(runs, first, last), coverage: clipped(look.coverage, from, to) };
    from = to;
  }
}

function runSlice(runs: Runs, first: number, last: number): Runs {
  return {
    startPage: runs.startPage.subarray(first, last),
    pages: runs.pages.subarray(first, last),
    evidence: runs.evidence.subarray(first, last),
    node: runs.node.subarray(first, last),
    kind: runs.kind.subarray(first, last),
  };
}

/** The part of the ranges within pages from .. to - 1. */
function clipped(ranges: RangeColumns, from: number, to: number): RangeColumns {
  const startPage: number[] = [];
  const pages: number[] = [];
  for (let i = 0; i < ranges.startPage.length; i++) {
    const start = Math.max(from, ranges.startPage[i] as number);
    const end = Math.min(to, (ranges.startPage[i] as number) + (ranges.pages[i] as number));
    if (start < end) {
      startPage.push(start);
      pages.push(end - start);
    }
  }
  return { startPage: Float64Array.from(startPage), pages: Float64Array.from(pages) };
}
