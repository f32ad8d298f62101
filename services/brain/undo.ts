import type { Outcome__Output } from '../contract/gen/thermocline/v1/Outcome.js';
import type { Plan__Output } from '../contract/gen/thermocline/v1/Plan.js';
import type { UndoRequest__Output } from '../contract/gen/thermocline/v1/UndoRequest.js';
import type { UndoResponse } from '../contract/gen/thermocline/v1/UndoResponse.js';
import { codec } from '../contract/schema.js';
import type { Policy } from '../core/policy.js';
import { type Caller, isProven } from '../rpc/caller.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { PlanArchive } from './planArchive.js';
import { PlanTrails } from './planTrails.js';
import type { Shards } from './shards.js';
import type { TakenBack } from './undoDesk.js';

/** A plan that has expired ends, and its outcome comes within this; else its host is away. */
const OUTCOME_MS = 60_000;

export interface UndoPorts {
  readonly shards: Shards;
  readonly archive: Pick<PlanArchive, 'eachPlan' | 'eachOutcome'>;
  readonly policy: () => Policy;
  /** Outcomes older than this are not taken back. */
  readonly undoForMs: number;
  readonly unixMs: () => number;
  readonly logger: Logger;
}

/** The plans of one policy revision, from a time on. */
export interface RevisionPlans {
  readonly policyName: string;
  readonly policyRevision: number;
  readonly sinceUnixMs: number;
}

/** Who wants moves taken back, and how. */
export interface UndoWish {
  readonly by: string;
  readonly reason: string;
  readonly isDryRun: boolean;
  /** Whether UNDO_NOT_ENDED is the answer while plans that are to be taken back may still move pages. */
  readonly isPatient?: boolean;
}

/** What came of taking back a revision's moves on one host. */
export type HostUndone =
  | { readonly hostId: string; readonly taken: TakenBack }
  /** `error`: as `describe` says it; with code UNDO_NOTHING_LEFT there was nothing to do. */
  | { readonly hostId: string; readonly error: string };

/**
 * Takes moves back: what plans really moved is read from OUTCOMES, what was moved since from the outcomes behind them, and
 * what is known of the pages now from the heat of their host.
 */
export class Undo {
  private readonly plans = codec('Plan');

  constructor(private readonly ports: UndoPorts) {}

  /**
   * Takes back what one plan moved. Throws RPC_NOT_FOUND, UNDO_NOT_ENDED, UNDO_TOO_OLD, UNDO_NOTHING_LEFT, RPC_UNAVAILABLE, and
   * CALLER_UNPROVEN where the policy asks for approval and the caller proves nothing.
   */
  async undoPlan({ planId, reason, dryRun }: UndoRequest__Output, caller: Caller): Promise<UndoResponse> {
    const { shards, policy, logger } = this.ports;
    if (!dryRun && policy().approval === true && !isProven(caller)) {
      const says = 'plans of this policy wait for approval: who undoes one has to prove who it is by mutual TLS';
      throw new ThermoclineError('CALLER_UNPROVEN', says);
    }
    const { summary } = await shards.ofPlan(planId).call('PlanService', 'getSummary', { planId }).then(asSummary);
    const hostId = summary.hostId ?? '';
    const trails = await this.trailsOf(hostId, Number(summary.createdUnixMs), (plan) => plan.planId === planId);
    this.requireEnded(planId, trails);
    const by = caller.identity;
    const taken = await this.takeBack(hostId, planId, trails, { by, reason, isDryRun: dryRun });
    const plans = taken.bodies.map((body) => this.plans.decode(body));
    if (!dryRun) {
      const made = plans.map((plan) => plan.planId);
      logger.info(
        { audit: 'plan undo', plan: planId, host: hostId, by, address: caller.address, reason, made },
        'undone',
      );
    }
    return { summaries: [...taken.summaries], plans, pagesLeftOut: taken.leftOut };
  }

  /**
   * Takes back, host by host, all that a policy revision moved there and that is still where it took it; a page that several of
   * its plans moved goes straight to where it was before the first. What fails on one host stops no other. Never throws.
   */
  async undoPlansOf(revision: RevisionPlans, hostIds: readonly string[], wish: UndoWish): Promise<HostUndone[]> {
    const { policyName, policyRevision, sinceUnixMs } = revision;
    const undoOf = `${policyName}@${policyRevision}`;
    const isOfIt = (plan: Plan__Output): boolean =>
      plan.policyName === policyName && Number(plan.policyRevision) === policyRevision && !plan.undoOf;
    const since = Math.max(sinceUnixMs, this.ports.unixMs() - this.ports.undoForMs);
    const done: HostUndone[] = [];
    for (const hostId of hostIds) {
      try {
        const trails = await this.trailsOf(hostId, since, isOfIt);
        if (wish.isPatient) this.requireStill(hostId, trails);
        const taken = await this.takeBack(hostId, undoOf, trails, wish);
        if (!wish.isDryRun) {
          const pages = taken.summaries.reduce((sum, each) => sum + pagesPlanned(each), 0);
          const { by, reason } = wish;
          this.ports.logger.info({ audit: 'revision undo', undoOf, host: hostId, by, reason, pages }, 'undone');
        }
        done.push({ hostId, taken });
      } catch (error) {
        done.push({ hostId, error: describe(error) });
      }
    }
    return done;
  }

  /** Reads what plans that are wanted moved on a host, and what else moved there since. */
  private async trailsOf(hostId: string, since: number, wanted: (plan: Plan__Output) => boolean): Promise<PlanTrails> {
    const { archive } = this.ports;
    const trails = new PlanTrails();
    await archive.eachPlan(hostId, since, (plan) => {
      if (wanted(plan)) trails.want(plan);
    });
    if (trails.isEmpty) return trails;
    await archive.eachOutcome(hostId, since, (outcome: Outcome__Output) => trails.take(outcome));
    return trails;
  }

  private requireEnded(planId: string, trails: PlanTrails): void {
    const { unixMs, undoForMs } = this.ports;
    if (trails.isEmpty) {
      throw new ThermoclineError('UNDO_TOO_OLD', `plan ${planId} is in no stream any more; what it moved is not known`);
    }
    if (!trails.isEnded) throw new ThermoclineError('UNDO_NOT_ENDED', `of plan ${planId} no last outcome has come yet`);
    const agoMs = unixMs() - trails.movedUnixMs;
    if (agoMs <= undoForMs) return;
    const says = `plan ${planId} ended ${Math.round(agoMs / 60_000)} minutes ago; undoFor is ${undoForMs / 60_000}`;
    throw new ThermoclineError('UNDO_TOO_OLD', says);
  }

  private requireStill(hostId: string, trails: PlanTrails): void {
    const until = trails.unendedUntilUnixMs + OUTCOME_MS;
    if (trails.isEnded || this.ports.unixMs() > until) return;
    throw new ThermoclineError('UNDO_NOT_ENDED', `plans of host ${hostId} have not ended, the last until ${until}`);
  }

  private async takeBack(hostId: string, undoOf: string, trails: PlanTrails, wish: UndoWish): Promise<TakenBack> {
    const { bootId, movedUnixMs, leftOut } = trails;
    const order = { hostId, bootId, undoOf, moves: trails.moves(), movedUnixMs, leftOut, ...wish };
    return await this.ports.shards.ofHost(hostId).ask('takeBack', order);
  }
}

function asSummary(answer: object): {
  readonly summary: { readonly hostId?: string; readonly createdUnixMs?: unknown };
} {
  return answer as ReturnType<typeof asSummary>;
}

function pagesPlanned({ promotedPagesPlanned, demotedPagesPlanned }: TakenBack['summaries'][number]): number {
  return Number(promotedPagesPlanned) + Number(demotedPagesPlanned);
}
