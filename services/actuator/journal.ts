import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { decodeRecord, encodeRecord, type JournalRecord } from './journalRecords.js';
import { JournalState, type PlanEntry, type RecordPlace } from './journalState.js';

export interface JournalBounds {
  /** Finished plans are kept this long, so that a repeat is answered from here. */
  readonly keepMs: number;
  /** Beyond this the oldest finished and published plans go first, whatever their age. */
  readonly maxBytes: number;
  /** Of those that finished less than this ago the moves are kept too, for `resume` to recall; absent: of none. */
  readonly recallMs?: number;
}

/** Rewriting is worth it from here on. */
const COMPACT_FROM_BYTES = 1024 * 1024;

/**
 * What the actuator must not forget, in one append-only file. A record is one write, so a killed process leaves at most one
 * cut-off record at the end, which the next start cuts away. Plans and outcomes are synced to the disk before anyone is told
 * of them; progress is only written: when the machine itself goes down, its plan is void with the boot it was for.
 */
export class Journal {
  /** Bytes that were cut from the end at opening because no sound record stood there. */
  readonly cutBytes: number;
  private readonly path: string;
  private readonly bounds: JournalBounds;
  private state = new JournalState();
  private fd: number;
  private length: number;
  /** Length after the last compaction; the next one waits until the file has doubled. */
  private compactedLength = 0;

  /** Opens or creates the file and reads it. Throws what node:fs throws. */
  constructor(path: string, bounds: JournalBounds) {
    this.path = path;
    this.bounds = bounds;
    mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
    const file = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    this.length = replay(file, this.state);
    this.cutBytes = file.length - this.length;
    this.fd = openSync(path, 'a+', 0o640);
    if (this.cutBytes > 0) ftruncateSync(this.fd, this.length);
    fsyncSync(this.fd);
    syncDirectory(dirname(path));
  }

  get bytes(): number {
    return this.length;
  }

  find(planId: string, key: string): PlanEntry | undefined {
    return this.state.find(planId, key);
  }

  /** Accepted plans without a last outcome, in order of arrival. */
  unfinished(): PlanEntry[] {
    return [...this.state.entries.values()].filter((entry) => entry.accepted && entry.finishedUnixMs === undefined);
  }

  /** Every plan held, in order of arrival. */
  all(): PlanEntry[] {
    return [...this.state.entries.values()];
  }

  /** The next number of the actuator's own sequence; it is taken once the record that carries it is appended. */
  nextSequence(): number {
    return this.state.highestSequence + 1;
  }

  /**
   * Appends one record. Plans and outcomes are on the disk when it returns. When the write fails the file is cut back to
   * its last whole record, and what node:fs threw is thrown on.
   */
  append(record: JournalRecord): void {
    const frame = encodeRecord(record);
    const offset = this.length;
    try {
      writeWhole(this.fd, frame);
      if (record.kind === 'accepted' || record.kind === 'outcome') fsyncSync(this.fd);
    } catch (error) {
      ftruncateSync(this.fd, offset);
      throw error;
    }
    this.length += frame.length;
    this.state.apply(record, { offset, length: frame.length });
    if (record.kind === 'outcome' && record.last) this.shed(record.planId);
  }

  /** Lets go of the progress of a finished plan, or of all of them, once nobody asks for it any more. */
  shed(planId?: string): void {
    const entries = planId === undefined ? this.state.entries.values() : [this.state.entries.get(planId)];
    for (const entry of entries) if (entry?.finishedUnixMs !== undefined) entry.progress = [];
  }

  /** The signed plan of an entry as it was received; undefined for an entry that only holds a refusal. */
  signedPlan(entry: PlanEntry): Uint8Array | undefined {
    if (!entry.accepted) return undefined;
    const record = this.read(entry.accepted);
    return record.kind === 'accepted' && record.bytes.length > 0 ? record.bytes : undefined;
  }

  outcomeBytes(place: RecordPlace): Uint8Array {
    const record = this.read(place);
    return record.kind === 'outcome' ? record.bytes : new Uint8Array(0);
  }

  /**
   * Drops what is over its time or above the byte cap, when that is worth a rewrite. Answers whether it was. Throws what
   * node:fs throws; what stood in the journal before stands in it then.
   */
  compact(nowUnixMs: number): boolean {
    for (const entry of this.state.entries.values()) if (!this.recalled(entry, nowUnixMs)) entry.progressPlaces = [];
    const over = this.length > this.bounds.maxBytes;
    if (!over && this.length < Math.max(COMPACT_FROM_BYTES, 2 * this.compactedLength)) return false;
    const next = `${this.path}.new`;
    rmSync(next, { force: true });
    const fd = openSync(next, 'ax+', 0o640);
    const state = new JournalState();
    let length = 0;
    try {
      for (const record of this.keptRecords(nowUnixMs)) {
        const frame = encodeRecord(record);
        writeWhole(fd, frame);
        state.apply(record, { offset: length, length: frame.length });
        length += frame.length;
      }
      fsyncSync(fd);
      renameSync(next, this.path);
    } catch (error) {
      closeSync(fd);
      rmSync(next, { force: true });
      throw error;
    }
    const before = this.fd;
    this.fd = fd;
    this.state = state;
    this.length = length;
    this.compactedLength = length;
    this.shed();
    closeSync(before);
    syncDirectory(dirname(this.path));
    return true;
  }

  close(): void {
    closeSync(this.fd);
  }

  private read(place: RecordPlace): JournalRecord {
    const frame = Buffer.alloc(place.length);
    readSync(this.fd, frame, 0, place.length, place.offset);
    const found = decodeRecord(frame, 0);
    if (!found) throw new Error(`${this.path}: the record at byte ${place.offset} cannot be read any more`);
    return found.record;
  }

  /** Whether the next start has to know what the plan moved: it is unfinished, or finished of late. */
  private recalled({ finishedUnixMs }: PlanEntry, nowUnixMs: number): boolean {
    return finishedUnixMs === undefined || nowUnixMs - finishedUnixMs < (this.bounds.recallMs ?? 0);
  }

  private *keptRecords(nowUnixMs: number): Generator<JournalRecord> {
    yield { kind: 'sequence', sequence: this.state.highestSequence };
    const keep = this.kept(nowUnixMs);
    for (const entry of this.all()) {
      const moves = keep.get(entry);
      if (moves !== undefined) yield* this.recordsOf(entry, moves);
    }
  }

  /**
   * Entries to keep: all that still owe something, and finished ones by age and size, the newest first. True: with the plan and
   * its moves, which a finished one that is recalled has where there is room.
   */
  private kept(nowUnixMs: number): Map<PlanEntry, boolean> {
    let room = this.bounds.maxBytes / 2;
    const keep = new Map<PlanEntry, boolean>();
    for (const entry of this.all().reverse()) {
      const finished = entry.finishedUnixMs !== undefined;
      const owes = !finished || entry.outcomes.some((outcome) => !outcome.published);
      const bytes = entry.outcomes.reduce((sum, outcome) => sum + outcome.place.length, 0);
      const recalled = this.recalled(entry, nowUnixMs);
      const young = recalled || nowUnixMs - (entry.finishedUnixMs ?? nowUnixMs) < this.bounds.keepMs;
      if (!owes && (!young || bytes > room)) continue;
      if (!owes) room -= bytes;
      const moveBytes = entry.progressPlaces.reduce((sum, place) => sum + place.length, entry.accepted?.length ?? 0);
      const moves = recalled && (!finished || moveBytes <= room);
      if (moves && finished) room -= moveBytes;
      keep.set(entry, moves);
    }
    return keep;
  }

  private *recordsOf(entry: PlanEntry, moves: boolean): Generator<JournalRecord> {
    if (entry.accepted && entry.acceptedUnixMs !== undefined) {
      const { planId, key, acceptedUnixMs: atUnixMs } = entry;
      const bytes = (moves && this.signedPlan(entry)) || new Uint8Array(0);
      yield { kind: 'accepted', planId, key, atUnixMs, bytes };
    }
    if (moves) for (const place of entry.progressPlaces) yield this.read(place);
    yield* entry.intents;
    for (const outcome of entry.outcomes) {
      yield this.read(outcome.place);
      if (outcome.published) yield { kind: 'published', planId: entry.planId, part: outcome.part };
    }
  }
}

/** Applies every sound record from the front; answers where the first unsound one begins. */
function replay(file: Uint8Array, state: JournalState): number {
  let offset = 0;
  for (;;) {
    const found = decodeRecord(file, offset);
    if (!found) return offset;
    state.apply(found.record, { offset, length: found.end - offset });
    offset = found.end;
  }
}

/** A write may take less than it was given without an error, e.g. when the disk has no more room. */
function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done);
}

function syncDirectory(path: string): void {
  const fd = openSync(path, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
