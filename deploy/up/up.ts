import type { HostState__Output } from '../../services/contract/gen/thermocline/v1/HostState.js';
import type { PlanSummary__Output } from '../../services/contract/gen/thermocline/v1/PlanSummary.js';
import { openKernel } from '../../services/kernel/real.js';
import { connectService } from '../../services/rpc/client.js';
import type { Scene } from './frame.js';
import { type Layout, makeLayout } from './layout.js';
import { listening } from './listening.js';
import type { UpOptions } from './options.js';
import { isPlaced, type Placement, parseReport, placementOf } from './placement.js';
import { RunRecord } from './runRecord.js';
import { makeStack, type Stack } from './stack.js';
import { View } from './view.js';

/** The guest's nodes: 0 is the one with CPUs (see deploy/lab). */
const GUEST_FAST_NODES = [0];
const GUEST_SLOW_NODE = 1;
/** The workload has started or it never will: booting the guest and filling its memory take some 20 s. */
const START_TIMEOUT_SECONDS = 240;
/** After their last word the agents have to sync their files, and the guest to power off. */
const AGENTS_END_MS = 20_000;
const LOOK_EVERY_MS = 250;
const PLACEMENTS_KEPT = 3600;

/** On this host where it has several tiers, unless the guest is asked for. */
export function whereActing(options: UpOptions): 'host' | 'lab' {
  return options.lab || openKernel().host.topology().tiers.length < 2 ? 'lab' : 'host';
}

/** Runs the whole loop until it is placed (`--once`), or until a signal. Answers the exit status. */
export async function up(options: UpOptions): Promise<number> {
  const { tiers } = openKernel().host.topology();
  const inLab = whereActing(options) === 'lab';
  if (inLab && !options.lab) {
    process.stderr.write('up: this machine has one tier of memory, so the loop runs in the lab guest, which has two\n');
  }
  const fastNodes = new Set(inLab ? GUEST_FAST_NODES : (tiers[0]?.nodes ?? []));
  const slowNode = inLab ? GUEST_SLOW_NODE : (tiers[1]?.nodes[0] ?? 0);
  const layout = await makeLayout(options, inLab);
  const run = new Run(options, layout, inLab, fastNodes);
  const stack = makeStack(
    layout,
    options,
    inLab,
    slowNode,
    [...fastNodes],
    (line) => run.hear(line),
    (message) => run.fail(message),
  );
  const stop = (): void => run.end(130);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await run.follow(stack);
  } finally {
    run.say(inLab ? 'stopping the guest, brain and NATS' : 'stopping');
    if (options.forSeconds > 0) await stack.agents.ended(AGENTS_END_MS);
    await Promise.all([stack.agents.stop(), stack.brain.stop()]);
    await stack.nats.stop();
  }
}

/** One run as it goes on: what was heard, and how it ends. */
export class Run {
  private readonly startedMs = performance.now();
  private readonly view: View;
  private readonly record: RunRecord;
  private readonly placements: Placement[] = [];
  private readonly plans = new Map<string, PlanSummary__Output>();
  private readonly stopWatching = new AbortController();
  private host: HostState__Output | undefined;
  private step = 'starting NATS and the brain';
  private result: number | undefined;
  private workloadStartedMs: number | undefined;
  private placedAt: number | undefined;

  constructor(
    private readonly options: UpOptions,
    private readonly layout: Layout,
    private readonly inLab: boolean,
    private readonly fastNodes: ReadonlySet<number>,
  ) {
    this.view = new View(options.json);
    this.record = new RunRecord(layout.runDir);
  }

  say(step: string): void {
    this.step = step;
    this.view.note(step);
  }

  fail(message: string): void {
    if (this.result !== undefined) return;
    this.view.note(message);
    this.end(1);
  }

  end(status: number): void {
    this.result ??= status;
  }

  /** A line of the agents: the workload's reports, and events. */
  hear(line: string): void {
    if (!line.startsWith('{')) {
      this.view.note(line);
      return;
    }
    const event = JSON.parse(line) as { event?: string; message?: string; service?: string };
    if (event.event === 'start') {
      this.workloadStartedMs = performance.now();
      this.scheduleRestarts();
      this.say('the workload runs; looking at its pages');
    } else if (event.event === 'agents') this.say('collector and actuator are starting');
    else if (event.event === 'services-ready')
      this.say('collector and actuator are there; the workload fills its memory');
    else if (event.event === 'stopped' && this.options.forSeconds > 0) this.end(this.placedNow() ? 0 : 1);
    else if (event.event === 'failed') this.fail(event.message ?? 'an agent failed');
    else if (event.event === 'restarting' || event.event === 'shift') {
      this.view.note(event.event === 'shift' ? 'the hot set shifts' : `restarting the ${event.service}`);
    }
    const report = parseReport(line);
    if (!report) return;
    const placement = placementOf(report, this.fastNodes);
    this.record.report(placement);
    this.placements.push(placement);
    if (this.placements.length > PLACEMENTS_KEPT) this.placements.shift();
    if (isPlaced(placement)) this.placedAt ??= placement.t;
    else if (placement.phase !== this.placements.at(-2)?.phase) this.placedAt = undefined;
  }

  async follow(stack: Stack): Promise<number> {
    this.stack = stack;
    stack.nats.start();
    stack.brain.start();
    if (this.inLab) {
      this.say('booting the lab guest (two NUMA nodes, Debian kernel 6.12, emulated processor)');
      stack.agents.start();
    }
    void listening(this.layout.brainAddress, () => this.result !== undefined).then(() => this.brainAnswers(stack));
    while (this.result === undefined) {
      this.view.show(this.scene());
      this.judge();
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    this.stopWatching.abort();
    this.view.end(this.scene());
    if ((this.options.once || this.options.forSeconds > 0) && this.placements.length > 0)
      this.view.figures(this.figures(), this.options.json);
    return this.result;
  }

  private stack: Stack | undefined;

  private brainAnswers(stack: Stack): void {
    if (this.result !== undefined) return;
    const { brainAddress } = this.layout;
    this.view.note(`the brain answers at ${brainAddress}: thermocline --server ${brainAddress} plans list`);
    // On one machine they would only wait for the streams that the brain creates, and take the CPU that it starts with.
    if (!this.inLab) stack.agents.start();
    void this.watchHost();
    void this.watchPlans();
  }

  private scheduleRestarts(): void {
    for (const { service, seconds } of this.options.restart) {
      const child = service === 'brain' ? this.stack?.brain : service === 'nats' ? this.stack?.nats : undefined;
      if (!child) continue;
      setTimeout(() => {
        this.view.note(`restarting ${service}`);
        void child.restart();
      }, seconds * 1000).unref();
    }
  }

  /** Whether `--once` is over. */
  private judge(): void {
    if (!this.options.once && this.options.forSeconds === 0) return;
    const now = performance.now();
    if (this.workloadStartedMs === undefined) {
      if (now - this.startedMs > START_TIMEOUT_SECONDS * 1000) {
        this.fail(
          `the workload did not start within ${START_TIMEOUT_SECONDS} s; see the logs in ${this.layout.runDir}`,
        );
      }
      return;
    }
    if (this.options.forSeconds > 0) return; // The agents end by themselves, and say so.
    if (this.placedNow()) this.end(0);
    else if (now - this.workloadStartedMs > this.options.timeoutSeconds * 1000) {
      this.view.note(`not placed within ${this.options.timeoutSeconds} s; see the logs in ${this.layout.runDir}`);
      this.end(1);
    }
  }

  private placedNow(): boolean {
    const last = this.placements.at(-1);
    return last !== undefined && isPlaced(last) && last.phase >= (this.options.shiftWhenPlaced ? 1 : 0);
  }

  private scene(): Scene {
    const moved = [...this.plans.values()].reduce((sum, plan) => sum + Number(plan.pagesMoved), 0);
    return {
      where: this.inLab ? 'lab guest' : 'this host',
      seconds: (performance.now() - this.startedMs) / 1000,
      host: this.host,
      plans: [...this.plans.values()].reverse(),
      placements: this.placements,
      step: this.step,
      pagesMoved: moved,
      bytesMoved: moved * (this.plans.values().next().value?.pageSize ?? 4096),
    };
  }

  private figures() {
    const last = this.placements.at(-1) as Placement;
    const scene = this.scene();
    return {
      hotOnFast: last.hotOnFast,
      coldOnSlow: last.coldOnSlow,
      star: last.star ?? null,
      strr: last.strr,
      pagesMoved: scene.pagesMoved,
      bytesMoved: scene.bytesMoved,
      secondsToPlace: this.placedAt ?? null,
      where: this.inLab ? 'lab' : 'host',
    };
  }

  private async watchHost(): Promise<void> {
    const fleet = connectService('FleetService', this.layout.brainAddress);
    await this.keepWatching(async (signal) => {
      for await (const { host } of fleet.stream('WatchHost', { hostId: this.layout.hostId }, signal)) {
        if (!host) continue;
        this.host = host;
        this.record.host(host);
      }
    });
    fleet.close();
  }

  private async watchPlans(): Promise<void> {
    const plans = connectService('PlanService', this.layout.brainAddress);
    await this.keepWatching(async (signal) => {
      for await (const { plan } of plans.stream('WatchPlans', { hostId: this.layout.hostId, backlog: 1000 }, signal)) {
        if (!plan) continue;
        this.plans.set(plan.planId, plan);
        this.record.plan(plan);
      }
    });
    plans.close();
  }

  /** The brain may not be there yet, or be restarted. */
  private async keepWatching(watch: (signal: AbortSignal) => Promise<void>): Promise<void> {
    while (!this.stopWatching.signal.aborted) {
      await watch(this.stopWatching.signal).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}
