import { crc32 } from 'node:zlib';
import { decodeVarints, encodeVarints } from '../contract/varint.js';
import type { VerdictRun } from './verdictRuns.js';

/**
 * The journal's records and their form on disk: length (u32, little endian) of what follows the checksum, CRC-32 of it (u32),
 * then one byte of kind, the length of a JSON head (u32), the head, and bytes that belong to it.
 */

/** A plan was accepted; its bytes are the SignedPlan as received, none once the plan is finished and compacted. */
export interface AcceptedRecord {
  readonly kind: 'accepted';
  readonly planId: string;
  /** `<host>/<boot>/<sequence>`, by which repeats are known too. */
  readonly key: string;
  readonly atUnixMs: number;
  readonly bytes: Uint8Array;
}

/** A batch is about to be moved. Where its pages are is asked right before, by whoever moves them. */
export interface IntentRecord {
  readonly kind: 'intent';
  readonly planId: string;
  readonly group: number;
  /** Its number within the plan; absent in records of versions that moved one batch at a time. */
  readonly batch?: number | undefined;
  readonly atMs: number;
  /** Bytes it may move. */
  readonly moveBytes: number;
  /** Index and count of its pages within the group. */
  readonly spans: readonly { readonly first: number; readonly count: number }[];
}

/** What became of some pages of a group. Ends the intent of the same number. */
export interface ProgressRecord {
  readonly kind: 'progress';
  readonly planId: string;
  readonly group: number;
  /** Of the batch that they were moved in; absent where pages were settled without one. */
  readonly batch?: number | undefined;
  readonly bytesMoved: number;
  readonly seconds: number;
  /** CLOCK_MONOTONIC, which is comparable within one boot only. */
  readonly completedMs: number;
  readonly runs: readonly VerdictRun[];
}

/** One part of the outcome of a plan, encoded as it will be published. */
export interface OutcomeRecord {
  readonly kind: 'outcome';
  readonly planId: string;
  readonly key: string;
  readonly part: number;
  readonly last: boolean;
  /** Of its envelope; the journal is where the actuator's sequence lives. */
  readonly sequence: number;
  readonly atUnixMs: number;
  readonly bytes: Uint8Array;
}

/** The part was handed to the bus. */
export interface PublishedRecord {
  readonly kind: 'published';
  readonly planId: string;
  readonly part: number;
}

/** The highest sequence used so far; written when older records are dropped. */
export interface SequenceRecord {
  readonly kind: 'sequence';
  readonly sequence: number;
}

export type JournalRecord =
  | AcceptedRecord
  | IntentRecord
  | ProgressRecord
  | OutcomeRecord
  | PublishedRecord
  | SequenceRecord;

const KINDS = ['accepted', 'intent', 'progress', 'outcome', 'published', 'sequence'] as const;
const FRAME_BYTES = 8;
const NO_BYTES = new Uint8Array(0);
/** No record is longer: a plan is at most a message of the bus. */
const LONGEST_BYTES = 64 * 1024 * 1024;

export function encodeRecord(record: JournalRecord): Buffer {
  const { head, bytes } = split(record);
  const json = Buffer.from(JSON.stringify(head));
  const frame = Buffer.allocUnsafe(FRAME_BYTES + 5 + json.length + bytes.length);
  frame.writeUInt32LE(frame.length - FRAME_BYTES, 0);
  frame.writeUInt8(KINDS.indexOf(record.kind), FRAME_BYTES);
  frame.writeUInt32LE(json.length, FRAME_BYTES + 1);
  json.copy(frame, FRAME_BYTES + 5);
  frame.set(bytes, FRAME_BYTES + 5 + json.length);
  frame.writeUInt32LE(crc32(frame.subarray(FRAME_BYTES)), 4);
  return frame;
}

/** The record at `offset` and where the next one begins; undefined where no whole, sound record stands there. */
export function decodeRecord(file: Uint8Array, offset: number): { record: JournalRecord; end: number } | undefined {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (offset + FRAME_BYTES + 5 > view.length) return undefined;
  const length = view.readUInt32LE(offset);
  const start = offset + FRAME_BYTES;
  if (length < 5 || length > LONGEST_BYTES || start + length > view.length) return undefined;
  const body = view.subarray(start, start + length);
  if (crc32(body) !== view.readUInt32LE(offset + 4)) return undefined;
  const kind = KINDS[body.readUInt8(0)];
  const jsonEnd = 5 + body.readUInt32LE(1);
  if (!kind || jsonEnd > body.length) return undefined;
  const head = JSON.parse(body.toString('utf8', 5, jsonEnd)) as Record<string, unknown>;
  return { record: join(kind, head, body.subarray(jsonEnd)), end: start + length };
}

function split(record: JournalRecord): { head: object; bytes: Uint8Array } {
  if (record.kind === 'intent') {
    const { kind: _, spans, ...head } = record;
    return { head, bytes: encodeVarints(spans.flatMap(({ first, count }) => [first, count])) };
  }
  if (record.kind === 'progress') {
    const { kind: _, runs, ...head } = record;
    const flat = runs.flatMap(({ first, count, verdict, detail }) => [first, count, verdict, detail]);
    return { head: { ...head, runs: runs.length }, bytes: encodeVarints(flat) };
  }
  if (record.kind === 'accepted' || record.kind === 'outcome') {
    const { kind: _, bytes, ...head } = record;
    return { head, bytes };
  }
  const { kind: _, ...head } = record;
  return { head, bytes: NO_BYTES };
}

/** The checksum held, so the head is what this program wrote: its form is taken as given. */
function join(kind: JournalRecord['kind'], head: Record<string, unknown>, bytes: Uint8Array): JournalRecord {
  if (kind === 'intent') {
    const flat = column(bytes);
    const spans = Array.from({ length: flat.length / 2 }, (_, i) => ({
      first: flat[2 * i] as number,
      count: flat[2 * i + 1] as number,
    }));
    return { ...head, kind, spans } as unknown as IntentRecord;
  }
  if (kind === 'progress') {
    const flat = column(bytes);
    const runs = Array.from({ length: flat.length / 4 }, (_, i) => ({
      first: flat[4 * i] as number,
      count: flat[4 * i + 1] as number,
      verdict: flat[4 * i + 2] as number,
      detail: flat[4 * i + 3] as number,
    }));
    return { ...head, kind, runs } as unknown as ProgressRecord;
  }
  if (kind === 'accepted' || kind === 'outcome') return { ...head, kind, bytes } as unknown as JournalRecord;
  return { ...head, kind } as unknown as JournalRecord;
}

/** All varints of a column whose count the bytes themselves tell: each number ends with a byte below 128. */
function column(bytes: Uint8Array): Float64Array {
  let count = 0;
  for (const byte of bytes) if (byte < 128) count++;
  const values = new Float64Array(count);
  decodeVarints(bytes, count, values, 'journal');
  return values;
}
