/** Messages on a stream socket: each behind its length in four bytes, big-endian. */

const LENGTH_BYTES = 4;

/** A length that no message of this protocol has: what comes is something else. */
export class MalformedFrame extends Error {
  constructor(length: number, most: number) {
    super(`a message of ${length} bytes; at most ${most}`);
    this.name = 'MalformedFrame';
  }
}

export function frameOf(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + message.length);
  frame.writeUInt32BE(message.length);
  frame.set(message, LENGTH_BYTES);
  return frame;
}

/** Puts together again what a socket gives piece by piece. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly mostBytes: number) {}

  /** The messages that are whole with this piece. Throws MalformedFrame; then the stream is not to be read on. */
  take(piece: Buffer): Buffer[] {
    let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    const messages: Buffer[] = [];
    while (bytes.length >= LENGTH_BYTES) {
      const length = bytes.readUInt32BE();
      if (length > this.mostBytes) throw new MalformedFrame(length, this.mostBytes);
      if (bytes.length < LENGTH_BYTES + length) break;
      messages.push(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
      bytes = bytes.subarray(LENGTH_BYTES + length);
    }
    this.rest = bytes;
    return messages;
  }
}
