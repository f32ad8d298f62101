import type { PolicySpec } from '../../services/core/policySpec.js';
import { natsServer } from '../integration/natsServer.js';
import { startBrainProcess } from './brainProcess.js';
import { Fleet, type FleetOptions } from './fleet.js';
import { Hits } from './hits.js';
import { FLEET_POLICY } from './policy.js';
import { cpuSeconds, peakResidentBytes } from './processes.js';

export interface FleetRunOptions extends Omit<FleetOptions, 'bytesPerSecond' | 'residenceSeconds' | 'silence'> {
  readonly seconds: number;
  /** So many hosts at least for so long, of which only `hosts` go on; none beyond those when absent. */
  readonly warmUp?: { readonly hosts: number; readonly seconds: number };
  /** A server of ours when absent. */
  readonly natsUrl?: string;
  readonly policy?: PolicySpec;
  /** Keys of the policy section of the brain's configuration, over those of the policy. */
  readonly policyKeys?: Readonly<Record<string, unknown>>;
  /** Threads for heat; the brain's own choice when absent. */
  readonly workers?: number;
  readonly onReport?: (report: FleetReport) => void;
}

/** What a fleet and its brain did, from the start or in the last stretch of time. */
export interface FleetReport {
  readonly seconds: number;
  readonly hosts: number;
  readonly batches: number;
  /** Of them those that the brain has merged: fewer, where it is behind. */
  readonly mergedBatches: number;
  readonly bytesPerBatch: number;
  readonly plans: number;
  readonly outcomes: number;
  readonly movedBlocks: number;
  readonly refusedBlocks: number;
  readonly refusedPlans: number;
  readonly unacknowledged: number;
  readonly publishErrors: number;
  readonly hostsWithoutPlan: number;
  /** Share of accesses that hit the fast tier, in the time since the last report, and STAR, its rest. */
  readonly hitShare: number;
  readonly star: number;
  /** STAR as first touch placed the pages. */
  readonly starAtStart: number;
  /** Worst age of a batch not yet considered, as the brain says: of the last half minute, and since the start. */
  readonly lagSeconds: number;
  readonly worstLagSeconds: number;
  /** Times that the brain did not say its lag. */
  readonly unanswered: number;
  /** From the end of a window to the plan for it, seen from outside. */
  readonly toPlanSeconds: { readonly median: number; readonly p99: number; readonly most: number };
  readonly toFirstPlanSeconds: { readonly median: number; readonly p99: number; readonly most: number };
  readonly tellLagSeconds: number;
  /**
   * CPU microseconds a host and batch since the start: of the brain a batch that it merged, of the others one that was sent. Of
   * nats-server undefined when it is not ours.
   */
  readonly cpuUs: { readonly brain: number; readonly nats: number | undefined; readonly simulator: number };
  /** CPU microseconds a batch of the brain since the warm-up; undefined without one, and before its end. */
  readonly warmUsPerBatch: number | undefined;
  /** CPU microseconds a second of the brain when all hosts have fallen silent; undefined without a warm-up, and before that. */
  readonly idleUsPerSecond: number | undefined;
  readonly peakBytes: { readonly brain: number; readonly simulator: number };
  /** Blocks by which the nodes' books and where the blocks are differ: 0, or the model is wrong. */
  readonly lostBlocks: number;
}

const REPORT_EVERY_MS = 10_000;
/** The brain tells the worst of half a minute, and each answer costs it some milliseconds. */
const ASK_EVERY_MS = 5000;
const TURN_MS = 500;
/** Plans that are under way when hosts fall silent have ended by then. */
const SETTLE_MS = 15_000;
const IDLE_MS = 30_000;
const MERGED = 'thermocline_brain_batches_total{result="merged"}';

/** Runs a fleet with a brain of its own for so long; CPU is counted from the first window on. */
export async function fleetRun(options: FleetRunOptions): Promise<FleetReport> {
  const policy = options.policy ?? FLEET_POLICY;
  const server = options.natsUrl === undefined ? await natsServer() : undefined;
  const url = options.natsUrl ?? (server?.url as string);
  try {
    const brain = await startBrainProcess(url, policy, options.policyKeys, options.workers);
    try {
      const { bytesPerSecondPerHost: bytesPerSecond, residenceSeconds } = policy;
      const { warmUp, hosts } = options;
      const fleet = await Fleet.connect(url, brain.keys, {
        ...options,
        bytesPerSecond,
        residenceSeconds,
        ...(warmUp && {
          hosts: Math.max(hosts, warmUp.hosts),
          silence: { fromHost: hosts, afterSeconds: warmUp.seconds },
        }),
      });
      const pids = { brain: brain.pid, nats: server?.pid, simulator: process.pid };
      const before = cpuOf(pids);
      let worstLagSeconds = 0;
      let lagSeconds = 0;
      let mergedBatches = 0;
      /** As it was when the warm-up had ended. */
      let warmed: { readonly cpu: number; readonly batches: number } | undefined;
      const sinceWarmUp = (cpu: number): number | undefined => {
        const batches = mergedBatches - (warmed?.batches ?? mergedBatches);
        return !warmed || batches === 0 ? undefined : ((cpu - warmed.cpu) * 1e6) / batches;
      };
      let unanswered = 0;
      let hits = new Hits();
      let reportAtMs = Date.now() + REPORT_EVERY_MS;
      const report = (): FleetReport => {
        const recent = new Hits();
        recent.fast = fleet.hits.fast - hits.fast;
        recent.all = fleet.hits.all - hits.all;
        const after = cpuOf(pids);
        const us = (of: 'brain' | 'nats' | 'simulator', batches = fleet.batches): number =>
          ((after[of] - before[of]) * 1e6) / batches;
        return {
          hosts: options.hosts,
          ...countsOf(fleet),
          mergedBatches,
          hitShare: recent.share,
          star: 1 - recent.share,
          lagSeconds,
          worstLagSeconds,
          unanswered,
          cpuUs: {
            brain: us('brain', mergedBatches),
            nats: pids.nats === undefined ? undefined : us('nats'),
            simulator: us('simulator'),
          },
          warmUsPerBatch: sinceWarmUp(after.brain),
          idleUsPerSecond: undefined,
          peakBytes: { brain: peakResidentBytes(pids.brain), simulator: peakResidentBytes(pids.simulator) },
        };
      };
      try {
        await fleet.start();
        while (fleet.seconds < options.seconds) {
          const leftMs = (options.seconds - fleet.seconds) * 1000;
          await new Promise((resolve) => setTimeout(resolve, Math.min(ASK_EVERY_MS, Math.max(TURN_MS, leftMs))));
          const lag = await brain.metric('thermocline_brain_oldest_unplanned_batch_seconds');
          mergedBatches = (await brain.metric(MERGED)) ?? mergedBatches;
          if (warmUp && fleet.seconds >= warmUp.seconds) {
            warmed ??= { cpu: cpuSeconds(brain.pid), batches: mergedBatches };
          }
          if (lag === undefined) unanswered++;
          else lagSeconds = lag;
          worstLagSeconds = Math.max(worstLagSeconds, lagSeconds);
          // The last report is of a whole interval at least.
          if (Date.now() < reportAtMs || options.seconds - fleet.seconds < options.intervalSeconds) continue;
          reportAtMs += REPORT_EVERY_MS;
          options.onReport?.(report());
          hits = Object.assign(new Hits(), { fast: fleet.hits.fast, all: fleet.hits.all });
        }
        const whole = report();
        if (!warmUp) return whole;
        fleet.fallSilent();
        return { ...whole, idleUsPerSecond: await idleUs(brain.pid) };
      } finally {
        await fleet.stop();
      }
    } finally {
      await brain.stop();
    }
  } finally {
    await server?.stop();
  }
}

/** What a brain takes each second when nothing is asked of it. */
async function idleUs(pid: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const before = { cpu: cpuSeconds(pid), ms: performance.now() };
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  return ((cpuSeconds(pid) - before.cpu) * 1e9) / (performance.now() - before.ms);
}

function cpuOf(pids: { readonly brain: number; readonly nats: number | undefined; readonly simulator: number }) {
  return {
    brain: cpuSeconds(pids.brain),
    nats: pids.nats === undefined ? 0 : cpuSeconds(pids.nats),
    simulator: cpuSeconds(pids.simulator),
  };
}

function countsOf(fleet: Fleet) {
  const sum = (of: (host: Fleet['hosts'][number]) => number): number =>
    fleet.hosts.reduce((all, host) => all + of(host), 0);
  const quantiles = (spread: Fleet['toPlan']) => ({
    median: spread.quantile(0.5),
    p99: spread.quantile(0.99),
    most: spread.most,
  });
  return {
    seconds: fleet.seconds,
    batches: fleet.batches,
    bytesPerBatch: fleet.batchBytes / fleet.batches,
    plans: fleet.plans,
    outcomes: fleet.outcomes,
    movedBlocks: sum((host) => host.movedBlocks),
    refusedBlocks: sum((host) => host.refusedBlocks),
    refusedPlans: fleet.refusals,
    unacknowledged: fleet.batches + fleet.outcomes - fleet.acknowledged - fleet.publishErrors,
    publishErrors: fleet.publishErrors,
    hostsWithoutPlan: sum((host) => (host.neverPlanned ? 1 : 0)),
    toPlanSeconds: quantiles(fleet.toPlan),
    toFirstPlanSeconds: quantiles(fleet.toFirstPlan),
    tellLagSeconds: fleet.tellLag.most,
    starAtStart: 1 - fleet.hitsAtStart.share,
    lostBlocks: sum((host) => host.lostBlocks),
  };
}
