import * as z from 'zod';
import {
  duration,
  grpcSection,
  hostId,
  logSection,
  metricsSection,
  natsSection,
  pathsSection,
  share,
  size,
} from '../runtime/configTypes.js';
import { DEFAULT_PRESSURE } from './pressure.js';

/** How the byte rate yields to memory pressure; see PressurePolicy. */
const pressureSection = z.strictObject({
  threshold: share.default(DEFAULT_PRESSURE.threshold),
  decrease: share.default(DEFAULT_PRESSURE.decrease),
  increase: share.default(DEFAULT_PRESSURE.increase),
  floor: share.default(DEFAULT_PRESSURE.floor),
});

const pageRate = z.int().min(0);

/** Reclaim as demotion, for a surge that no plan foresaw. */
const safetyNetSection = z
  .strictObject({
    enabled: z.boolean().default(false),
    /** A node with a slower tier below it is helped when less than this share of it is free … */
    below: share.default(0.02),
    /** … until this share of it is. */
    until: share.default(0.04),
    /** Where the kernel cannot reclaim from one node (before 6.18), the one of these cgroups that has the most there is asked. */
    cgroups: z.array(z.string().regex(/^\//, 'a cgroup v2 path begins with /')).default([]),
    /** Bytes of one request; between two the kill switch is obeyed. */
    mostBytes: size.prefault('16MiB'),
  })
  .refine(({ below, until }) => below < until, { path: ['until'], message: 'must be above below' });

/** The configuration of the actuator. Durations come out in milliseconds, sizes in bytes. */
export const actuatorSchema = z.strictObject({
  /** Id of this host on the bus; the machine id by default. */
  hostId,
  nats: natsSection.prefault({}),
  grpc: grpcSection('127.0.0.1:7422').prefault({}),
  metrics: metricsSection('127.0.0.1:7432').prefault({}),
  log: logSection.prefault({}),
  paths: pathsSection.prefault({}),
  /** Journal, spool and what was heard of the brain; survives restarts of the host. */
  stateDir: z.string().default('/var/lib/thermocline/actuator'),
  /** Where collector and actuator keep the record of the DAMON contexts that are theirs. */
  runDir: z.string().default('/run/thermocline'),
  /** Where the collector of this host is asked what was accessed of late; look.sock in runDir when left out. */
  lookSocket: z.string().optional(),
  /** Public keys (PEM files) whose signatures on plans and controls are accepted. */
  keys: z.array(z.string()).min(1),
  /** Bytes a second that may be moved, all directions together; a Control may lower it. */
  limitBytesPerSecond: size.prefault('32MiB'),
  promotionBytesPerSecond: size.optional(),
  demotionBytesPerSecond: size.optional(),
  /** From one node to one other. */
  pairBytesPerSecond: size.optional(),
  /** The same in base pages a second: of bytes and pages the lower bound holds. */
  limitPagesPerSecond: pageRate.optional(),
  promotionPagesPerSecond: pageRate.optional(),
  demotionPagesPerSecond: pageRate.optional(),
  pairPagesPerSecond: pageRate.optional(),
  pressure: pressureSection.prefault({}),
  /** Without a Control for so long no new batch begins. */
  controlMaxAge: duration.prefault('60s'),
  /** Share of each node that promotions leave free. */
  headroomShare: share.default(0.03),
  /** A page does not go back within this time after it was moved, but by an undo. */
  residence: duration.prefault('30s'),
  /** Tiers as lists of node ids from fast to slow; overrides what the kernel says. */
  tiers: z.array(z.array(z.number().int().min(0)).min(1)).optional(),
  /** Pages that several processes map are moved as well (MPOL_MF_MOVE_ALL, CAP_SYS_NICE); otherwise they answer EACCES. */
  sharedPages: z.boolean().default(false),
  safetyNet: safetyNetSection.prefault({}),
  /** Plans may move page frames, by schemes of DAMON in the table that the collector of this host uses too. */
  physicalRanges: z.boolean().default(false),
  /** damon.maxTargets of the collector of this host: whichever of the two comes first makes the table for both. */
  damonTargets: z.int().min(1).max(256).default(16),
  /** Plans may take pages of the last tier out of memory (process_madvise), to swap or to their files. */
  leaveMemory: z.boolean().default(false),
  /**
   * Base pages in one batch at most: what is decided, written down and can be stopped at once. A batch is what is moved in
   * half a second, and the mover divides it into calls of some 20 ms.
   */
  batchPages: z.number().int().min(1).max(65_536).default(65_536),
  /**
   * Batches of pages of processes that are moved side by side at most, each by a child process of its own (some 40 MB). Further ones than
   * the first are started when the limits leave room that one alone does not use, and tasks wait for a CPU at most a quarter of the time.
   */
  parallelBatches: z.number().int().min(1).max(8).default(2),
  /** EBUSY and EAGAIN are tried again so often, with pauses that begin at `backoff` and double. */
  retries: z.number().int().min(0).max(10).default(3),
  backoff: duration.prefault('4ms'),
  plans: z
    .strictObject({
      /** Bytes of one signed plan. */
      maxBytes: size.prefault('8MiB'),
      /** Pages of one plan; what became of each run of them takes 15 bytes while the plan is under way. */
      maxPages: z.number().int().min(1).default(16_777_216),
      /** Moves of one plan, however few pages each has. */
      maxMoves: z.number().int().min(1).default(500_000),
      /** Plans that may wait; a further one is refused. */
      maxWaiting: z.number().int().min(1).default(64),
    })
    .prefault({}),
  journal: z
    .strictObject({
      /** Finished plans and their outcomes are kept so long. */
      keepFor: duration.prefault('24h'),
      maxBytes: size.prefault('256MiB'),
    })
    .prefault({}),
  /** Outcomes that wait for NATS; beyond it the oldest are dropped and counted. */
  spoolMaxBytes: size.prefault('64MiB'),
  /** Plans are judged and reported, and nothing is moved. */
  dryRun: z.boolean().default(false),
  /** Serve on a host with one tier, where every plan is refused, instead of ending. */
  allowSingleTier: z.boolean().default(false),
  /** A file that gets one line of JSON for each finished batch. */
  moveLog: z.string().optional(),
});

export type ActuatorConfig = z.output<typeof actuatorSchema>;
