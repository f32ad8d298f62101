import type { AccessBatch__Output } from './gen/thermocline/v1/AccessBatch.js';
import type { ColumnEncoding__Output } from './gen/thermocline/v1/ColumnEncoding.js';
import type { Coverage__Output } from './gen/thermocline/v1/Coverage.js';
import type { RunColumns__Output } from './gen/thermocline/v1/RunColumns.js';
import type { SpaceAccess__Output } from './gen/thermocline/v1/SpaceAccess.js';
import type { SpaceKey__Output } from './gen/thermocline/v1/SpaceKey.js';
import type { Window__Output } from './gen/thermocline/v1/Window.js';
import { codec, MalformedMessage } from './schema.js';
import { NO_BYTES, readEnvelope, readPageRanges, spaceKeyReader } from './wireParts.js';
import { WireReader } from './wireReader.js';

/**
 * Decodes an AccessBatch as the codec does, at a quarter of its cost: of all messages these come most often by far. Rare and
 * large parts (facts of the host, spaces that are no processes) are left to codecs. What the two answer is the same.
 */
export function accessBatchDecoder(): (bytes: Uint8Array) => AccessBatch__Output {
  const hostFacts = codec('HostFacts');
  const keyOf = spaceKeyReader();
  return (bytes) => {
    try {
      const reader = new WireReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      const batch: AccessBatch__Output = {
        envelope: null,
        window: null,
        part: 0,
        parts: 0,
        pageSize: 0,
        nodes: [],
        spaces: [],
        host: null,
        ended: [],
      };
      for (let field = reader.next(); field !== 0; field = reader.next()) {
        if (field === 1) batch.envelope = readEnvelope(reader.message());
        else if (field === 2) batch.window = window(reader.message());
        else if (field === 3) batch.part = reader.uint32();
        else if (field === 4) batch.parts = reader.uint32();
        else if (field === 5) batch.pageSize = reader.uint32();
        else if (field === 6) reader.uint32s(batch.nodes);
        else if (field === 7) batch.spaces.push(space(reader.message(), keyOf));
        else if (field === 8) batch.host = hostFacts.decode(reader.buffer());
        else if (field === 9) batch.ended.push(keyOf(reader.buffer()));
        else reader.skip();
      }
      return batch;
    } catch (cause) {
      throw cause instanceof RangeError ? new MalformedMessage('AccessBatch', cause) : cause;
    }
  };
}

/** When the window of an encoded AccessBatch began and ended, Unix ms, without decoding the rest. Throws RangeError where it can't be told. */
export function accessWindow(bytes: Uint8Array): { readonly startUnixMs: number; readonly endUnixMs: number } {
  const reader = new WireReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 2) {
      const { startUnixMs, endUnixMs } = window(reader.message());
      return { startUnixMs: Number(startUnixMs), endUnixMs: Number(endUnixMs) };
    }
    reader.skip();
  }
  throw new RangeError('no window');
}

function window(reader: WireReader): Window__Output {
  const read: Window__Output = { startUnixMs: '0', endUnixMs: '0', number: '0' };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) read.startUnixMs = reader.int64();
    else if (field === 2) read.endUnixMs = reader.int64();
    else if (field === 3) read.number = reader.uint64();
    else reader.skip();
  }
  return read;
}

function space(reader: WireReader, keyOf: (bytes: Buffer) => SpaceKey__Output): SpaceAccess__Output {
  const read: SpaceAccess__Output = {
    space: null,
    command: '',
    tracker: '',
    pageGranular: false,
    coverage: null,
    runs: null,
  };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) read.space = keyOf(reader.buffer());
    else if (field === 2) read.command = reader.string();
    else if (field === 3) {
      read.cgroup = reader.string();
      read._cgroup = 'cgroup';
    } else if (field === 4) read.tracker = reader.string();
    else if (field === 5) read.pageGranular = reader.bool();
    else if (field === 6) read.coverage = coverage(reader.message());
    else if (field === 7) read.runs = runColumns(reader.message());
    else reader.skip();
  }
  return read;
}

function coverage(reader: WireReader): Coverage__Output {
  const read: Coverage__Output = { ranges: null, looks: 0, residencyUnixMs: '0' };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) read.ranges = readPageRanges(reader.message());
    else if (field === 2) read.looks = reader.uint32();
    else if (field === 3) read.residencyUnixMs = reader.int64();
    else reader.skip();
  }
  return read;
}

const ENCODINGS: readonly ColumnEncoding__Output[] = [
  'COLUMN_ENCODING_UNSPECIFIED',
  'COLUMN_ENCODING_PLAIN',
  'COLUMN_ENCODING_DEFLATE',
];

function runColumns(reader: WireReader): RunColumns__Output {
  const read: RunColumns__Output = {
    count: 0,
    encoding: 'COLUMN_ENCODING_UNSPECIFIED',
    gaps: NO_BYTES,
    lengths: NO_BYTES,
    evidence: NO_BYTES,
    nodes: NO_BYTES,
    kinds: NO_BYTES,
  };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) read.count = reader.uint32();
    else if (field === 2) {
      const encoding = reader.uint32();
      // As the codec answers what it has no name for.
      read.encoding = ENCODINGS[encoding] ?? ((encoding | 0) as unknown as ColumnEncoding__Output);
    } else if (field === 3) read.gaps = reader.buffer();
    else if (field === 4) read.lengths = reader.buffer();
    else if (field === 5) read.evidence = reader.buffer();
    else if (field === 6) read.nodes = reader.buffer();
    else if (field === 7) read.kinds = reader.buffer();
    else reader.skip();
  }
  return read;
}
