interface Arrival<V> {
  readonly key: string;
  readonly value: V;
}

/** Gone at the front, or anywhere, before the queue is written anew. */
const MOST_GONE = 1024;

/**
 * A map that knows its oldest entry at once. A Map's iterator passes over all that was deleted before it since the last
 * rehash: where each addition lets the oldest of 20,000 go, that takes 6 to 33 µs (V8 11.3).
 */
export class AgingMap<V> {
  private readonly entries = new Map<string, V>();
  /** In order of arrival; those that are no more among the entries are passed over. */
  private queue: Arrival<V>[] = [];
  private head = 0;

  get size(): number {
    return this.entries.size;
  }

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** Adds an entry; there must be none of this key. */
  add(key: string, value: V): void {
    this.entries.set(key, value);
    this.queue.push({ key, value });
    if (this.queue.length - this.head > 2 * this.entries.size + MOST_GONE) {
      this.queue = Array.from(this.entries, ([known, each]) => ({ key: known, value: each }));
      this.head = 0;
    }
  }

  delete(key: string): boolean {
    return this.entries.delete(key);
  }

  /** Undefined when there is none. */
  oldest(): V | undefined {
    const { queue, entries } = this;
    for (; this.head < queue.length; this.head++) {
      const { key, value } = queue[this.head] as Arrival<V>;
      if (entries.get(key) === value) return value;
      if (this.head < MOST_GONE || 2 * this.head < queue.length) continue;
      queue.splice(0, this.head);
      this.head = 0;
    }
    return undefined;
  }

  /** The oldest first. */
  values(): IterableIterator<V> {
    return this.entries.values();
  }
}
