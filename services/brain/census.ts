import type { Bus } from '../bus/connection.js';
import { type Following, follow } from '../bus/consumer.js';
import type { Bucket } from '../bus/keyValue.js';
import type { Lease, Lease__Output } from '../contract/gen/thermocline/v1/Lease.js';
import { type Codec, MalformedMessage } from '../contract/schema.js';

/** Keys of bucket `leases` that tell of a brain instead of a lease. */
const BRAIN = 'brain.';
const SUBJECTS = '$KV.leases.';

interface Entry {
  readonly brainId: string;
  readonly expiresUnixMs: number;
}

/** Which brains there are, and who holds which lease: bucket `leases` as it is followed here. */
export class Census {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly bucket: Pick<Bucket, 'put'>,
    private readonly codec: Codec<Lease, Lease__Output>,
    private readonly brainId: string,
    private readonly durationMs: number,
    private readonly unixMs: () => number,
  ) {}

  /** Follows the bucket until stopped. */
  follow(bus: Bus): Following {
    return follow(bus, 'KV_leases', `${SUBJECTS}>`, 'last-per-subject', {
      receive: ({ subject, bytes }) => this.take(subject.slice(SUBJECTS.length), bytes),
      unreadable: () => undefined,
    });
  }

  /** Takes one entry of the bucket; one without bytes was deleted. */
  take(key: string, bytes: Uint8Array): void {
    if (bytes.length === 0) return void this.entries.delete(key);
    try {
      const { brainId, expiresUnixMs } = this.codec.decode(bytes);
      this.entries.set(key, { brainId, expiresUnixMs: Number(expiresUnixMs) });
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      this.entries.delete(key);
    }
  }

  /** Says that this brain is here, until it has not said so for the duration of a lease. */
  async report(): Promise<void> {
    await this.say(this.unixMs() + this.durationMs);
  }

  /** Says that this brain is gone. */
  async leave(): Promise<void> {
    await this.say(0);
  }

  /** Ids of the brains that are here, this one included, in order. */
  brains(): string[] {
    const now = this.unixMs();
    const here = new Set([this.brainId]);
    for (const [key, { brainId, expiresUnixMs }] of this.entries) {
      if (key.startsWith(BRAIN) && now < expiresUnixMs) here.add(brainId);
    }
    return [...here].sort();
  }

  /** Whether nobody else holds this lease, as far as is known here. */
  isFree(lease: string): boolean {
    const entry = this.entries.get(lease);
    return !entry || entry.brainId === this.brainId || this.unixMs() >= entry.expiresUnixMs;
  }

  private async say(expiresUnixMs: number): Promise<void> {
    const message = { partition: '', brainId: this.brainId, renewedUnixMs: this.unixMs(), expiresUnixMs };
    await this.bucket.put(`${BRAIN}${this.brainId}`, this.codec.encode(message));
  }
}
