import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ThermoclineError } from '../runtime/errors.js';
import { syncDirectory } from './directory.js';
import { encodeRecord, Segment, type SpooledMessage } from './spoolSegment.js';

/** A spool is this many segments; the oldest goes whole when it is full. */
const SEGMENTS = 8;
const NAME = /^\d{12}\.spool$/;

/**
 * Messages on disk, in order, until NATS has them: append-only segments of records with length and checksum. What `append`
 * returned from survives kill -9 and a power failure: file and directory are synced (fsync) each time, which blocks for as
 * long as the disk takes. A record cut off by a crash ends its segment. Bounded: the oldest segment goes when there is no
 * room, and its messages are counted. What was taken from a segment is not on record: after a crash up to one segment is
 * sent once more, for consumers to drop as repeats.
 */
export class Spool {
  private readonly segments: Segment[] = [];
  private nextNumber = 1;
  private head: SpooledMessage | undefined;
  /** Messages lost: for want of room, or damaged on disk. */
  dropped = 0;
  /** Bytes found at the start that are no whole record: what a crash cut off before `append` returned, or damage. */
  readonly cutBytes: number;

  /** Throws STATE_UNWRITABLE. */
  constructor(
    private readonly dir: string,
    private readonly maxBytes: number,
  ) {
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(dir)
        .filter((each) => NAME.test(each))
        .sort()) {
        this.segments.push(Segment.reopen(join(dir, name)));
        this.nextNumber = Number.parseInt(name, 10) + 1;
      }
    } catch (cause) {
      throw this.unwritable(cause);
    }
    this.cutBytes = this.segments.reduce((sum, each) => sum + each.cutBytes, 0);
    for (const empty of this.segments.filter((each) => each.messages === 0)) this.remove(empty);
  }

  get messages(): number {
    return this.segments.reduce((sum, each) => sum + each.messages, 0);
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.segments.reduce((sum, each) => sum + each.bytes, 0);
  }

  /** Throws STATE_UNWRITABLE; the message is then neither in the spool nor counted. One larger than the spool is dropped. */
  append(message: SpooledMessage): void {
    const record = encodeRecord(message);
    if (record.length > this.maxBytes) {
      this.dropped++;
      return;
    }
    try {
      while (this.segments.length > 0 && this.bytes + record.length > this.maxBytes) this.dropOldest();
      this.segmentFor(record.length).append(record);
    } catch (cause) {
      throw this.unwritable(cause);
    }
  }

  /** The oldest message, the same object each time, until `remove`. */
  oldest(): SpooledMessage | undefined {
    while (!this.head) {
      const segment = this.segments[0];
      if (!segment) return undefined;
      if (segment.messages === 0) {
        this.remove(segment);
        continue;
      }
      this.head = segment.oldest();
      if (this.head) break;
      this.dropped++;
      segment.removeOldest();
    }
    return this.head;
  }

  /** Removes what `oldest` gave; nothing happens when it was dropped meanwhile. */
  removeOldest(message: SpooledMessage): void {
    const segment = this.segments[0];
    if (this.head !== message || !segment) return;
    this.head = undefined;
    segment.removeOldest();
    if (segment.messages === 0) this.remove(segment);
  }

  /** What is in it stays for the next start. */
  close(): void {
    for (const segment of this.segments.splice(0)) segment.close();
    this.head = undefined;
  }

  private segmentFor(bytes: number): Segment {
    const last = this.segments[this.segments.length - 1];
    if (last?.takes(bytes, this.maxBytes / SEGMENTS)) return last;
    const segment = Segment.create(join(this.dir, `${String(this.nextNumber++).padStart(12, '0')}.spool`));
    this.segments.push(segment);
    syncDirectory(this.dir);
    return segment;
  }

  private dropOldest(): void {
    const [segment] = this.segments;
    if (!segment) return;
    this.dropped += segment.messages;
    this.head = undefined;
    this.remove(segment);
  }

  private remove(segment: Segment): void {
    this.segments.splice(this.segments.indexOf(segment), 1);
    segment.remove();
  }

  private unwritable(cause: unknown): ThermoclineError {
    return new ThermoclineError('STATE_UNWRITABLE', `spool ${this.dir}: ${(cause as Error).message}`, { cause });
  }
}
