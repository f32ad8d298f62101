import { connectBus } from '../bus/connection.js';
import { follow } from '../bus/consumer.js';
import { DeadLetters } from '../bus/deadLetter.js';
import { openBucket } from '../bus/keyValue.js';
import { ensureStreams } from '../bus/streams.js';
import { everySubject } from '../bus/subjects.js';
import { codec } from '../contract/schema.js';
import { serveGrpc } from '../rpc/server.js';
import { type ServiceStart, VERSION } from '../runtime/lifecycle.js';
import { requireGuarded } from '../runtime/listen.js';
import { Metrics, serveMetrics } from '../runtime/metrics.js';
import type { BrainConfig } from './config.js';
import { initialControl } from './control.js';
import { ControlLoop } from './controlLoop.js';
import { Fleet, type FleetHost } from './fleet.js';
import { fleetService } from './fleetService.js';
import { brainId, readSigningKey } from './identity.js';
import { accessReceiver, outcomeReceiver, planReceiver } from './ingest.js';
import { Leases } from './leases.js';
import { PlanDesk } from './planDesk.js';
import { PlanLoop } from './planLoop.js';
import { planService } from './planService.js';
import { PlanStore } from './planStore.js';
import { publishPolicy } from './policyStore.js';

/** How far back ACCESS is read at the start: ages up to this are known again. */
const ACCESS_REPLAY_MS = 20 * 60_000;
/** How far back plans and outcomes are read at the start, for people and for residence times. */
const PLANS_REPLAY_MS = 60 * 60_000;
/** Plans ahead of a host: this many intervals' worth of its budget, so that it never waits for the next plan. */
const INTERVALS_AHEAD = 2;

/** Starts a brain: everything it does is put together here, and nowhere else. */
export async function startBrain({ config, logger, closers, fail }: ServiceStart<BrainConfig>): Promise<void> {
  requireGuarded('grpc', config.grpc, true);
  requireGuarded('metrics', config.metrics, false);
  const unixMs = Date.now;
  const key = readSigningKey(config.signingKey);
  const id = brainId(config.stateDir);
  const metrics = new Metrics('brain');
  const bus = await connectBus(config.nats, 'brain', logger);
  closers.add('NATS', () => bus.close());
  void bus.ended.then((error) => error && fail(error));
  const { streams } = config;
  await ensureStreams(bus, {
    accessMaxAgeMs: streams.accessMaxAge,
    accessMaxBytes: streams.accessMaxBytes,
    plansMaxAgeMs: streams.plansMaxAge,
    outcomesMaxAgeMs: streams.outcomesMaxAge,
  });
  const policies = await openBucket(bus, 'policies');
  const leaseBucket = await openBucket(bus, 'leases');
  await openBucket(bus, 'rollouts');
  await openBucket(bus, 'hosts');
  const policy = await publishPolicy(policies, config, id, unixMs());
  const currentPolicy = () => policy;

  const leases = new Leases(leaseBucket, codec('Lease'), id, config.leases.duration, unixMs);
  closers.add('leases', () => leases.release());
  const fleet = new Fleet();
  const plans = new PlanStore(unixMs);
  const dead = new DeadLetters(bus, 'brain');
  const desk = new PlanDesk(
    plans,
    key,
    { expiryMs: config.plans.expiry, planSeconds: (INTERVALS_AHEAD * config.plans.every) / 1000 },
    unixMs,
  );
  const loop = new PlanLoop(desk, plans, leases, bus, currentPolicy, config.plans.every, logger, metrics);
  const control = new ControlLoop(bus, leases, key, initialControl(policy.name, policy.revision), unixMs);
  const consider = (host: FleetHost): void => void loop.consider(host);

  const access = accessReceiver(fleet, currentPolicy, dead, metrics, unixMs, consider);
  const outcomes = outcomeReceiver(fleet, plans, dead, metrics, consider);

  closers.add('metrics', (await serveMetrics(metrics, config.metrics)).close);
  const served = await serveGrpc(
    config.grpc,
    [
      { file: 'plan_service', name: 'PlanService', methods: planService(plans, unixMs) },
      {
        file: 'fleet_service',
        name: 'FleetService',
        methods: fleetService(fleet, currentPolicy, () => ({
          brainId: id,
          version: VERSION,
          hosts: fleet.size,
          batches: access.batches(),
          plans: plans.size,
          deadLetters: dead.count,
          policyName: policy.name,
          policyRevision: policy.revision,
        })),
      },
    ],
    logger,
    metrics,
  );
  closers.add('gRPC', served.close);
  logger.info({ grpc: served.address, policy: policy.name, revision: policy.revision, brain: id }, 'serving');

  // Plans first, then what was seen, then what became of the plans: each builds on the one before.
  const readBack: [
    Parameters<typeof follow>[1],
    Parameters<typeof everySubject>[0],
    number,
    Parameters<typeof follow>[4],
  ][] = [
    ['PLANS', 'plan', PLANS_REPLAY_MS, planReceiver(plans, dead)],
    ['ACCESS', 'access', ACCESS_REPLAY_MS, access],
    ['OUTCOMES', 'outcome', PLANS_REPLAY_MS, outcomes],
  ];
  const tellAll = async (): Promise<void> => {
    try {
      await control.tell(fleet.all());
    } catch (error) {
      logger.warn({ error: (error as Error).message }, 'control could not be sent');
    }
  };
  await tellAll();
  repeat(closers, 'control', config.control.every, tellAll);
  repeat(closers, 'lease renewal', leases.renewEveryMs, async () => {
    const lost = await leases.renew();
    if (lost.length > 0) logger.warn({ partitions: lost }, 'leases lost; another brain plans for their hosts');
  });
  for (const [stream, kind, replayMs, receiver] of readBack) {
    const following = follow(bus, stream, everySubject(kind), { sinceUnixMs: unixMs() - replayMs }, receiver);
    closers.add(`follower of ${stream}`, () => following.stop());
    await following.caughtUp;
  }
  loop.enabled = true;
  metrics.gauge('planning', '1 once what happened before this start has been read back').set(1);
}

function repeat(
  closers: ServiceStart<BrainConfig>['closers'],
  name: string,
  everyMs: number,
  what: () => Promise<void>,
): void {
  let running = Promise.resolve();
  const timer = setInterval(() => (running = running.then(what)), everyMs);
  closers.add(name, () => {
    clearInterval(timer);
    return running;
  });
}
