/**
 * Trace files: access batches of some hosts and some time, as docs/trace.md describes them. gzip of a magic line, a header, and
 * a frame a batch; the last frame says how many there were, so that a file that was cut off is known for one.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { isHostId } from '../contract/ids.js';
import { encodeVarints } from '../contract/varint.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { TraceMessage } from './crew.js';

const MAGIC = 'THERMOCLINE-TRACE 1\n';
const FAMILY = 'THERMOCLINE-TRACE ';
/** A frame larger than any message that a server takes is none. */
const MAX_FRAME_BYTES = 64 * 2 ** 20;
const GZIP_LEVEL = 1;

/** What stands at the head of a trace, as JSON. */
export interface TraceHeader {
  /** What wrote it, for people. */
  readonly source: string;
  readonly createdUnixMs: number;
}

/** Writes a trace; a file of that name is there only once it is whole. Returns how many batches it has. */
export async function writeTrace(
  file: string,
  header: TraceHeader,
  messages: AsyncIterable<TraceMessage>,
): Promise<number> {
  let batches = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    const head = Buffer.from(JSON.stringify(header));
    yield Buffer.concat([Buffer.from(MAGIC), encodeVarints([head.length]), head]);
    for await (const { hostId, bytes: batch } of messages) {
      batches++;
      yield Buffer.concat([encodeVarints([hostId.length]), Buffer.from(hostId), encodeVarints([batch.length]), batch]);
    }
    yield encodeVarints([0, batches]);
  }
  const unfinished = `${file}.part`;
  try {
    await pipeline(Readable.from(bytes()), createGzip({ level: GZIP_LEVEL }), createWriteStream(unfinished));
    await rename(unfinished, file);
  } catch (cause) {
    if (cause instanceof ThermoclineError) throw cause;
    throw new ThermoclineError('TRACE_UNWRITABLE', `${file}: ${describe(cause)}`, { cause });
  }
  return batches;
}

/** Reads a trace. Throws TRACE_UNREADABLE for what is none, TRACE_CUT with how much was read for one without its end. */
export async function* readTrace(file: string, onHeader?: (header: TraceHeader) => void): AsyncGenerator<TraceMessage> {
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  const bytes = new ByteQueue(source.pipe(unpacked));
  let batches = 0;
  try {
    const magic = Buffer.from(await bytes.take(MAGIC.length)).toString('latin1');
    if (magic !== MAGIC) {
      const says = magic.startsWith(FAMILY)
        ? `a trace of version ${magic.slice(FAMILY.length).trim()}; 1 is read`
        : 'no trace';
      throw new ThermoclineError('TRACE_UNREADABLE', `${file} is ${says}`);
    }
    const head = await bytes.take(await bytes.varint());
    onHeader?.(JSON.parse(Buffer.from(head).toString('utf8')) as TraceHeader);
    for (;;) {
      const idLength = await bytes.varint();
      if (idLength === 0) break;
      const hostId = Buffer.from(await bytes.take(idLength)).toString('latin1');
      if (!isHostId(hostId)) throw new ThermoclineError('TRACE_UNREADABLE', `${file}: batch ${batches} is of no host`);
      yield { hostId, bytes: await bytes.take(await bytes.varint()) };
      batches++;
    }
    const said = await bytes.varint();
    if (said !== batches) {
      throw new ThermoclineError('TRACE_UNREADABLE', `${file} says it has ${said} batches, and has ${batches}`);
    }
    // gzip's own end has the check of all of it.
    await bytes.end();
  } catch (cause) {
    if (cause instanceof ThermoclineError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new ThermoclineError('TRACE_UNREADABLE', `${file} is not there`, { cause });
    }
    if (cause instanceof CutOff || (cause as NodeJS.ErrnoException).code === 'Z_BUF_ERROR') {
      const says = `${file} ends before its end: ${batches} whole batches were read`;
      throw new ThermoclineError('TRACE_CUT', says, { cause });
    }
    throw new ThermoclineError('TRACE_UNREADABLE', `${file}: ${describe(cause)}, after ${batches} batches`, { cause });
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

class CutOff extends Error {}

/** Takes bytes off a stream by count. */
class ByteQueue {
  private readonly chunks: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);
  private at = 0;

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Uint8Array> {
    if (count > MAX_FRAME_BYTES) throw new Error(`a frame of ${count} bytes`);
    await this.have(count);
    this.at += count;
    return this.held.subarray(this.at - count, this.at);
  }

  async varint(): Promise<number> {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      await this.have(1);
      const byte = this.held[this.at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error('a number of over 8 bytes');
  }

  /** Throws unless there is nothing more. */
  async end(): Promise<void> {
    const next = await this.chunks.next();
    if (!next.done || this.at < this.held.length) throw new Error('bytes follow the end');
  }

  private async have(count: number): Promise<void> {
    if (this.held.length - this.at >= count) return;
    const parts = [this.held.subarray(this.at)];
    let length = parts[0]?.length ?? 0;
    while (length < count) {
      const next = await this.chunks.next();
      if (next.done) throw new CutOff();
      parts.push(next.value);
      length += next.value.length;
    }
    this.held = Buffer.concat(parts);
    this.at = 0;
  }
}
