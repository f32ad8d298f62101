import { join } from 'node:path';
import { connectBus } from '../bus/connection.js';
import { Publisher } from '../bus/publisher.js';
import { Sequence } from '../bus/sequence.js';
import { Spool } from '../bus/spool.js';
import { waitForStreams } from '../bus/streams.js';
import { hostSubject } from '../bus/subjects.js';
import { codec } from '../contract/schema.js';
import type { Kernel } from '../kernel/port.js';
import { openKernel } from '../kernel/real.js';
import { serveGrpc } from '../rpc/server.js';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { ServiceStart } from '../runtime/lifecycle.js';
import { requireGuarded } from '../runtime/listen.js';
import { Metrics, serveMetrics } from '../runtime/metrics.js';
import { batchesOf } from './batcher.js';
import type { CollectorConfig } from './config.js';
import { DamonTracker } from './damonTracker.js';
import { LatestLooks } from './latestLooks.js';
import { serveLooks } from './lookServer.js';
import { ReferencedTracker } from './referencedTracker.js';
import { Sampler } from './sampler.js';
import { CollectorStatus } from './status.js';
import { TargetFollower, targetMatcher } from './targets.js';
import { Trackers } from './trackers.js';
import { Windows } from './windows.js';

const monotonicSeconds = (): number => performance.now() / 1000;

/** Starts a collector: everything it does is put together here, and nowhere else. */
export async function startCollector({ config, logger, closers, fail }: ServiceStart<CollectorConfig>): Promise<void> {
  requireGuarded('grpc', config.grpc, true);
  requireGuarded('metrics', config.metrics, false);
  const kernel = kernelOf(config);
  const hostId = hostIdOf(config, kernel);
  const bootId = kernel.host.bootId();
  const origin = { hostId, bootId };
  const trackers = openTrackers(kernel, config);
  requireTracker(trackers);
  const metrics = new Metrics('collector', config.metrics.loopDelayEvery);
  closers.add('metrics', (await serveMetrics(metrics, config.metrics)).close);

  const bus = await connectBus(config.nats, `collector-${hostId}`, logger);
  closers.add('NATS', () => bus.close());
  void bus.ended.then((error) => error && fail(error));
  await waitForStreams(bus, ['ACCESS'], config.nats.connectTimeout);
  const publisher = new Publisher(bus, new Spool(join(config.stateDir, 'spool'), config.spoolMaxBytes));
  closers.add('publisher', () => publisher.close());

  const sampler = new Sampler(
    kernel,
    new TargetFollower(kernel.processes, included(config), () => new Set([process.pid])),
    trackers,
    { residencyShare: config.residencyShare, labels: config.labels, ...(config.tiers ? { tiers: config.tiers } : {}) },
    { unixMs: Date.now, seconds: monotonicSeconds },
    () => ({
      processCpuSeconds: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
      residentBytes: process.memoryUsage.rss(),
      droppedBatches: publisher.stats().dropped,
    }),
    logger,
  );
  closers.add('trackers', () => sampler.stop());
  await sampler.probeResidency(process.pid);
  for (const { name, reason } of sampler.limitations()) logger.warn({ limitation: name }, reason ?? '');

  const looks = new LatestLooks();
  await answerLooks(config, looks, { logger, closers });

  const sequence = new Sequence(join(config.stateDir, 'sequence'));
  const batches = codec('AccessBatch');
  const subject = hostSubject('access', hostId);
  const status = new CollectorStatus(origin, trackers, sampler, publisher, metrics);
  const windows = new Windows(config.window, logger, async () => {
    const window = await sampler.closeWindow();
    status.closed(window);
    looks.note(window);
    const whole = { ...origin, pageSize: kernel.pageSize, nextSequence: () => sequence.next() };
    for (const batch of batchesOf(window, whole)) {
      const messageId = `${hostId}-${bootId}-a${batch.envelope?.sequence}`;
      await publisher.publish(subject, batches.encode(batch), messageId);
    }
  });
  const served = await serveGrpc(
    config.grpc,
    [{ file: 'collector_service', name: 'CollectorService', methods: status.service() }],
    logger,
    metrics,
  );
  closers.add('gRPC', served.close);
  windows.start();
  closers.add('windows', () => windows.stop());
  const inUse = trackers.states.filter(({ tracker }) => trackers.inUse(tracker)).map(({ tracker }) => tracker.name);
  for (const pid of config.targets.pids) {
    if (!kernel.processes.facts(pid))
      logger.warn({ pid }, 'targets.pids names a process that is not there; nothing of it is watched');
  }
  logger.info({ grpc: served.address, trackers: inUse, windowMs: config.window }, 'watching');
}

/** A host where the socket cannot be is watched all the same: its actuator says by name that it has no last look. */
async function answerLooks(
  { lookSocket, lookSocketUser, runDir }: CollectorConfig,
  looks: LatestLooks,
  { logger, closers }: Pick<ServiceStart<CollectorConfig>, 'logger' | 'closers'>,
): Promise<void> {
  try {
    const place = { path: lookSocket ?? join(runDir, 'look.sock'), user: lookSocketUser };
    closers.add('looks', (await serveLooks(place, looks, logger)).close);
  } catch (error) {
    logger.warn({ limitation: 'no-look-socket', error: describe(error) }, 'the actuator has no last look from here');
  }
}

function hostIdOf(config: CollectorConfig, kernel: Kernel): string {
  const hostId = config.hostId ?? kernel.host.machineId();
  if (hostId === undefined) throw new ThermoclineError('CONFIG_INVALID', 'this host has no machine id; set hostId');
  return hostId;
}

/** `--list-trackers`: what works on this kernel, and why the rest does not. */
export function listTrackers(config: CollectorConfig): void {
  for (const { tracker, probe } of openTrackers(kernelOf(config), { ...config, tracker: 'auto' }).states) {
    const granularity = tracker.pageGranular ? 'pages' : 'mappings, never alone a ground for a move';
    const state = probe.works ? 'works' : `does not work: ${probe.reason}`;
    process.stdout.write(`${tracker.name.padEnd(18)} ${granularity.padEnd(42)} ${state}\n`);
  }
}

function kernelOf(config: CollectorConfig): Kernel {
  const { procfs, sysfs, cgroupfs } = config.paths;
  const { runDir, damon } = config;
  return openKernel({ procRoot: procfs, sysRoot: sysfs, cgroupRoot: cgroupfs, runDir, maxTargets: damon.maxTargets });
}

/** Best first. A new tracker is one more line here. */
function openTrackers(kernel: Kernel, config: CollectorConfig): Trackers {
  const { damon } = config;
  const intervals = {
    sampleUs: damon.sample * 1000,
    aggregationUs: damon.aggregation * 1000,
    updateUs: damon.update * 1000,
    minRegions: damon.minRegions,
    maxRegions: damon.maxRegions,
  };
  return new Trackers(
    [
      new DamonTracker(kernel.damon, intervals, damon.maxTargets, monotonicSeconds),
      new ReferencedTracker(kernel.processes, process.pid),
    ],
    config.tracker,
  );
}

function requireTracker(trackers: Trackers): void {
  if (trackers.any) return;
  const reasons = trackers.states.map(({ tracker, probe }) => `${tracker.name}: ${probe.reason ?? 'not wanted'}`);
  throw new ThermoclineError('NO_TRACKER', `no tracker works here: ${reasons.join('; ')}`);
}

function included({ targets, exclude }: CollectorConfig) {
  const wanted = targetMatcher(targets);
  const nothing = exclude.pids.length + exclude.commands.length + exclude.cgroups.length === 0;
  const unwanted = nothing ? () => false : targetMatcher(exclude);
  return (each: Parameters<typeof wanted>[0]): boolean => wanted(each) && !unwanted(each);
}
