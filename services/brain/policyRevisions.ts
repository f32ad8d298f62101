import { isDeepStrictEqual } from 'node:util';
import type { Bucket, Change } from '../bus/keyValue.js';
import { codec } from '../contract/schema.js';
import type { PolicySpec } from '../core/policySpec.js';
import { type Origin, policyMessage, policySpecOf } from '../policy/message.js';
import { describe, ThermoclineError } from '../runtime/errors.js';

/** One revision of a policy, with who made it and from what. */
export interface PolicyRevision extends Origin {
  readonly spec: PolicySpec;
}

/** A revision, and whether there was none that says the same. */
export interface Added {
  readonly made: PolicyRevision;
  readonly created: boolean;
}

/** Keys of revisions; a name has no dot. */
const REVISION_KEY = /^([A-Za-z0-9_-]+)\.(\d+)$/;
/** How often somebody else may be quicker before we give up. */
export const MAX_TRIES = 5;

/**
 * The revisions of all policies, each under a key of its own, <name>.<revision>, which is written once: that the key is not
 * there yet is what a writer compares, and nothing is lost to the 64 values that a bucket keeps of one key.
 */
export class PolicyRevisions {
  private readonly byName = new Map<string, Map<number, PolicyRevision>>();
  private readonly policies = codec('Policy');

  constructor(private readonly bucket: Pick<Bucket, 'get' | 'create'>) {}

  /** In order. */
  names(): string[] {
    return [...this.byName.keys()].sort();
  }

  get(name: string, revision: number): PolicyRevision | undefined {
    return this.byName.get(name)?.get(revision);
  }

  latest(name: string): PolicyRevision | undefined {
    return this.newestFirst(name)[0];
  }

  newestFirst(name: string): PolicyRevision[] {
    const revisions = [...(this.byName.get(name)?.values() ?? [])];
    return revisions.sort((a, b) => b.spec.revision - a.spec.revision);
  }

  /** Takes what the bucket says; other keys are passed over. Throws MalformedMessage. */
  take({ key, value }: Pick<Change, 'key' | 'value'>): void {
    const [, name, revision] = REVISION_KEY.exec(key) ?? [];
    if (name === undefined || value === undefined) return;
    const message = this.policies.decode(value);
    const { author, source } = message;
    const kept = this.byName.get(name) ?? new Map<number, PolicyRevision>();
    this.byName.set(name, kept);
    kept.set(Number(revision), {
      spec: { ...policySpecOf(message), name, revision: Number(revision) },
      createdUnixMs: Number(message.createdUnixMs),
      author,
      source,
    });
  }

  /**
   * The latest revision when it says the very same, else the next one. `expected`: the latest that the caller knows of, 0 for
   * none. Throws CONFLICT when it is another.
   */
  async add(spec: PolicySpec, origin: Origin, expected?: number): Promise<Added> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const added = await this.tryAdd(spec, origin, expected);
      if (!added.created) return added;
      const { name, revision } = added.made.spec;
      const key = `${name}.${revision}`;
      const value = this.policies.encode(policyMessage(added.made.spec, origin));
      try {
        await this.bucket.create(key, value);
      } catch (error) {
        if (!isConflict(error)) throw error;
        continue;
      }
      this.take({ key, value });
      return added;
    }
    throw new ThermoclineError('CONFLICT', `policy ${spec.name} is being changed by others again and again; try later`);
  }

  /** What `add` would do, without doing it. Throws CONFLICT. */
  async tryAdd(spec: PolicySpec, origin: Origin, expected?: number): Promise<Added> {
    const latest = await this.readOn(spec.name);
    const at = latest?.spec.revision ?? 0;
    if (expected !== undefined && expected !== at) throw conflict(spec.name, at, expected);
    if (latest && saysTheSame(latest, spec, origin)) return { made: latest, created: false };
    return { made: { spec: { ...spec, revision: at + 1 }, ...origin }, created: true };
  }

  /** Reads revisions that were made since the watch told of the last one. Throws POLICY_INVALID for one that cannot be read. */
  private async readOn(name: string): Promise<PolicyRevision | undefined> {
    for (;;) {
      const latest = this.latest(name);
      const entry = await this.bucket.get(`${name}.${(latest?.spec.revision ?? 0) + 1}`);
      if (!entry) return latest;
      try {
        this.take(entry);
      } catch (error) {
        throw unreadableEntry(entry.key, describe(error));
      }
    }
  }
}

/** No policy is put over what cannot be read: it may be somebody's. */
export function unreadableEntry(key: string, why: string): ThermoclineError {
  const remedy = `put back what was there, or delete it (nats kv del policies ${key}) and begin again`;
  return new ThermoclineError('POLICY_INVALID', `entry ${key} of bucket policies cannot be read (${why}): ${remedy}`);
}

export function isConflict(error: unknown): boolean {
  return error instanceof ThermoclineError && error.code === 'CONFLICT';
}

/** Also by meaning: another version of the language may read another policy from the same text. */
export function saysTheSame(latest: PolicyRevision, spec: PolicySpec, { source }: Pick<Origin, 'source'>): boolean {
  return latest.source === source && isDeepStrictEqual({ ...latest.spec, revision: 0 }, { ...spec, revision: 0 });
}

function conflict(name: string, at: number, expected: number): ThermoclineError {
  const is = at === 0 ? `there is no policy ${name} yet` : `policy ${name} is at revision ${at}`;
  return new ThermoclineError('CONFLICT', `${is}, not at ${expected}; look at what changed, and apply again`);
}
