/** Numbers below the highest that may come late and still be told from repeats. A multiple of 32. */
const WINDOW = 1024;

/** Writers remembered; the longest silent one goes first. About 300 bytes each. */
const MAX_WRITERS = 100_000;

interface Seen {
  highest: number;
  /** A ring of bits, one a number of (highest - WINDOW, highest]: whether it was seen. Bit n is number n mod WINDOW. */
  readonly bits: Uint32Array;
}

/**
 * Tells repeats by (host, boot, sequence). Exact where numbers come in order, with gaps or not, and where one comes late by
 * less than 1024; one further back is taken for a repeat. Memory is bounded.
 */
export class Repeats {
  private readonly writers = new Map<string, Seen>();

  /** Whether this one was seen before; from now on it is. See `forget` for one whose handling failed. */
  seen(hostId: string, bootId: string, sequence: number): boolean {
    const key = `${hostId} ${bootId}`;
    const writer = this.writers.get(key) ?? { highest: sequence - 1, bits: new Uint32Array(WINDOW / 32) };
    this.writers.delete(key);
    this.writers.set(key, writer);
    if (this.writers.size > MAX_WRITERS) this.writers.delete(this.writers.keys().next().value as string);

    if (sequence <= writer.highest - WINDOW) return true;
    if (sequence <= writer.highest) {
      if (isSet(writer.bits, sequence)) return true;
    } else {
      advance(writer, sequence);
    }
    set(writer.bits, sequence, true);
    return false;
  }

  /** Takes `seen` back, so that the message is not dropped when it is delivered again. */
  forget(hostId: string, bootId: string, sequence: number): void {
    const writer = this.writers.get(`${hostId} ${bootId}`);
    if (writer && sequence <= writer.highest && sequence > writer.highest - WINDOW) set(writer.bits, sequence, false);
  }

  /** Forgets all writers of these hosts. */
  forgetHosts(isGone: (hostId: string) => boolean): void {
    for (const key of this.writers.keys()) {
      if (isGone(key.slice(0, key.indexOf(' ')))) this.writers.delete(key);
    }
  }
}

/** Moves the window up; the numbers that come into it have not been seen. */
function advance(writer: Seen, to: number): void {
  if (to - writer.highest >= WINDOW) writer.bits.fill(0);
  else for (let number = writer.highest + 1; number <= to; number++) set(writer.bits, number, false);
  writer.highest = to;
}

// Sequences are safe integers but may pass 2^32, so no bit operator may touch one before the remainder is taken.
function isSet(bits: Uint32Array, number: number): boolean {
  const bit = ((number % WINDOW) + WINDOW) % WINDOW;
  return (((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}

function set(bits: Uint32Array, number: number, to: boolean): void {
  const bit = ((number % WINDOW) + WINDOW) % WINDOW;
  const word = bits[bit >>> 5] ?? 0;
  const mask = 1 << (bit & 31);
  bits[bit >>> 5] = to ? word | mask : word & ~mask;
}
