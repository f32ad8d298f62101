import type { LeaseBucket, LeaseCodec } from '../../../services/brain/leases.js';

/** A KV bucket in memory that compares and sets as NATS does: revisions rise with every write to the bucket. */
export class MemoryBucket implements LeaseBucket {
  private readonly entries = new Map<string, { readonly value: Uint8Array; readonly revision: number }>();
  private revision = 0;
  /** Set while the server cannot be reached. */
  away = false;

  async get(key: string): Promise<{ readonly value: Uint8Array; readonly revision: number } | undefined> {
    this.reach();
    return this.entries.get(key);
  }

  async create(key: string, value: Uint8Array): Promise<number> {
    this.reach();
    if (this.entries.has(key)) throw new Error('wrong last sequence');
    return this.write(key, value);
  }

  async update(key: string, value: Uint8Array, revision: number): Promise<number> {
    this.reach();
    if (this.entries.get(key)?.revision !== revision) throw new Error('wrong last sequence');
    return this.write(key, value);
  }

  private write(key: string, value: Uint8Array): number {
    this.entries.set(key, { value, revision: ++this.revision });
    return this.revision;
  }

  private reach(): void {
    if (this.away) throw new Error('no responders');
  }
}

/** Leases as JSON: what they look like on the wire is not what is tested. */
export const JSON_CODEC: LeaseCodec = {
  encode: (lease) => Buffer.from(JSON.stringify({ ...lease, expiresUnixMs: String(lease.expiresUnixMs) })),
  decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()),
};
