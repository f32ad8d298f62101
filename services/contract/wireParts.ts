/** Parts that several messages have, read as the codecs read them. */
import type { Envelope__Output } from './gen/thermocline/v1/Envelope.js';
import type { PageRanges__Output } from './gen/thermocline/v1/PageRanges.js';
import type { ProcessSpace__Output } from './gen/thermocline/v1/ProcessSpace.js';
import type { SpaceKey__Output } from './gen/thermocline/v1/SpaceKey.js';
import { codec } from './schema.js';
import { WireReader } from './wireReader.js';

export const NO_BYTES = Buffer.alloc(0);

export function readEnvelope(reader: WireReader): Envelope__Output {
  const read: Envelope__Output = { schemaVersion: 0, hostId: '', bootId: '', sequence: '0', createdUnixMs: '0' };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) read.schemaVersion = reader.uint32();
    else if (field === 2) read.hostId = reader.string();
    else if (field === 3) read.bootId = reader.string();
    else if (field === 4) read.sequence = reader.uint64();
    else if (field === 5) read.createdUnixMs = reader.int64();
    else reader.skip();
  }
  return read;
}

export function readPageRanges(reader: WireReader): PageRanges__Output {
  const read: PageRanges__Output = { count: 0, gaps: NO_BYTES, lengths: NO_BYTES };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) read.count = reader.uint32();
    else if (field === 2) read.gaps = reader.buffer();
    else if (field === 3) read.lengths = reader.buffer();
    else reader.skip();
  }
  return read;
}

/** Reads the key of a space; those that are no processes, which are rare, by the codec. */
export function spaceKeyReader(): (bytes: Buffer) => SpaceKey__Output {
  const spaceKeys = codec('SpaceKey');
  return (bytes) => processKey(bytes) ?? spaceKeys.decode(bytes);
}

/** Undefined for a key that is not of a process alone. */
function processKey(bytes: Buffer): SpaceKey__Output | undefined {
  const reader = new WireReader(bytes);
  if (reader.next() !== 1) return undefined;
  const process = processSpace(reader.message());
  return reader.next() === 0 ? { process, key: 'process' } : undefined;
}

function processSpace(reader: WireReader): ProcessSpace__Output {
  const read: ProcessSpace__Output = { pid: 0, startTicks: '0', startStack: '0', exeInode: '0' };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) read.pid = reader.uint32();
    else if (field === 2) read.startTicks = reader.uint64();
    else if (field === 3) read.startStack = reader.uint64();
    else if (field === 4) read.exeInode = reader.uint64();
    else reader.skip();
  }
  return read;
}
