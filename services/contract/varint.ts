/**
 * Columns of unsigned integers as LEB128 varints: seven bits a byte, low bits first, the high bit set on all but the last
 * byte of a number. Numbers run to 2^53 - 1, which holds every page number there is.
 */

const LIMIT = Number.MAX_SAFE_INTEGER;
/** The longest varint of a number up to 2^53 - 1. */
const LONGEST_BYTES = 8;
const TWO_TO_28 = 2 ** 28;

/** A column that cannot be read: cut off, too long, or out of range. */
export class MalformedColumn extends Error {
  constructor(column: string, what: string) {
    super(`column ${column}: ${what}`);
    this.name = 'MalformedColumn';
  }
}

/** Encodes the first `count` numbers of a column. Each must be a whole number of 0 .. 2^53 - 1. */
export function encodeVarints(values: ArrayLike<number>, count = values.length): Uint8Array {
  const bytes = new Uint8Array(count * LONGEST_BYTES);
  let at = 0;
  for (let i = 0; i < count; i++) {
    let value = values[i] as number;
    if (!(value >= 0 && value <= LIMIT)) throw new RangeError(`varint: ${value} is not within 0 .. 2^53 - 1`);
    while (value >= TWO_TO_28) {
      bytes[at++] = (value % 128) | 128;
      value = Math.floor(value / 128);
    }
    while (value >= 128) {
      bytes[at++] = (value & 127) | 128;
      value >>>= 7;
    }
    bytes[at++] = value;
  }
  return bytes.subarray(0, at);
}

/** Decodes exactly `count` numbers into `out`; fewer, more, or longer ones than allowed are a MalformedColumn. */
export function decodeVarints(bytes: Uint8Array, count: number, out: Float64Array | Uint32Array, column: string): void {
  let at = 0;
  const end = bytes.length;
  for (let i = 0; i < count; i++) {
    let byte = at < end ? (bytes[at++] as number) : cutOff(column, i, count);
    let value = byte & 127;
    let scale = 128;
    while (byte >= 128) {
      if (scale > LIMIT) throw new MalformedColumn(column, `entry ${i} is longer than ${LONGEST_BYTES} bytes`);
      byte = at < end ? (bytes[at++] as number) : cutOff(column, i, count);
      value += (byte & 127) * scale;
      scale *= 128;
    }
    if (value > LIMIT) throw new MalformedColumn(column, `entry ${i} is above 2^53 - 1`);
    out[i] = value;
  }
  if (at !== end) throw new MalformedColumn(column, `${end - at} bytes left after ${count} entries`);
}

function cutOff(column: string, entry: number, count: number): never {
  throw new MalformedColumn(column, `cut off at entry ${entry} of ${count}`);
}
