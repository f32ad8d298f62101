import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { ThermoclineError } from '../runtime/errors.js';

/** A message as it waits for NATS. */
export interface SpooledMessage {
  readonly subject: string;
  readonly messageId: string;
  readonly bytes: Uint8Array;
}

/** Length, CRC-32 of what follows it, lengths of subject and message id. */
const HEADER_BYTES = 12;
/** A spool is this many segments; the oldest goes whole when it is full. */
const SEGMENTS = 8;
const SUFFIX = '.spool';

interface Segment {
  readonly path: string;
  bytes: number;
  messages: number;
}

/**
 * Messages on disk, in order, until NATS has them: append-only segments of records with length and checksum. What `append`
 * returned from survives a crash (fsync). A record cut off by a crash ends its segment. Bounded: the oldest segment goes when
 * there is no room, and its messages are counted.
 */
export class Spool {
  private readonly segments: Segment[] = [];
  private writing: number | undefined;
  /** Messages of the first segment that were taken already. */
  private taken = 0;
  private first: SpooledMessage[] | undefined;
  private nextNumber = 1;
  /** Messages lost because the spool was full. */
  dropped = 0;

  /** Throws STATE_UNWRITABLE. */
  constructor(
    private readonly dir: string,
    private readonly maxBytes: number,
  ) {
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(dir)
        .filter((each) => each.endsWith(SUFFIX))
        .sort()) {
        const path = join(dir, name);
        this.segments.push({ path, bytes: statSync(path).size, messages: readSegment(path).length });
        this.nextNumber = Number.parseInt(name, 10) + 1;
      }
    } catch (cause) {
      throw new ThermoclineError('STATE_UNWRITABLE', `spool ${dir}: ${(cause as Error).message}`, { cause });
    }
  }

  get messages(): number {
    return this.segments.reduce((sum, each) => sum + each.messages, 0) - this.taken;
  }

  get bytes(): number {
    return this.segments.reduce((sum, each) => sum + each.bytes, 0);
  }

  append(message: SpooledMessage): void {
    const record = encode(message);
    while (this.segments.length > 0 && this.bytes + record.length > this.maxBytes) this.dropOldest();
    const current = this.segmentFor(record.length);
    writeSync(this.writing as number, record);
    fsyncSync(this.writing as number);
    current.bytes += record.length;
    current.messages++;
    if (this.segments[0] === current) this.first = undefined;
  }

  /** The oldest message, which stays until `removeOldest`. */
  oldest(): SpooledMessage | undefined {
    for (let segment = this.segments[0]; segment; segment = this.segments[0]) {
      this.first ??= readSegment(segment.path);
      const message = this.first[this.taken];
      if (message) return message;
      this.removeFirst();
    }
    return undefined;
  }

  removeOldest(): void {
    this.taken++;
    if (this.segments[0] && this.taken >= this.segments[0].messages) this.removeFirst();
  }

  close(): void {
    if (this.writing !== undefined) closeSync(this.writing);
    this.writing = undefined;
  }

  private segmentFor(bytes: number): Segment {
    const last = this.segments[this.segments.length - 1];
    if (last && this.writing !== undefined && last.bytes + bytes <= this.maxBytes / SEGMENTS) return last;
    this.close();
    const path = join(this.dir, `${String(this.nextNumber++).padStart(12, '0')}${SUFFIX}`);
    this.writing = openSync(path, 'a', 0o600);
    const segment = { path, bytes: 0, messages: 0 };
    this.segments.push(segment);
    return segment;
  }

  private dropOldest(): void {
    this.dropped += (this.segments[0]?.messages ?? 0) - this.taken;
    this.removeFirst();
  }

  private removeFirst(): void {
    const segment = this.segments.shift();
    if (!segment) return;
    if (this.segments.length === 0) this.close();
    unlinkSync(segment.path);
    this.taken = 0;
    this.first = undefined;
  }
}

function encode({ subject, messageId, bytes }: SpooledMessage): Buffer {
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

function readSegment(path: string): SpooledMessage[] {
  const content = readFileSync(path);
  const messages: SpooledMessage[] = [];
  for (let at = 0; at + HEADER_BYTES <= content.length; ) {
    const end = at + HEADER_BYTES + content.readUInt32LE(at);
    if (end > content.length || crc32(content.subarray(at + 8, end)) !== content.readUInt32LE(at + 4)) break;
    const subjectEnd = at + HEADER_BYTES + content.readUInt16LE(at + 8);
    const idEnd = subjectEnd + content.readUInt16LE(at + 10);
    messages.push({
      subject: content.toString('utf8', at + HEADER_BYTES, subjectEnd),
      messageId: content.toString('utf8', subjectEnd, idEnd),
      bytes: content.subarray(idEnd, end),
    });
    at = end;
  }
  return messages;
}
