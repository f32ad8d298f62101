import type { Bucket, Change, Watch } from '../bus/keyValue.js';
import { codec } from '../contract/schema.js';
import { compilePolicy, type Policy } from '../core/policy.js';
import type { PolicySpec } from '../core/policySpec.js';
import { printPolicy } from '../policy/printing.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import {
  isConflict,
  MAX_TRIES,
  type PolicyRevision,
  PolicyRevisions,
  saysTheSame,
  unreadableEntry,
} from './policyRevisions.js';

/** Key of what is active. */
const ACTIVE = 'active';

/** Which revision is active, as it stands in the bucket. */
interface Active {
  readonly name: string;
  readonly revision: number;
  readonly bootstrap: boolean;
  /** KV revision, for compare and set. */
  readonly at: number;
}

/** What someone wants to hold from now on. */
export interface Application {
  readonly spec: PolicySpec;
  readonly source: string;
  readonly author: string;
  /** Latest revision that is known to who applies; not compared when absent. */
  readonly expectedRevision?: number | undefined;
  /** Makes the revision alone: a rollout is to bring it to the hosts. */
  readonly hold?: boolean;
}

/**
 * The policies of the fleet, in KV bucket `policies`: all revisions, and entry `active`, which says what plans are made under.
 * Every brain watches the bucket and goes by it from the moment it hears of a change.
 */
export class PolicyStore {
  readonly revisions: PolicyRevisions;
  private readonly actives = codec('ActivePolicy');
  private readonly watchers = new Set<(policy: Policy) => void>();
  private active: Active | undefined;
  private compiled: Policy | undefined;
  private watch: Watch | undefined;
  /** Entries that were passed over, and why. */
  private readonly unreadable = new Map<string, string>();

  private constructor(
    private readonly bucket: Bucket,
    private readonly unixMs: () => number,
    private readonly logger: Logger,
  ) {
    this.revisions = new PolicyRevisions(bucket);
  }

  /** Resolves once all that is in the bucket has been read. */
  static async open(bucket: Bucket, unixMs: () => number, logger: Logger): Promise<PolicyStore> {
    const store = new PolicyStore(bucket, unixMs, logger);
    store.watch = await bucket.watch((change) => store.take(change));
    await store.watch.complete;
    return store;
  }

  close(): void {
    this.watch?.stop();
  }

  /** The policy that hosts are planned by, but where a rollout says otherwise. */
  current(): Policy {
    if (this.compiled) return this.compiled;
    throw new ThermoclineError('INTERNAL', 'no policy is active yet');
  }

  isActive(name: string, revision: number): boolean {
    return this.active?.name === name && this.active.revision === revision;
  }

  /** Calls back with each policy that becomes active. */
  onSwitch(callback: (policy: Policy) => void): void {
    this.watchers.add(callback);
  }

  /**
   * Until anyone has applied a policy, that of the configuration holds, in a new revision when it has changed. Throws
   * CONFIG_INVALID with every problem of it, and POLICY_INVALID when what was applied cannot be gone by or read.
   */
  async begin(configured: PolicySpec, author: string): Promise<void> {
    const why = this.unreadable.get(ACTIVE);
    if (why !== undefined) throw unreadableEntry(ACTIVE, why);
    if (this.active && !this.active.bootstrap) {
      const { name, revision } = this.active;
      if (this.compiled) return;
      const why = `policy ${name} revision ${revision} is active, and cannot be gone by; the log says why`;
      throw new ThermoclineError('POLICY_INVALID', `${why}. Apply another one through a brain of the former version`);
    }
    const result = compilePolicy(configured);
    if ('problems' in result) {
      const lines = result.problems.map(
        ({ path, got, expected }) => `policy.${path}: got ${got}; expected ${expected}`,
      );
      throw new ThermoclineError('CONFIG_INVALID', lines.join('\n  '));
    }
    const source = printPolicy(configured);
    // Later revisions may be held for a rollout: what is active is what counts.
    const known = this.active && this.revisions.get(this.active.name, this.active.revision);
    if (known && this.compiled && known.spec.name === configured.name && saysTheSame(known, configured, { source }))
      return;
    const { made } = await this.revisions.add(configured, { createdUnixMs: this.unixMs(), author, source });
    await this.activate(made, author, true);
  }

  /** Makes the next revision, and has it gone by unless it is held. `spec` is sound. Throws CONFLICT. */
  async apply({ spec, source, author, expectedRevision, hold }: Application) {
    const origin = { createdUnixMs: this.unixMs(), author, source };
    const added = await this.revisions.add(spec, origin, expectedRevision);
    if (!hold) await this.activate(added.made, author, false);
    return added;
  }

  /** Has a revision gone by, also one before the active one. Throws RPC_NOT_FOUND and CONFLICT. */
  async switchTo(name: string, revision: number, author: string): Promise<void> {
    const made = this.revisions.get(name, revision);
    if (!made) throw new ThermoclineError('RPC_NOT_FOUND', `there is no revision ${revision} of policy ${name}`);
    await this.activate(made, author, false, true);
  }

  private async activate(
    { spec: { name, revision } }: PolicyRevision,
    author: string,
    bootstrap: boolean,
    back = false,
  ) {
    const value = this.actives.encode({ name, revision, bootstrap, author, sinceUnixMs: this.unixMs() });
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { active } = this;
      const isThere = active?.name === name && active.revision === revision;
      const isLater = active?.name === name && active.revision >= revision && !back;
      const overtaken = (isThere || isLater) && (bootstrap || !active.bootstrap);
      // What a person has applied meanwhile is not taken back by a configuration.
      if (active && (overtaken || (bootstrap && !active.bootstrap))) return;
      try {
        const at = active
          ? await this.bucket.update(ACTIVE, value, active.at)
          : await this.bucket.create(ACTIVE, value);
        this.take({ key: ACTIVE, value, revision: at });
        return;
      } catch (error) {
        if (!isConflict(error)) throw error;
        const entry = await this.bucket.get(ACTIVE);
        if (entry) this.take(entry);
        else this.active = undefined;
      }
    }
    throw new ThermoclineError('CONFLICT', 'others apply policies again and again; try later');
  }

  private take(change: Change): void {
    try {
      if (change.key === ACTIVE) this.takeActive(change);
      else this.revisions.take(change);
      this.unreadable.delete(change.key);
    } catch (error) {
      this.unreadable.set(change.key, describe(error));
      this.logger.error({ entry: change.key, error: describe(error) }, 'an entry of bucket policies is passed over');
    }
  }

  private takeActive({ value, revision: at }: Change): void {
    if (this.active && at <= this.active.at) return;
    if (!value) {
      this.logger.warn({}, 'no policy is active any more; the one before holds on until another is applied');
      this.active = undefined;
      return;
    }
    const { name, revision, bootstrap } = this.actives.decode(value);
    this.active = { name, revision: Number(revision), bootstrap, at };
    const stored = this.revisions.get(name, Number(revision));
    const result = stored && compilePolicy(stored.spec);
    if (!result || 'problems' in result) {
      const problems = result?.problems.map(({ path, got, expected }) => `${path}: got ${got}; expected ${expected}`);
      const fields = { policy: name, revision, problems: problems ?? 'no such revision' };
      this.logger.error(fields, 'the active policy cannot be gone by; the one before holds on');
      return;
    }
    const { compiled: before } = this;
    this.compiled = result.policy;
    if (before?.name === name && before.revision === Number(revision)) return;
    for (const watcher of this.watchers) watcher(result.policy);
  }
}
