import type { TrustedKeys } from '../contract/signature.js';
import type { Topology } from '../kernel/port.js';
import type { Logger } from '../runtime/logger.js';
import type { Clock } from './clock.js';
import type { ControlBook } from './control.js';
import type { Executor } from './executor.js';
import { type GuardBounds, judge, type Refusal, type RefusalReason } from './guard.js';
import type { Journal } from './journal.js';
import { keyOf, type MovePlan, type PlanHead } from './plan.js';
import { PlanRun } from './planRun.js';
import { refusalOf } from './report.js';
import type { Reporter } from './reporter.js';

export interface IntakeOptions {
  readonly hostId: string;
  readonly bootId: string;
  readonly pageSize: number;
  readonly keys: TrustedKeys;
  readonly control: ControlBook;
  readonly topology: () => Topology;
  readonly bounds: GuardBounds;
  /** Plans that may wait. */
  readonly mostWaiting: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly journal: Journal;
  readonly reporter: Reporter;
  readonly executor: Executor;
  /** `planId` is undefined for a message without a believable sender. */
  readonly onRefused: (reason: RefusalReason, planId: string | undefined) => void;
  /** The highest fencing token rose. */
  readonly onToken: () => void;
}

/** What `receive` did with a plan. A message without a believable sender has no outcome; the caller sets it aside. */
export type Received =
  | { readonly kind: 'accepted' | 'repeated' | 'refused' }
  | { readonly kind: 'unreadable'; readonly reason: RefusalReason; readonly text: string };

/** Takes plans in. When `receive` returns, the journal holds the plan or its refusal, and the message may be acknowledged. */
export class Intake {
  private readonly options: IntakeOptions;

  constructor(options: IntakeOptions) {
    this.options = options;
  }

  /** Throws what the journal throws; then the message must come again. */
  receive(bytes: Uint8Array): Received {
    const { journal, control, clock, executor, mostWaiting } = this.options;
    const judgement = judge(bytes, {
      ...this.options,
      topology: this.options.topology(),
      nowUnixMs: clock.unixMs(),
      seen: (head) => journal.find(head.planId, keyOf(head)) !== undefined,
    });
    if (judgement.verdict === 'repeated') return this.repeat(judgement.head);
    if (judgement.verdict === 'refused') return this.refuse(judgement.refusal);
    const { plan } = judgement;
    if (executor.waiting >= mostWaiting) {
      return this.refuse({ reason: 'queue-full', text: `${executor.waiting} plans wait already`, head: plan });
    }
    const key = keyOf(plan);
    journal.append({ kind: 'accepted', planId: plan.planId, key, atUnixMs: clock.unixMs(), bytes });
    if (control.sawToken(plan.fencingToken)) this.options.onToken();
    this.log(plan);
    executor.enqueue(new PlanRun(plan, key));
    return { kind: 'accepted' };
  }

  private repeat(head: PlanHead): Received {
    const { journal, reporter, logger } = this.options;
    const entry = journal.find(head.planId, keyOf(head));
    if (entry) reporter.repeat(entry);
    logger.info({ planId: head.planId, outcome: (entry?.outcomes.length ?? 0) > 0 }, 'a plan came again');
    return { kind: 'repeated' };
  }

  private refuse({ reason, text, head }: Refusal): Received {
    const { reporter, clock, logger, onRefused } = this.options;
    if (!head) {
      // Set aside, which is logged.
      onRefused(reason, undefined);
      return { kind: 'unreadable', reason, text };
    }
    const { planId, policyRevision } = head;
    logger.warn({ planId, reason }, `a plan was refused: ${text}`);
    reporter.record(planId, keyOf(head), [refusalOf({ planId, policyRevision }, reason, text, clock.unixMs())]);
    onRefused(reason, planId);
    return { kind: 'refused' };
  }

  private log(plan: MovePlan): void {
    const { planId, policyName, policyRevision, pageCount, shadow } = plan;
    this.options.logger.info({ planId, policyName, policyRevision, pageCount, shadow }, 'a plan was accepted');
  }
}
