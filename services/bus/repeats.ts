/** Numbers above the highest that may be missing and still be told from repeats. */
const WINDOW = 1024;

interface Seen {
  /** All numbers up to this are taken as seen. */
  floor: number;
  readonly above: Set<number>;
}

/** Writers remembered; the longest silent one goes first. */
const MAX_WRITERS = 100_000;

/**
 * Tells repeats by (host, boot, sequence). Numbers may come out of order or not at all, within a window of 1024; one further
 * back is taken for a repeat. Memory is bounded by writers and window.
 */
export class Repeats {
  private readonly writers = new Map<string, Seen>();

  /** Whether this one was seen before; from now on it is. */
  seen(hostId: string, bootId: string, sequence: number): boolean {
    const key = `${hostId} ${bootId}`;
    const writer = this.writers.get(key) ?? { floor: sequence - WINDOW - 1, above: new Set<number>() };
    this.writers.delete(key);
    this.writers.set(key, writer);
    if (this.writers.size > MAX_WRITERS) this.writers.delete(this.writers.keys().next().value as string);
    if (sequence <= writer.floor || writer.above.has(sequence)) return true;
    writer.above.add(sequence);
    while (writer.above.delete(writer.floor + 1)) writer.floor++;
    while (writer.above.size > WINDOW) {
      const lowest = Math.min(...writer.above);
      writer.above.delete(lowest);
      writer.floor = lowest;
    }
    return false;
  }
}
