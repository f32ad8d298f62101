/** Reads protobuf's wire format field by field: https://protobuf.dev/programming-guides/encoding */

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** A reader over one message. Throws RangeError where the bytes end too early, or are no message. */
export class WireReader {
  at: number;
  readonly end: number;
  /** Wire type of the field whose number `next` answered. */
  private wire = 0;

  constructor(
    private readonly bytes: Buffer,
    at = 0,
    end = bytes.length,
  ) {
    this.at = at;
    this.end = end;
  }

  /** Number of the next field; 0 behind the last. */
  next(): number {
    if (this.at >= this.end) return 0;
    const tag = this.uint32();
    this.wire = tag & 7;
    if (tag >>> 3 === 0) throw new RangeError(`no field has number 0 (offset ${this.at})`);
    return tag >>> 3;
  }

  /** The low 32 bits of a varint. */
  uint32(): number {
    let byte = this.byte();
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let shift = 7; ; shift += 7) {
      byte = this.byte();
      if (shift < 32) value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
      if (shift > 56) throw new RangeError(`a varint of over ten bytes (offset ${this.at})`);
    }
  }

  bool(): boolean {
    return this.uint64() !== '0';
  }

  /** A varint as decimal digits. */
  uint64(): string {
    return this.varint64(false);
  }

  int64(): string {
    return this.varint64(true);
  }

  double(): number {
    const at = this.at;
    this.advance(8);
    return this.bytes.readDoubleLE(at);
  }

  string(): string {
    const end = this.lengthEnd();
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end;
    return text;
  }

  /** Shares memory with the message. */
  buffer(): Buffer {
    const end = this.lengthEnd();
    const field = this.bytes.subarray(this.at, end);
    this.at = end;
    return field;
  }

  /** A reader of the message that this field is; this one goes on behind it. */
  message(): WireReader {
    const end = this.lengthEnd();
    const inner = new WireReader(this.bytes, this.at, end);
    this.at = end;
    return inner;
  }

  /** Adds the numbers of a repeated field, packed or not. */
  uint32s(to: number[]): void {
    if (this.wire !== BYTES) {
      to.push(this.uint32());
      return;
    }
    const inner = this.message();
    while (inner.at < inner.end) to.push(inner.uint32());
  }

  /** Passes over a field that is not known. */
  skip(): void {
    if (this.wire === VARINT) this.uint32();
    else if (this.wire === BYTES) this.at = this.lengthEnd();
    else if (this.wire === FIXED64) this.advance(8);
    else if (this.wire === FIXED32) this.advance(4);
    else throw new RangeError(`wire type ${this.wire} (offset ${this.at})`);
  }

  private varint64(signed: boolean): string {
    const start = this.at;
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      // Up to 49 bits every sum is exact.
      if (byte < 128) return this.at - start <= 7 ? String(value) : this.long(start, signed);
      if (this.at - start >= 10) throw new RangeError(`a varint of over ten bytes (offset ${this.at})`);
    }
  }

  private long(start: number, signed: boolean): string {
    let value = 0n;
    for (let i = this.at - 1; i >= start; i--) value = (value << 7n) | BigInt((this.bytes[i] as number) & 127);
    return String(signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value));
  }

  private lengthEnd(): number {
    const length = this.uint32();
    if (length > this.end - this.at) throw new RangeError(`a field of ${length} bytes (offset ${this.at}) is cut off`);
    return this.at + length;
  }

  private advance(by: number): void {
    if (by > this.end - this.at) throw new RangeError(`cut off (offset ${this.at})`);
    this.at += by;
  }

  private byte(): number {
    if (this.at >= this.end) throw new RangeError(`cut off (offset ${this.at})`);
    return this.bytes[this.at++] as number;
  }
}
