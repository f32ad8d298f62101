import type { Bus } from '../bus/connection.js';
import { Pipeline } from '../bus/pipeline.js';
import { hostSubject } from '../bus/subjects.js';
import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { Metrics } from '../runtime/metrics.js';
import type { OutgoingPlan } from './messages.js';

/** Bytes of an Ed25519 signature, which end a SignedPlan. */
const SIGNATURE_BYTES = 64;
/** Own plans that are waited for on their way back; the oldest are given up. */
const MAX_OWN = 50_000;

/** Sends plans, and knows them when the stream gives them back. */
export class PlanSender {
  private readonly pipeline: Pipeline;
  private readonly own = new Set<string>();
  private readonly made;
  private closed = false;

  constructor(
    bus: Bus,
    private readonly logger: Logger,
    metrics: Metrics,
    private readonly onLost: (planId: string) => void,
  ) {
    this.pipeline = new Pipeline(bus);
    this.made = metrics.counter('plans_total', 'Plans published');
  }

  /** Sends it; a plan that JetStream does not take is told of as lost. */
  send(plan: OutgoingPlan): void {
    const { hostId, planId, moves, pages } = plan;
    const mark = markOf(plan.bytes);
    this.own.add(mark);
    if (this.own.size > MAX_OWN) this.own.delete(this.own.values().next().value as string);
    this.pipeline.publish(hostSubject('plan', hostId), plan.bytes, plan.messageId).then(
      () => {
        this.made.inc();
        this.logger.debug({ host: hostId, plan: planId, moves, pages }, 'plan published');
      },
      (error) => {
        this.own.delete(mark);
        if (this.closed) return; // JetStream may have it; if not, the next start plans anew.
        this.logger.warn({ host: hostId, error: describe(error) }, 'no plan was published; the next window will try');
        this.onLost(planId);
      },
    );
  }

  /** Any other message that is to be kept by JetStream. */
  publish(subject: string, bytes: Uint8Array, messageId: string): Promise<void> {
    return this.pipeline.publish(subject, bytes, messageId);
  }

  /** Whether these are the bytes of a plan sent from here, which nobody need read. */
  isOwn(bytes: Uint8Array): boolean {
    return this.own.delete(markOf(bytes));
  }

  close(): void {
    this.closed = true;
    this.pipeline.close();
  }
}

function markOf(bytes: Uint8Array): string {
  const end = bytes.subarray(Math.max(0, bytes.length - SIGNATURE_BYTES));
  return Buffer.from(end.buffer, end.byteOffset, end.length).toString('latin1');
}
