import type { Bucket, Change, Watch } from '../bus/keyValue.js';
import type { Approval } from '../contract/gen/thermocline/v1/Approval.js';
import type { ApprovalEntry__Output } from '../contract/gen/thermocline/v1/ApprovalEntry.js';
import type { Plan__Output } from '../contract/gen/thermocline/v1/Plan.js';
import { partitionOfPlan } from '../contract/ids.js';
import { codec } from '../contract/schema.js';
import { type SigningKey, signBytes } from '../contract/signature.js';
import { type Caller, isProven } from '../rpc/caller.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { OutgoingPlan } from './messages.js';

export interface ApprovalPorts {
  readonly key: SigningKey;
  readonly unixMs: () => number;
  readonly logger: Logger;
  /** The fencing token for the hosts of a partition; undefined where another brain holds it. */
  tokenOf(partition: string): number | undefined;
  /** Sends a plan to its host. */
  send(plan: OutgoingPlan): void;
  /** A plan that could not be kept: nobody will ever approve of it. */
  lost(planId: string): void;
  /** Tells what became of a plan that waited. */
  decided(planId: string, approval: Approval): void;
  /** Tells of a plan that was kept before this start, or by another brain. */
  restored(planId: string, plan: Uint8Array, approval: Approval): void;
}

/** What a person says of a plan. */
export type Verb = 'approve' | 'reject';

/** What expired longer ago is not told of to those who begin anew: as far back as they read plans. */
const RESTORED_MS = 60 * 60_000;
/** Of them the oldest are forgotten; they are in the bucket still. */
const MAX_KNOWN = 100_000;

/**
 * Plans that wait for a person. They live in KV bucket `approvals`, one entry a plan, where no actuator reads; each decision
 * is a compare-and-set on that entry, so one of two people who decide at once is told CONFLICT, and it is on record before
 * anything is sent. What is sent is what was shown: same id, moves, reasons and expiry; the fencing token alone is the one that
 * holds now, for after a restart of the brain actuators refuse the one before.
 */
export class Approvals {
  private readonly entries = codec('ApprovalEntry');
  private readonly plans = codec('Plan');
  private readonly signed = codec('SignedPlan');
  /** Plans that wait or waited: when they expire, Unix ms. */
  private readonly known = new Map<string, number>();
  private watching: Watch | undefined;

  constructor(
    private readonly bucket: Pick<Bucket, 'get' | 'create' | 'update' | 'watch'>,
    private readonly ports: ApprovalPorts,
  ) {}

  /** Reads what there is, then follows what this and other brains write. */
  async start(): Promise<void> {
    this.watching = await this.bucket.watch((change) => this.hear(change));
    await this.watching.complete;
  }

  stop(): void {
    this.watching?.stop();
  }

  /** Keeps a plan until a person decides. Never throws. */
  async offer({ hostId, planId, bytes }: OutgoingPlan): Promise<void> {
    const { logger, lost } = this.ports;
    const approval: Approval = { state: 'APPROVAL_STATE_PENDING' };
    try {
      const { plan } = this.signed.decode(bytes);
      await this.bucket.create(planId, this.entries.encode({ hostId, plan, approval }));
      this.know(planId, plan);
      logger.info({ host: hostId, plan: planId }, 'a plan waits for approval');
    } catch (error) {
      logger.warn({ host: hostId, plan: planId, error: describe(error) }, 'a plan that needs approval was not kept');
      lost(planId);
    }
  }

  /** Takes a plan back that no longer fits its host. Never throws: at worst somebody decided meanwhile. */
  async withdraw(planId: string, reason: string): Promise<void> {
    try {
      const { entry, revision } = await this.waiting(planId);
      await this.write(planId, entry, revision, { state: 'APPROVAL_STATE_WITHDRAWN', reason });
      this.ports.logger.info({ host: entry.hostId, plan: planId, reason }, 'a plan that waited was withdrawn');
    } catch (error) {
      this.ports.logger.debug({ plan: planId, error: describe(error) }, 'a plan that waited was not withdrawn');
    }
  }

  /**
   * Approves or rejects. Throws CALLER_UNPROVEN for a caller without a certificate, PLAN_NOT_PENDING for a plan that doesn't
   * wait (any more), CONFLICT when another person was quicker.
   */
  async decide(verb: Verb, planId: string, reason: string, caller: Caller): Promise<void> {
    if (!isProven(caller)) {
      const says = `who ${verb}s a plan has to prove who it is: mutual TLS on the brain (grpc.tls), and --ca, --cert, --key here`;
      throw new ThermoclineError('CALLER_UNPROVEN', says);
    }
    const { entry, revision } = await this.waiting(planId);
    const plan = this.plans.decode(entry.plan);
    const now = this.ports.unixMs();
    if (now >= Number(plan.expiresUnixMs)) {
      throw notPending(planId, 'it expired while it waited; the next window makes a new one');
    }
    const token = this.ports.tokenOf(partitionOfPlan(planId));
    if (token === undefined) throw notPending(planId, 'another brain plans for its host now; ask that one');
    const state = verb === 'approve' ? 'APPROVAL_STATE_APPROVED' : 'APPROVAL_STATE_REJECTED';
    const approval: Approval = { state, decidedBy: caller.identity, decidedUnixMs: now, reason };
    await this.write(planId, entry, revision, approval);
    const { identity: by, address } = caller;
    this.ports.logger.info({ audit: `plan ${verb}`, host: entry.hostId, plan: planId, by, address, reason }, 'decided');
    if (verb === 'approve') this.send(entry.hostId, plan, token);
  }

  /** Tells of the plans of these partitions, and sends again what was approved and may not have gone out. */
  async restore(partitions: readonly string[]): Promise<void> {
    const wanted = new Set(partitions);
    for (const [planId, expiresUnixMs] of this.known) {
      if (!wanted.has(partitionOfPlan(planId)) || this.ports.unixMs() > expiresUnixMs + RESTORED_MS) continue;
      const found = await this.bucket.get(planId);
      if (!found) continue;
      const entry = this.entries.decode(found.value);
      const plan = this.plans.decode(entry.plan);
      this.ports.restored(planId, entry.plan, entry.approval ?? {});
      const token = this.ports.tokenOf(partitionOfPlan(planId));
      const isLive = this.ports.unixMs() < Number(plan.expiresUnixMs);
      if (entry.approval?.state !== 'APPROVAL_STATE_APPROVED' || !isLive || token === undefined) continue;
      // The stream and the actuator drop it where it is a repeat.
      this.send(entry.hostId, plan, token);
    }
  }

  /** A plan that waits or waited, as it was shown. */
  async planOf(planId: string): Promise<Plan__Output | undefined> {
    const found = this.known.has(planId) ? await this.bucket.get(planId) : undefined;
    return found && this.plans.decode(this.entries.decode(found.value).plan);
  }

  private async waiting(planId: string): Promise<{ entry: ApprovalEntry__Output; revision: number }> {
    // Plan ids that are no keys of a bucket are no plans that wait.
    const found = this.known.has(planId) ? await this.bucket.get(planId) : undefined;
    if (!found) throw notPending(planId, 'it does not wait for approval');
    const entry = this.entries.decode(found.value);
    const { state, decidedBy = '' } = entry.approval ?? {};
    if (state === 'APPROVAL_STATE_PENDING') return { entry, revision: found.revision };
    const was = (state ?? '').replace('APPROVAL_STATE_', '').toLowerCase();
    throw notPending(planId, `it was ${was}${decidedBy ? ` by ${decidedBy}` : ''}`);
  }

  private async write(planId: string, entry: ApprovalEntry__Output, revision: number, approval: Approval) {
    await this.bucket.update(planId, this.entries.encode({ ...entry, approval }), revision);
    this.ports.decided(planId, approval);
  }

  private send(hostId: string, plan: Plan__Output, fencingToken: number): void {
    const { planId } = plan;
    const bytes = this.plans.encode({ ...plan, fencingToken });
    const signature = signBytes('plan', bytes, this.ports.key);
    this.ports.send({
      hostId,
      planId,
      bytes: this.signed.encode({ plan: bytes, keyId: this.ports.key.keyId, signature }),
      messageId: `${hostId}-${planId}`,
      moves: Number(plan.moveCount),
      pages: Number(plan.pageCount),
    });
  }

  private hear({ key, value }: Change): void {
    if (!value) return void this.known.delete(key);
    const { approval, plan } = this.entries.decode(value);
    this.know(key, plan);
    if (approval && approval.state !== 'APPROVAL_STATE_PENDING') this.ports.decided(key, approval);
  }

  private know(planId: string, plan: Uint8Array): void {
    if (this.known.has(planId)) return;
    this.known.set(planId, Number(this.plans.decode(plan).expiresUnixMs));
    if (this.known.size > MAX_KNOWN) this.known.delete(this.known.keys().next().value as string);
  }
}

function notPending(planId: string, why: string): ThermoclineError {
  return new ThermoclineError('PLAN_NOT_PENDING', `plan ${JSON.stringify(planId)}: ${why}`);
}
