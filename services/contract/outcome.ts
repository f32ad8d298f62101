import type { Direction__Output } from './gen/thermocline/v1/Direction.js';
import type { Outcome__Output } from './gen/thermocline/v1/Outcome.js';
import type { OutcomeState__Output } from './gen/thermocline/v1/OutcomeState.js';
import type { SpaceKey__Output } from './gen/thermocline/v1/SpaceKey.js';
import type { SpaceOutcome__Output } from './gen/thermocline/v1/SpaceOutcome.js';
import type { Totals__Output } from './gen/thermocline/v1/Totals.js';
import { MalformedMessage } from './schema.js';
import { NO_BYTES, readEnvelope, readPageRanges, spaceKeyReader } from './wireParts.js';
import { WireReader } from './wireReader.js';

const STATES: readonly OutcomeState__Output[] = [
  'OUTCOME_STATE_UNSPECIFIED',
  'OUTCOME_STATE_REFUSED',
  'OUTCOME_STATE_PARTIAL',
  'OUTCOME_STATE_COMPLETED',
  'OUTCOME_STATE_STOPPED',
];
const DIRECTIONS: readonly Direction__Output[] = ['DIRECTION_UNSPECIFIED', 'DIRECTION_PROMOTION', 'DIRECTION_DEMOTION'];

/** Decodes an Outcome as the codec does, at a fraction of its cost: while a fleet is placed they come as often as batches. */
export function outcomeDecoder(): (bytes: Uint8Array) => Outcome__Output {
  const keyOf = spaceKeyReader();
  return (bytes) => {
    try {
      const reader = new WireReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      const outcome: Outcome__Output = {
        envelope: null,
        planId: '',
        state: 'OUTCOME_STATE_UNSPECIFIED',
        reason: '',
        reasonText: '',
        policyRevision: '0',
        startedUnixMs: '0',
        finishedUnixMs: '0',
        spaces: [],
        totals: null,
        part: 0,
      };
      for (let field = reader.next(); field !== 0; field = reader.next()) {
        if (field === 1) outcome.envelope = readEnvelope(reader.message());
        else if (field === 2) outcome.planId = reader.string();
        else if (field === 3) outcome.state = named(STATES, reader.uint32());
        else if (field === 4) outcome.reason = reader.string();
        else if (field === 5) outcome.reasonText = reader.string();
        else if (field === 6) outcome.policyRevision = reader.uint64();
        else if (field === 7) outcome.startedUnixMs = reader.int64();
        else if (field === 8) outcome.finishedUnixMs = reader.int64();
        else if (field === 9) outcome.spaces.push(spaceOutcome(reader.message(), keyOf));
        else if (field === 10) outcome.totals = totals(reader.message());
        else if (field === 11) outcome.part = reader.uint32();
        else reader.skip();
      }
      return outcome;
    } catch (cause) {
      throw cause instanceof RangeError ? new MalformedMessage('Outcome', cause) : cause;
    }
  };
}

function spaceOutcome(reader: WireReader, keyOf: (bytes: Buffer) => SpaceKey__Output): SpaceOutcome__Output {
  const read: SpaceOutcome__Output = {
    movesIndex: 0,
    space: null,
    direction: 'DIRECTION_UNSPECIFIED',
    fromNode: 0,
    toNode: 0,
    subRuns: null,
    results: NO_BYTES,
    details: NO_BYTES,
    skipReasons: [],
    bytesMoved: '0',
    seconds: 0,
  };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) read.movesIndex = reader.uint32();
    else if (field === 2) read.space = keyOf(reader.buffer());
    else if (field === 3) read.direction = named(DIRECTIONS, reader.uint32());
    else if (field === 4) read.fromNode = reader.uint32();
    else if (field === 5) read.toNode = reader.uint32();
    else if (field === 6) read.subRuns = readPageRanges(reader.message());
    else if (field === 7) read.results = reader.buffer();
    else if (field === 8) read.details = reader.buffer();
    else if (field === 9) read.skipReasons.push(reader.string());
    else if (field === 10) read.bytesMoved = reader.uint64();
    else if (field === 11) read.seconds = reader.double();
    else if (field === 12) {
      read.lastLookAgeSeconds = reader.double();
      read._lastLookAgeSeconds = 'lastLookAgeSeconds';
    } else reader.skip();
  }
  return read;
}

function totals(reader: WireReader): Totals__Output {
  const read: Totals__Output = {
    pagesMoved: '0',
    bytesMoved: '0',
    pagesAlreadyThere: '0',
    pagesFailed: {},
    pagesSkipped: {},
    pagesUnknown: '0',
  };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) read.pagesMoved = reader.uint64();
    else if (field === 2) read.bytesMoved = reader.uint64();
    else if (field === 3) read.pagesAlreadyThere = reader.uint64();
    else if (field === 4) count(reader.message(), read.pagesFailed);
    else if (field === 5) count(reader.message(), read.pagesSkipped);
    else if (field === 6) read.pagesUnknown = reader.uint64();
    else reader.skip();
  }
  return read;
}

/** Takes an entry of a map of counts. */
function count(reader: WireReader, to: Record<string, string>): void {
  let name = '';
  let pages = '0';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) name = reader.string();
    else if (field === 2) pages = reader.uint64();
    else reader.skip();
  }
  to[name] = pages;
}

/** As the codec answers what it has no name for. */
function named<T extends string>(names: readonly T[], number: number): T {
  return names[number] ?? ((number | 0) as unknown as T);
}
