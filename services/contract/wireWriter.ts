/** Writes protobuf's wire format field by field: https://protobuf.dev/programming-guides/encoding */

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;

const FIRST_BYTES = 4096;
/** The longest varint there is. */
const VARINT_BYTES = 10;
const TAG_BYTES = 5;
const TWO_TO_28 = 2 ** 28;

/** A number of 64 bits: as kept, or as decimal digits where it was read. */
export type Number64 = number | string;

/** A writer that is used again for one message after the other; fields are written in order of number by whoever uses it. */
export class WireWriter {
  private buffer = Buffer.allocUnsafe(FIRST_BYTES);
  private at = 0;

  /** Begins anew. */
  begin(): void {
    this.at = 0;
  }

  /** What was written since `begin`, in memory of its own. */
  take(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.buffer, 0, this.at);
  }

  uint32(field: number, value: number): void {
    this.tag(field, VARINT);
    this.varint(value >>> 0);
  }

  bool(field: number, value: boolean): void {
    this.tag(field, VARINT);
    this.varint(value ? 1 : 0);
  }

  /** Of type uint64 or int64, which differ for a reader alone. */
  int64(field: number, value: Number64): void {
    this.tag(field, VARINT);
    const number = typeof value === 'number' ? Math.trunc(value) : Number(value);
    if (number >= 0 && number <= Number.MAX_SAFE_INTEGER) this.varint(number);
    else this.bigVarint(BigInt.asUintN(64, typeof value === 'number' ? BigInt(number) : BigInt(value)));
  }

  sint64(field: number, value: number): void {
    this.int64(field, value < 0 ? -2 * value - 1 : 2 * value);
  }

  double(field: number, value: number): void {
    this.tag(field, FIXED64);
    const at = this.room(8);
    this.at = this.buffer.writeDoubleLE(value, at);
  }

  string(field: number, value: string): void {
    this.tag(field, BYTES);
    // As long as it can become in UTF-8.
    const at = this.room(VARINT_BYTES + 3 * value.length);
    // Most strings are short enough for a length of one byte, written once the string is there.
    const length = this.buffer.write(value, at + 1, 'utf8');
    this.closeAt(at, length);
  }

  bytes(field: number, value: Uint8Array): void {
    this.tag(field, BYTES);
    this.varint(value.length);
    const at = this.room(value.length);
    this.buffer.set(value, at);
    this.at = at + value.length;
  }

  /** Begins a field that is a message; what it answers is given to `close` once the message is written. */
  open(field: number): number {
    this.tag(field, BYTES);
    this.room(1);
    return this.at++;
  }

  close(opened: number): void {
    const length = this.at - opened - 1;
    this.room(VARINT_BYTES);
    this.closeAt(opened, length);
  }

  /** Writes the length of what lies one byte behind `at`, and moves that where the length takes more than a byte. */
  private closeAt(at: number, length: number): void {
    let more = 0;
    for (let rest = length; rest >= 128; rest = Math.floor(rest / 128)) more++;
    if (more > 0) this.buffer.copyWithin(at + 1 + more, at + 1, at + 1 + length);
    this.at = at;
    this.varint(length);
    this.at += length;
  }

  private tag(field: number, wire: number): void {
    this.room(TAG_BYTES);
    this.varint(field * 8 + wire);
  }

  /** A whole number from 0 to 2^53 - 1. */
  private varint(value: number): void {
    let at = this.room(VARINT_BYTES);
    // As it is once there is room, which may be another one than before.
    const { buffer } = this;
    let rest = value;
    while (rest >= TWO_TO_28) {
      buffer[at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 128) {
      buffer[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    buffer[at++] = rest;
    this.at = at;
  }

  private bigVarint(value: bigint): void {
    let at = this.room(VARINT_BYTES);
    let rest = value;
    for (; rest >= 128n; rest >>= 7n) this.buffer[at++] = Number(rest & 127n) | 128;
    this.buffer[at++] = Number(rest);
    this.at = at;
  }

  /** Sees to it that so many bytes fit behind what is written, and answers where that ends. */
  private room(bytes: number): number {
    if (this.at + bytes > this.buffer.length) {
      const larger = Buffer.allocUnsafe(2 * (this.at + bytes));
      larger.set(this.buffer.subarray(0, this.at));
      this.buffer = larger;
    }
    return this.at;
  }
}
