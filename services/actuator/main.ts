import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectBus } from '../bus/connection.js';
import { Publisher } from '../bus/publisher.js';
import { Spool } from '../bus/spool.js';
import { waitForStreams } from '../bus/streams.js';
import { hostSubject } from '../bus/subjects.js';
import type { Kernel } from '../kernel/port.js';
import { openFrames, openKernel, openReclaim } from '../kernel/real.js';
import { serveGrpc } from '../rpc/server.js';
import { ThermoclineError } from '../runtime/errors.js';
import { runService, type ServiceStart, VERSION } from '../runtime/lifecycle.js';
import { requireGuarded } from '../runtime/listen.js';
import { Metrics, serveMetrics } from '../runtime/metrics.js';
import { Actuator } from './actuator.js';
import { ChildMover } from './childMover.js';
import { systemClock } from './clock.js';
import { type ActuatorConfig, actuatorSchema } from './config.js';
import { Damos } from './damos.js';
import { readTrustedKeys } from './keys.js';
import { SocketLastLook } from './lastLook.js';
import { limitationsOf } from './limitations.js';
import { Meters } from './meters.js';
import type { MoverName } from './moverName.js';
import { Movers } from './movers.js';
import { MoverTeam } from './moverTeam.js';
import type { SpaceKind } from './moveSpace.js';
import { requireMover, requireTiers } from './requirements.js';
import { recallMs } from './resume.js';
import { actuatorService } from './service.js';
import { leaveStateDir, markMover, openJournal, takeStateDir } from './stateDir.js';
import { subscribe } from './subscriptions.js';
import { switchedOff } from './switchedOff.js';

async function start({ config, logger, closers, fail }: ServiceStart<ActuatorConfig>): Promise<void> {
  requireGuarded('grpc', config.grpc, true);
  requireGuarded('metrics', config.metrics, false);
  const { procfs, sysfs, cgroupfs } = config.paths;
  const kernel = openKernel({ procRoot: procfs, sysRoot: sysfs, cgroupRoot: cgroupfs, runDir: config.runDir });
  const bootId = kernel.host.bootId();
  const hostId = config.hostId ?? kernel.host.machineId();
  if (hostId === undefined) throw new ThermoclineError('CONFIG_INVALID', 'this host has no machine id; set hostId');
  const keys = readTrustedKeys(config.keys);
  requireTiers(kernel.host.topology(config.tiers), config.allowSingleTier);

  const view = { bootId, processes: kernel.processes };
  await takeStateDir(config.stateDir, view, logger);
  closers.add('state directory', () => leaveStateDir(config.stateDir));
  const child = (name: MoverName, serves: readonly SpaceKind[], mark: string = name) => {
    const onChild = (pid: number) => markMover(config.stateDir, mark, pid, view);
    const mover = new ChildMover({ name, serves, paths: { procfs, sysfs }, logger, onChild });
    closers.add(`mover ${mark}`, () => mover.close());
    return mover;
  };
  const further = Array.from({ length: config.parallelBatches - 1 }, (_, i) =>
    child('move-pages', ['process'], `move-pages-${i + 2}`),
  );
  const movers = await Movers.probe([
    new MoverTeam([child('move-pages', ['process']), ...further], kernel.host, logger),
    child('own-mapping', ['file']),
    config.physicalRanges ? damos(config, kernel) : switchedOff('damos', ['physical'], 'physicalRanges'),
    config.leaveMemory ? child('madvise', ['process']) : switchedOff('madvise', ['process'], 'leaveMemory'),
  ]);
  requireMover(movers);
  const lastLook = new SocketLastLook(config.lookSocket ?? join(config.runDir, 'look.sock'), systemClock.monotonicMs);
  closers.add('last look', () => lastLook.close());
  const limitations = () =>
    limitationsOf(kernel.host, kernel.host.topology(config.tiers), movers, lastLook, config.safetyNet.enabled);
  for (const { name, reason } of limitations()) logger.warn({ limitation: name }, reason);

  const { keepFor, maxBytes } = config.journal;
  const bounds = { keepMs: keepFor, maxBytes, recallMs: recallMs(config.residence) };
  const journal = openJournal(config.stateDir, bounds);
  closers.add('journal', () => journal.close());
  if (journal.cutBytes > 0) logger.warn({ bytes: journal.cutBytes }, 'a cut-off record was dropped from the journal');

  const bus = await connectBus(config.nats, `actuator-${hostId}`, logger);
  closers.add('bus', () => bus.close());
  void bus.ended.then((error) => error && fail(error));
  await waitForStreams(bus, ['PLANS', 'CONTROL', 'OUTCOMES'], config.nats.connectTimeout);
  const publisher = new Publisher(bus, new Spool(join(config.stateDir, 'spool'), config.spoolMaxBytes));
  closers.add('publisher', () => publisher.close());

  const metrics = new Metrics('actuator', config.metrics.loopDelayEvery);
  const meters = new Meters(metrics, kernel.pageSize);
  const subject = hostSubject('outcome', hostId);
  const actuator = new Actuator({
    hostId,
    settings: config,
    kernel,
    movers,
    reclaim: openReclaim({ sysRoot: sysfs, ...(cgroupfs !== undefined && { cgroupRoot: cgroupfs }) }),
    lastLook,
    keys,
    journal,
    clock: systemClock,
    logger,
    meters,
    publish: (bytes, messageId) => publisher.publish(subject, bytes, messageId),
    fail,
  });
  closers.add('actuator', () => actuator.close());
  actuator.start();
  const subscription = subscribe(bus, hostId, actuator, metrics);
  closers.add('subscriptions', () => subscription.stop());

  const served = await serveMetrics(metrics, config.metrics);
  closers.add('metrics', () => served.close());
  const status = { hostId, bootId, version: VERSION, actuator, meters, clock: systemClock, limitations };
  const grpc = await serveGrpc(config.grpc, [actuatorService(status)], logger, metrics);
  closers.add('gRPC', () => grpc.close());
  logger.info({ hostId, bootId, grpc: grpc.address }, 'actuator is up');
}

/** In this process: its calls are writes to sysfs that wait off the event loop. */
function damos({ paths, runDir, damonTargets, tiers }: ActuatorConfig, kernel: Kernel): Damos {
  const roots = { procRoot: paths.procfs, sysRoot: paths.sysfs, runDir, maxTargets: damonTargets };
  const pause = (ms: number) => sleep(ms).then(() => undefined);
  return new Damos(openFrames(roots), systemClock, pause, kernel.pageSize, () => kernel.host.topology(tiers).tiers);
}

await runService({ name: 'actuator', schema: actuatorSchema, start });
