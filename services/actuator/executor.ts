import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { Clock } from './clock.js';
import type { ControlBook } from './control.js';
import type { PlanBooks } from './planBooks.js';
import type { PlanRun } from './planRun.js';
import { LOOK_MS, type PlanSteps } from './planSteps.js';
import { outcomesOf } from './report.js';
import type { Reporter } from './reporter.js';
import type { SkipReason } from './verdict.js';

export interface ExecutorOptions {
  readonly steps: PlanSteps;
  readonly books: PlanBooks;
  readonly reporter: Pick<Reporter, 'record'>;
  /** What the brain said, and what this host's people said. */
  readonly control: Pick<ControlBook, 'heldBack' | 'withdrawn'>;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly logger: Logger;
  readonly bootId: string;
  readonly pageSize: number;
  /** Plans are judged and reported, and nothing is moved. */
  readonly dryRun: () => boolean;
  readonly onFinished: (planId: string, state: 'completed' | 'stopped') => void;
  /** A plan was taken in, begun, or had a batch. */
  readonly onChanged: (run: PlanRun) => void;
}

/** Why a plan ended before its last page. */
interface EarlyEnd {
  readonly reason: SkipReason;
  readonly text: string;
}

/**
 * Carries plans out, one at a time and in order of arrival, batch after batch. Before each batch is begun everything is asked again:
 * whether the plan still holds, whether the brain is still heard, whether there is room, whether the limiter lets it begin.
 */
export class Executor {
  private readonly options: ExecutorOptions;
  private readonly queue: PlanRun[] = [];
  private current: PlanRun | undefined;
  private closing = false;
  private wake: (() => void) | undefined;

  constructor(options: ExecutorOptions) {
    this.options = options;
  }

  get planId(): string | undefined {
    return this.current?.plan.planId;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /** The plan under way, then those that wait, in order. */
  get live(): readonly PlanRun[] {
    return this.current ? [this.current, ...this.queue] : this.queue;
  }

  enqueue(run: PlanRun): void {
    this.queue.push(run);
    this.options.onChanged(run);
    this.wake?.();
  }

  /** Runs until `close`; what is unfinished then stays in the journal and is taken up at the next start. */
  async run(): Promise<void> {
    while (!this.closing) {
      const next = this.queue.shift();
      if (!next) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        this.wake = undefined;
        continue;
      }
      this.current = next;
      await this.carryOut(next);
      this.current = undefined;
    }
  }

  /** Lets the batches under way end, and begins no other. */
  close(): void {
    this.closing = true;
    this.wake?.();
  }

  private async carryOut(run: PlanRun): Promise<void> {
    const { clock, steps, books } = this.options;
    run.startedUnixMs ??= clock.unixMs();
    this.options.onChanged(run);
    const first = await this.unlessLost(run, () => this.batchAfterBatch(run));
    const second = await this.unlessLost(run, () => steps.land(run).then(() => undefined));
    const ended = first ?? second;
    if (!ended && run.openPages > 0) return; // This executor closes.
    await steps.loseTrack(run);
    for (const ledger of run.ledgers) await books.skipRest(run, ledger, ended?.reason ?? 'stopped');
    await this.finish(run, ended);
  }

  /** Until the plan has no page left, must end early, or this executor closes. Batches may be under way then. */
  private async batchAfterBatch(run: PlanRun): Promise<EarlyEnd | undefined> {
    const { clock, control, steps } = this.options;
    while (run.openPages > 0) {
      const ended = this.earlyEnd(run);
      if (ended || this.closing) return ended;
      if (control.heldBack(clock.monotonicMs())) {
        await this.options.sleep(LOOK_MS);
        continue;
      }
      await steps.advance(run, this.queue[0]);
      this.options.onChanged(run);
    }
    return undefined;
  }

  private async unlessLost(run: PlanRun, what: () => Promise<EarlyEnd | undefined>): Promise<EarlyEnd | undefined> {
    try {
      return await what();
    } catch (error) {
      this.options.logger.error(
        { error: describe(error), planId: run.plan.planId },
        'the mover failed; the plan ends here',
      );
      return { reason: 'mover-failed', text: describe(error) };
    }
  }

  private earlyEnd(run: PlanRun): EarlyEnd | undefined {
    const { clock, control, bootId, dryRun } = this.options;
    const { plan } = run;
    if (plan.bootId !== bootId) return { reason: 'other-boot', text: 'the host was started anew' };
    if (plan.shadow) return { reason: 'shadow', text: 'a shadow plan moves nothing' };
    if (dryRun()) return { reason: 'dry-run', text: 'this actuator was told to move nothing' };
    if (plan.expiresUnixMs <= clock.unixMs()) return { reason: 'expired', text: 'it expired on the way' };
    if (control.withdrawn(plan.planId, plan.policyName, plan.policyRevision)) {
      return { reason: 'withdrawn', text: 'the plan, or its policy revision, was taken back on the way' };
    }
    const heldBack = control.heldBack(clock.monotonicMs());
    if (heldBack === 'stopped') return { reason: 'stopped', text: 'all moves were stopped' };
    if (heldBack === 'stopped-here') return { reason: 'stopped', text: 'all moves were stopped at this host' };
    return undefined;
  }

  private async finish(run: PlanRun, ended: EarlyEnd | undefined): Promise<void> {
    const { clock, reporter, pageSize, books } = this.options;
    const { planId, policyRevision, shadow } = run.plan;
    const finishedUnixMs = clock.unixMs();
    const subject = { planId, policyRevision, startedUnixMs: run.startedUnixMs ?? finishedUnixMs, finishedUnixMs };
    // A shadow plan is carried out by moving nothing: that is no early end.
    const bodies = outcomesOf(subject, run.ledgers, pageSize, shadow ? undefined : ended);
    await books.journaled(() => reporter.record(planId, run.key, bodies));
    this.options.onFinished(planId, ended && !shadow ? 'stopped' : 'completed');
  }
}
