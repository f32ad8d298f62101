import type { Bucket, Change, Watch } from '../bus/keyValue.js';
import type { RolloutAudit, RolloutAudit__Output } from '../contract/gen/thermocline/v1/RolloutAudit.js';
import { codec } from '../contract/schema.js';
import type { RolloutSpec, RolloutState } from '../core/rollout.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import { isConflict } from './policyRevisions.js';

/** Of the two texts in an entry. */
const VERSION = 1;

/** Key of the id of the rollout that was begun last: what two brains that begin one at once compare and set. */
const OPEN = 'open.id';

/** What became of the revision at the end, done: the new one is active, or the stable one is again. */
export type Settled = 'activated' | 'restored';

/** A rollout as it is kept. */
export interface Kept {
  readonly spec: RolloutSpec;
  readonly state: RolloutState;
  /** YAML. */
  readonly source: string;
  readonly author: string;
  readonly createdUnixMs: number;
  /** Prometheus queries by metric. */
  readonly queries: Readonly<Record<string, string>>;
  /** Transitions so far. */
  readonly transitions: number;
  /** The latest of them, which may not be in AUDIT yet. */
  readonly latest: readonly RolloutAudit[];
  /** Undefined while it is under way. */
  readonly settled: Settled | undefined;
  /** KV revision, for compare and set. */
  readonly at: number;
}

/** The rollouts that there were, in KV bucket `rollouts`, each under its id. Every brain watches it. */
export class RolloutStore {
  private readonly entries = codec('KeptRollout');
  private readonly kept = new Map<string, Kept>();
  private readonly watchers = new Set<(kept: Kept) => void>();
  private watch: Watch | undefined;

  private constructor(
    private readonly bucket: Bucket,
    private readonly logger: Logger,
  ) {}

  /** Resolves once all that is in the bucket has been read. */
  static async open(bucket: Bucket, logger: Logger): Promise<RolloutStore> {
    const store = new RolloutStore(bucket, logger);
    store.watch = await bucket.watch((change) => store.read(change));
    await store.watch.complete;
    return store;
  }

  close(): void {
    this.watch?.stop();
  }

  get(rolloutId: string): Kept | undefined {
    return this.kept.get(rolloutId);
  }

  /** Newest first. */
  all(): Kept[] {
    return [...this.kept.values()].sort((a, b) => b.createdUnixMs - a.createdUnixMs);
  }

  /** The one that is under way; of two that were begun at once the first. */
  underWay(): Kept | undefined {
    return this.all()
      .filter(({ settled }) => settled === undefined)
      .at(-1);
  }

  /** Calls back with each change, until the returned function is called. */
  onChange(callback: (kept: Kept) => void): () => void {
    this.watchers.add(callback);
    return () => this.watchers.delete(callback);
  }

  /** Throws CONFLICT where there is one of this id, and ROLLOUT_OPEN where another one was begun meanwhile, at any brain. */
  async create(kept: Omit<Kept, 'at'>): Promise<Kept> {
    const { rolloutId } = kept.spec;
    const value = this.encoded(kept);
    const at = await this.bucket.create(rolloutId, value).catch((error) => {
      if (!isConflict(error)) throw error;
      throw new ThermoclineError('CONFLICT', `there is a rollout ${rolloutId} already; give this one another name`);
    });
    try {
      await this.claim(rolloutId);
    } catch (error) {
      await this.bucket.delete(rolloutId);
      throw error;
    }
    return this.took(rolloutId, value, at);
  }

  /** Makes a rollout the one that is open. Throws ROLLOUT_OPEN where another one is. */
  async claim(rolloutId: string): Promise<void> {
    const name = Buffer.from(rolloutId);
    const claimed = await this.bucket.get(OPEN);
    const other = claimed && Buffer.from(claimed.value).toString('utf8');
    const kept = other !== undefined && other !== rolloutId ? await this.refresh(other) : undefined;
    const refused = new ThermoclineError(
      'ROLLOUT_OPEN',
      `rollout ${other} is under way; wait for its end, or abort it`,
    );
    if (kept && kept.settled === undefined) throw refused;
    try {
      if (claimed) await this.bucket.update(OPEN, name, claimed.revision);
      else await this.bucket.create(OPEN, name);
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw new ThermoclineError('ROLLOUT_OPEN', 'another rollout was begun at this moment; look at rollouts list');
    }
  }

  /** Throws CONFLICT where it was changed meanwhile. */
  async write(kept: Kept): Promise<Kept> {
    const { rolloutId } = kept.spec;
    const value = this.encoded(kept);
    return this.took(rolloutId, value, await this.bucket.update(rolloutId, value, kept.at));
  }

  /** Reads one anew that another brain may have changed. */
  async refresh(rolloutId: string): Promise<Kept | undefined> {
    const entry = await this.bucket.get(rolloutId);
    if (entry) this.take(entry);
    return this.kept.get(rolloutId);
  }

  private encoded({ spec, state, settled, at: _, latest, ...rest }: Omit<Kept, 'at'> & { at?: number }): Uint8Array {
    return this.entries.encode({
      version: VERSION,
      ...rest,
      latest: [...latest],
      specJson: JSON.stringify(spec),
      stateJson: JSON.stringify(state),
      settled: settled ?? '',
    });
  }

  private took(key: string, value: Uint8Array, revision: number): Kept {
    this.take({ key, value, revision });
    return this.kept.get(key) as Kept;
  }

  /** Takes an entry in, or passes over one that cannot be read. */
  private take(change: Change): void {
    try {
      this.read(change);
    } catch (error) {
      this.logger.error({ entry: change.key, error: describe(error) }, 'an entry of bucket rollouts is passed over');
    }
  }

  /** Throws for an entry that cannot be read. */
  private read({ key, value, revision: at }: Change): void {
    // Other keys of the bucket have a dot: what was undone, and which rollout is open.
    if (key.includes('.') || (this.kept.get(key)?.at ?? 0) >= at) return;
    if (!value) return void this.kept.delete(key);
    const entry = this.entries.decode(value);
    if (entry.version !== VERSION) throw new Error(`it is of version ${entry.version}, which is not known here`);
    const kept: Kept = {
      spec: JSON.parse(entry.specJson) as RolloutSpec,
      state: JSON.parse(entry.stateJson) as RolloutState,
      source: entry.source,
      author: entry.author,
      createdUnixMs: Number(entry.createdUnixMs),
      queries: entry.queries,
      transitions: Number(entry.transitions),
      latest: entry.latest.map(plain),
      settled: entry.settled === '' ? undefined : (entry.settled as Settled),
      at,
    };
    this.kept.set(key, kept);
    for (const watcher of this.watchers) watcher(kept);
  }
}

function plain(audit: RolloutAudit__Output): RolloutAudit {
  return { ...audit };
}
