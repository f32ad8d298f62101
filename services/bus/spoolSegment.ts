import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** A message as it waits for NATS. */
export interface SpooledMessage {
  readonly subject: string;
  readonly messageId: string;
  readonly bytes: Uint8Array;
}

/** Little endian: u32 length of what follows the header, u32 CRC-32 from byte 8 on, u16 lengths of subject and message id. */
const HEADER_BYTES = 12;

/** One file of a spool: records one after the other, appended at the end, taken from the front. */
export class Segment {
  /** Where the oldest record begins. */
  private start = 0;
  private taken = 0;

  private constructor(
    readonly path: string,
    private readonly descriptor: number,
    /** End offset of each record, those taken included. */
    private readonly ends: number[],
    /** Bytes at the end that are no whole record: what a crash cut off, or damage. */
    readonly cutBytes: number,
    private writable: boolean,
  ) {}

  static create(path: string): Segment {
    return new Segment(path, openSync(path, 'ax+', 0o600), [], 0, true);
  }

  /** Opens one of an earlier run, to read only: what is behind a cut-off record could not be found again. */
  static reopen(path: string): Segment {
    const content = readFileSync(path);
    const ends = recordEnds(content);
    return new Segment(path, openSync(path, 'r'), ends, content.length - (ends[ends.length - 1] ?? 0), false);
  }

  get messages(): number {
    return this.ends.length - this.taken;
  }

  /** Bytes on disk, those of records taken included. */
  get bytes(): number {
    return (this.ends[this.ends.length - 1] ?? 0) + this.cutBytes;
  }

  takes(bytes: number, limit: number): boolean {
    return this.writable && (this.bytes === 0 || this.bytes + bytes <= limit);
  }

  /** On disk when it returns. A record that could not be written whole leaves no trace, or ends the segment. */
  append(record: Uint8Array): void {
    const before = this.bytes;
    try {
      for (let at = 0; at < record.length; ) at += writeSync(this.descriptor, record, at);
      fsyncSync(this.descriptor);
    } catch (error) {
      this.writable = false;
      try {
        ftruncateSync(this.descriptor, before);
      } catch {
        // What is left is a cut-off record at the end, as after a crash.
      }
      throw error;
    }
    this.ends.push(before + record.length);
  }

  /** The oldest message; undefined when it has been damaged since it was written, or there is none. */
  oldest(): SpooledMessage | undefined {
    const end = this.ends[this.taken];
    if (end === undefined) return undefined;
    const record = Buffer.allocUnsafe(end - this.start);
    for (let at = 0; at < record.length; ) {
      const count = readSync(this.descriptor, record, at, record.length - at, this.start + at);
      if (count === 0) return undefined;
      at += count;
    }
    return recordEnds(record).length === 1 ? decode(record) : undefined;
  }

  removeOldest(): void {
    this.start = this.ends[this.taken] ?? this.start;
    this.taken++;
  }

  close(): void {
    closeSync(this.descriptor);
  }

  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }
}

/** Throws RangeError when subject or message id is longer than 65,535 bytes. */
export function encodeRecord({ subject, messageId, bytes }: SpooledMessage): Buffer {
  const subjectBytes = Buffer.from(subject);
  const idBytes = Buffer.from(messageId);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(subjectBytes.length + idBytes.length + bytes.length, 0);
  header.writeUInt16LE(subjectBytes.length, 8);
  header.writeUInt16LE(idBytes.length, 10);
  const record = Buffer.concat([header, subjectBytes, idBytes, bytes]);
  record.writeUInt32LE(crc32(record.subarray(8)), 4);
  return record;
}

/** Ends of the whole and sound records at the front. */
function recordEnds(content: Buffer): number[] {
  const ends: number[] = [];
  for (let at = 0; at + HEADER_BYTES <= content.length; ) {
    const end = at + HEADER_BYTES + content.readUInt32LE(at);
    if (end > content.length || crc32(content.subarray(at + 8, end)) !== content.readUInt32LE(at + 4)) break;
    ends.push(end);
    at = end;
  }
  return ends;
}

function decode(record: Buffer): SpooledMessage {
  const subjectEnd = HEADER_BYTES + record.readUInt16LE(8);
  const idEnd = subjectEnd + record.readUInt16LE(10);
  return {
    subject: record.toString('utf8', HEADER_BYTES, subjectEnd),
    messageId: record.toString('utf8', subjectEnd, idEnd),
    bytes: record.subarray(idEnd),
  };
}
