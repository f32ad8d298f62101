import type { Bucket, Change } from '../../../services/bus/keyValue.js';
import { ThermoclineError } from '../../../services/runtime/errors.js';

type Stored = { readonly value: Uint8Array; readonly revision: number };

/** A whole KV bucket in memory, which several brains share: it compares and sets, and tells all watchers at once. */
export class MemoryKv implements Bucket {
  private readonly stored = new Map<string, Stored>();
  private readonly watchers = new Set<(change: Change) => void>();
  private revision = 0;

  async get(key: string) {
    const found = this.stored.get(key);
    return found && { key, ...found };
  }

  async create(key: string, value: Uint8Array): Promise<number> {
    if (this.stored.has(key)) throw new ThermoclineError('CONFLICT', `${key} is there`);
    return this.put(key, value);
  }

  async update(key: string, value: Uint8Array, revision: number): Promise<number> {
    if (this.stored.get(key)?.revision !== revision) throw new ThermoclineError('CONFLICT', `${key} was changed`);
    return this.put(key, value);
  }

  async put(key: string, value: Uint8Array): Promise<number> {
    const revision = ++this.revision;
    this.stored.set(key, { value, revision });
    for (const tell of this.watchers) tell({ key, value, revision });
    return revision;
  }

  async delete(key: string): Promise<void> {
    this.stored.delete(key);
    const revision = ++this.revision;
    for (const tell of this.watchers) tell({ key, value: undefined, revision });
  }

  async history() {
    return [];
  }

  async keys(): Promise<string[]> {
    return [...this.stored.keys()];
  }

  async watch(onChange: (change: Change) => void) {
    for (const [key, stored] of this.stored) onChange({ key, ...stored });
    this.watchers.add(onChange);
    return { complete: Promise.resolve(), stop: () => void this.watchers.delete(onChange) };
  }
}
