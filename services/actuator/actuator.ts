import { setTimeout as sleep } from 'node:timers/promises';
import type { Topology } from '../kernel/port.js';
import { describe } from '../runtime/errors.js';
import { type ActuatorParts, ownBounds } from './actuatorParts.js';
import { ControlBook, type ControlScope, type HeldBack } from './control.js';
import { readControlMemory, writeControlMemory } from './controlMemory.js';
import { Executions } from './executions.js';
import { Executor } from './executor.js';
import { Headroom } from './headroom.js';
import { Intake } from './intake.js';
import { LocalControl } from './localControl.js';
import { MoveLog } from './moveLog.js';
import type { Movers } from './movers.js';
import { PageGuard } from './pageGuard.js';
import { PlanBooks } from './planBooks.js';
import { PlanSteps } from './planSteps.js';
import { nextShare } from './pressure.js';
import { lowerBounds, type RateBounds, Rates } from './rates.js';
import { Reporter } from './reporter.js';
import { Residence } from './residence.js';
import { resume } from './resume.js';
import { SafetyNet } from './safetyNet.js';

/** PSI averages over ten seconds; looking once a second follows it closely enough. */
const PRESSURE_EVERY_MS = 1000;
const COMPACT_EVERY_MS = 60_000;

/** intake → guard → limiter → mover → journal → report, without the transports: bytes come in, bytes go out. */
export class Actuator {
  readonly control: ControlBook;
  /** What this host's people said. */
  readonly local: LocalControl;
  readonly executions: Executions;
  readonly executor: Executor;
  readonly reporter: Reporter;
  readonly intake: Intake;
  readonly rates: Rates;
  readonly movers: Movers;
  /** Undefined where it is switched off. */
  readonly safetyNet: SafetyNet | undefined;
  private readonly parts: ActuatorParts;
  private readonly own: RateBounds;
  private readonly moveLog: MoveLog;
  private readonly timers: NodeJS.Timeout[] = [];
  private share = 1;
  private running: Promise<void> | undefined;

  constructor(parts: ActuatorParts) {
    this.parts = parts;
    this.movers = parts.movers;
    const { settings, kernel, clock, logger, meters, journal, movers, hostId, keys } = parts;
    const { pageSize } = kernel;
    const bootId = kernel.host.bootId();
    const memory = readControlMemory(settings.stateDir);
    const pause = (ms: number) => sleep(ms).then(() => undefined);
    this.control = new ControlBook({ hostId, keys, maxAgeMs: settings.controlMaxAge, pageSize, memory });
    this.local = new LocalControl(settings.stateDir, pageSize, (orders) => {
      logger.warn({ ...orders }, 'orders of this host changed');
      this.setRates();
    });
    this.executions = new Executions(journal, () => this.executor.live, pageSize);
    this.own = ownBounds(settings, pageSize);
    this.rates = new Rates(this.own, clock.monotonicMs(), settings.pressure);
    this.moveLog = new MoveLog(settings.moveLog, logger);
    this.reporter = new Reporter({ hostId, bootId, journal, clock, logger, publish: parts.publish });
    const residence = new Residence(settings.residence);
    const books = new PlanBooks({
      journal,
      clock,
      sleep: pause,
      logger,
      pageSize,
      onSettled: (ledger, runs) => meters.settled(ledger, runs),
      onEnd: (end) => meters.gaveUp(end.reason),
    });
    const steps = new PlanSteps(
      {
        movers,
        rates: this.rates,
        headroom: new Headroom(() => this.topology(), settings.headroomShare),
        residence,
        pageGuard: new PageGuard({ residence, lastLook: parts.lastLook, clock }),
        moveLog: this.moveLog,
        clock,
        sleep: pause,
        pageSize,
        sharedPages: settings.sharedPages,
        mostPages: settings.batchPages,
        retries: settings.retries,
        backoffMs: settings.backoff,
        onBatch: (run, ledger, report) => {
          meters.batch(ledger, report);
          this.executions.changed(run);
        },
      },
      books,
    );
    this.executor = new Executor({
      steps,
      books,
      reporter: this.reporter,
      control: {
        heldBack: (nowMs) => this.heldBack(nowMs),
        withdrawn: (planId, policyName, revision) => this.control.withdrawn(planId, policyName, revision),
      },
      clock,
      sleep: pause,
      logger,
      bootId,
      pageSize,
      dryRun: () => settings.dryRun || this.local.orders.dryRun,
      onFinished: (planId, state) => {
        meters.planEnded(state);
        this.executions.ended(planId);
      },
      onChanged: (run) => this.executions.changed(run),
    });
    this.intake = new Intake({
      hostId,
      bootId,
      pageSize,
      keys,
      control: this.control,
      topology: () => this.topology(),
      bounds: {
        mostBytes: settings.plans.maxBytes,
        mostPages: settings.plans.maxPages,
        mostMoves: settings.plans.maxMoves,
      },
      mostWaiting: settings.plans.maxWaiting,
      clock,
      logger,
      journal,
      reporter: this.reporter,
      executor: this.executor,
      onRefused: (reason, planId) => {
        meters.planRefused(reason);
        if (planId !== undefined) this.executions.ended(planId);
      },
      onToken: () => this.remember(),
    });
    const { reclaim } = parts;
    this.safetyNet =
      settings.safetyNet.enabled && reclaim
        ? new SafetyNet({
            settings: settings.safetyNet,
            reclaim,
            host: kernel.host,
            topology: () => this.topology(),
            rates: this.rates,
            clock,
            sleep: pause,
            logger,
            heldBack: (nowMs) => (settings.dryRun || this.local.orders.dryRun ? 'dry-run' : this.heldBack(nowMs)),
            onRequest: (node, demoted, left) => meters.reclaimed(node, demoted, left),
            pageSize,
          })
        : undefined;
    const left = resume({ journal, reporter: this.reporter, rates: this.rates, residence, clock, bootId, logger });
    for (const run of left) this.executor.enqueue(run);
  }

  /** Why nothing may be begun now: what was said here goes first. */
  heldBack(nowMs: number): HeldBack | undefined {
    return this.local.heldBack() ?? this.control.heldBack(nowMs);
  }

  topology(): Topology {
    return this.parts.kernel.host.topology(this.parts.settings.tiers);
  }

  start(): void {
    this.setRates();
    this.timers.push(
      setInterval(() => this.look(), PRESSURE_EVERY_MS),
      setInterval(() => this.compact(), COMPACT_EVERY_MS),
    );
    this.running = this.executor.run().catch((error: unknown) => this.parts.fail(error));
  }

  /** Takes a Control in; undefined when it holds from now on, else why it was dropped. */
  hear(scope: ControlScope, bytes: Uint8Array): string | undefined {
    const { clock, meters, logger } = this.parts;
    const dropped = this.control.hear(scope, bytes, { monotonicMs: clock.monotonicMs(), unixMs: clock.unixMs() });
    meters.controlHeard(dropped === undefined ? 'heard' : (dropped.split(':')[0] ?? 'malformed'));
    if (dropped !== undefined) {
      logger.info({ scope, reason: dropped }, 'a control was dropped');
      return dropped;
    }
    this.remember();
    this.setRates();
    return undefined;
  }

  /** Ends after the batches under way; the rest of their plan waits in the journal. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.executor.close();
    await this.safetyNet?.close();
    await this.running;
    await this.reporter.close();
    await this.moveLog.close();
  }

  private look(): void {
    const reading = this.parts.kernel.host.memoryPressure()?.someAvg10;
    this.share = nextShare(this.share, reading, this.parts.settings.pressure);
    this.setRates();
    this.rates.pairs.look(this.parts.clock.monotonicMs());
    this.parts.meters.pairs(this.rates.pairs.all, PRESSURE_EVERY_MS / 1000);
    this.safetyNet?.look();
  }

  private setRates(): void {
    const bounds = lowerBounds(lowerBounds(this.own, this.control.limits()), this.local.bounds());
    this.rates.set(bounds, this.share, this.parts.clock.monotonicMs());
    this.parts.meters.rate(this.rates.limit, this.share);
  }

  private compact(): void {
    const { journal, clock, logger } = this.parts;
    try {
      if (journal.compact(clock.unixMs())) logger.debug({ bytes: journal.bytes }, 'the journal was compacted');
    } catch (error) {
      logger.warn({ error: describe(error) }, 'the journal could not be compacted; trying again later');
    }
  }

  private remember(): void {
    try {
      writeControlMemory(this.parts.settings.stateDir, this.control.memory());
    } catch (error) {
      this.parts.logger.warn({ error: describe(error) }, 'what was heard could not be written down');
    }
  }
}
