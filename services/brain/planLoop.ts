import type { Bus } from '../bus/connection.js';
import { hostSubject } from '../bus/subjects.js';
import { partitionOf } from '../contract/ids.js';
import { codec } from '../contract/schema.js';
import type { Policy } from '../core/policy.js';
import type { Logger } from '../runtime/logger.js';
import type { Metrics } from '../runtime/metrics.js';
import type { FleetHost } from './fleet.js';
import type { Leases } from './leases.js';
import type { PlanDesk } from './planDesk.js';
import { PlanLag } from './planLag.js';
import type { PlanStore } from './planStore.js';

/** Plans for a host after its windows and outcomes, at most once per interval, while this brain holds its partition. */
export class PlanLoop {
  private readonly plans = codec('Plan');
  private readonly lastPlannedMs = new Map<string, number>();
  private readonly busy = new Set<string>();
  private readonly made;
  private readonly seconds;
  private readonly lag: PlanLag;
  /** Planning begins once what happened before this start has been read back. */
  enabled = false;

  constructor(
    private readonly desk: PlanDesk,
    private readonly store: PlanStore,
    private readonly leases: Leases,
    private readonly bus: Bus,
    private readonly policy: () => Policy,
    private readonly everyMs: number,
    private readonly logger: Logger,
    metrics: Metrics,
    private readonly clockMs: () => number = () => performance.now(),
  ) {
    this.made = metrics.counter('plans_total', 'Plans published');
    this.seconds = metrics.histogram('plan_duration_seconds', 'Time to plan one host', [0.001, 0.01, 0.1, 1]);
    this.lag = new PlanLag(metrics, Date.now);
  }

  /** Plans for this host if its time has come. Never rejects. */
  async consider(host: FleetHost): Promise<void> {
    const last = this.lastPlannedMs.get(host.hostId) ?? Number.NEGATIVE_INFINITY;
    if (this.enabled) this.lag.received(host.hostId, host.lastBatchUnixMs);
    if (!this.enabled || this.busy.has(host.hostId) || this.clockMs() - last < this.everyMs) return;
    this.busy.add(host.hostId);
    try {
      await this.plan(host);
    } catch (error) {
      this.logger.warn(
        { host: host.hostId, error: (error as Error).message },
        'no plan was published; the next window will try',
      );
    } finally {
      this.busy.delete(host.hostId);
    }
  }

  private async plan(host: FleetHost): Promise<void> {
    const token = await this.leases.hold(partitionOf(host.hostId));
    if (token === undefined) return this.lag.considered(host.hostId, host.lastBatchUnixMs); // Another brain plans for it.
    const started = this.clockMs();
    const made = this.desk.make(host, this.policy(), token);
    this.seconds.observe((this.clockMs() - started) / 1000);
    this.lag.considered(host.hostId, host.lastBatchUnixMs);
    if (!made) return;
    this.lastPlannedMs.set(host.hostId, started);
    // Kept before it is sent: its outcome may be here before the acknowledgement.
    this.store.add(this.plans.decode(this.plans.encode(made.plan)));
    await this.bus.js.publish(hostSubject('plan', host.hostId), made.bytes, { msgID: made.messageId });
    this.made.inc();
    this.logger.info(
      { host: host.hostId, plan: made.plan.planId, moves: made.plan.moveCount, pages: made.plan.pageCount },
      'plan published',
    );
  }
}
