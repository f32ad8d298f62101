import type { Bucket, Change, Watch } from '../bus/keyValue.js';

/** Keys of bucket `rollouts`: <rollout>.undone.<partition>, and <rollout>.undone.hosts for those that are to be. */
const UNDONE = '.undone.';
const WANTED = 'hosts';

/** How the undo of one host ended: '' when its moves are on their way back, or there were none; else why they are not. */
type HostEnd = string;

interface Entry {
  /** Begin of the rollback, Unix ms: a rollout may be rolled back a second time. */
  readonly since: number;
  readonly hosts: Readonly<Record<string, HostEnd>>;
}

/**
 * What a rollback has taken back, host by host. An entry a partition, written by the brain that plans for its hosts, so that one
 * that takes a partition over goes on where the other was lost. All brains watch them.
 */
export class UndoneHosts {
  private readonly entries = new Map<string, Entry>();
  private watch: Watch | undefined;

  constructor(private readonly bucket: Pick<Bucket, 'get' | 'put' | 'watch'>) {}

  /** Resolves once all that is in the bucket has been read. */
  async open(): Promise<void> {
    this.watch = await this.bucket.watch((change) => this.read(change));
    await this.watch.complete;
  }

  close(): void {
    this.watch?.stop();
  }

  /** Ends by host, of one partition or of all. */
  of(rolloutId: string, since: number, partition?: string): ReadonlyMap<string, HostEnd> {
    const found = new Map<string, HostEnd>();
    for (const [key, entry] of this.entries) {
      const [id = '', of = ''] = key.split(UNDONE);
      const isAsked = partition === undefined ? of !== WANTED : of === partition;
      if (id !== rolloutId || entry.since !== since || !isAsked) continue;
      for (const [hostId, end] of Object.entries(entry.hosts)) found.set(hostId, end);
    }
    return found;
  }

  /** Hosts whose moves are to be taken back; undefined before anybody has said so. Asked of the bucket, for a watch may be behind. */
  async wanted(rolloutId: string, since: number): Promise<readonly string[] | undefined> {
    const kept = await this.bucket.get(`${rolloutId}${UNDONE}${WANTED}`);
    if (!kept) return undefined;
    const entry = entryOf(kept.value);
    return entry.since === since ? Object.keys(entry.hosts) : undefined;
  }

  async want(rolloutId: string, since: number, hostIds: readonly string[]): Promise<void> {
    await this.write(rolloutId, since, WANTED, new Map(hostIds.map((hostId) => [hostId, ''])));
  }

  /** Adds to what is known of a partition. */
  async ended(rolloutId: string, since: number, partition: string, ends: ReadonlyMap<string, HostEnd>): Promise<void> {
    await this.write(rolloutId, since, partition, new Map([...this.of(rolloutId, since, partition), ...ends]));
  }

  private async write(rolloutId: string, since: number, what: string, hosts: ReadonlyMap<string, HostEnd>) {
    const key = `${rolloutId}${UNDONE}${what}`;
    const entry: Entry = { since, hosts: Object.fromEntries(hosts) };
    await this.bucket.put(key, Buffer.from(JSON.stringify(entry)));
    this.entries.set(key, entry);
  }

  /** Throws for an entry that cannot be read. */
  private read({ key, value }: Change): void {
    if (!key.includes(UNDONE)) return;
    if (!value) return void this.entries.delete(key);
    this.entries.set(key, entryOf(value));
  }
}

/** Throws for an entry that cannot be read. */
function entryOf(value: Uint8Array): Entry {
  const entry = JSON.parse(Buffer.from(value).toString('utf8')) as Partial<Entry>;
  if (typeof entry.since !== 'number' || typeof entry.hosts !== 'object') throw new Error('no entry of undone hosts');
  return entry as Entry;
}
