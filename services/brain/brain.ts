import { availableParallelism } from 'node:os';
import { broadcast, hear } from '../bus/broadcast.js';
import { connectBus } from '../bus/connection.js';
import type { Receiver } from '../bus/consumer.js';
import { DeadLetters, type SetAside } from '../bus/deadLetter.js';
import { openBucket } from '../bus/keyValue.js';
import { ensureStreams } from '../bus/streams.js';
import { BUDGET_NEEDS, BUDGET_SHARES } from '../bus/subjects.js';
import type { GetBrainStatusResponse } from '../contract/gen/thermocline/v1/GetBrainStatusResponse.js';
import { PARTITIONS } from '../contract/ids.js';
import { codec } from '../contract/schema.js';
import { joinFits } from '../core/policyFit.js';
import { serveGrpc } from '../rpc/server.js';
import { describe } from '../runtime/errors.js';
import { type ServiceStart, VERSION } from '../runtime/lifecycle.js';
import { requireGuarded } from '../runtime/listen.js';
import { Metrics, serveMetrics } from '../runtime/metrics.js';
import { Approvals } from './approvals.js';
import { bootstrapPolicy } from './bootstrapPolicy.js';
import { BudgetLoop } from './budgetLoop.js';
import { Census } from './census.js';
import type { BrainConfig } from './config.js';
import { initialControl } from './control.js';
import { ControlLoop } from './controlLoop.js';
import { Feeds } from './feeds.js';
import { HintBook } from './hintBook.js';
import { hintService } from './hintService.js';
import { brainId, readSigningKey } from './identity.js';
import { Leases } from './leases.js';
import { Letters } from './letters.js';
import type { OutgoingPlan, TakenKind } from './messages.js';
import { Partitions } from './partitions.js';
import { PlanArchive } from './planArchive.js';
import { PlanSender } from './planSender.js';
import { policyService } from './policyService.js';
import { PolicyStore } from './policyStore.js';
import { withRights } from './rights.js';
import { Rollouts } from './rollouts.js';
import { Shard, type ShardStatus } from './shard.js';
import { LocalShard } from './shardPort.js';
import { shardedFleetService, shardedPlanService } from './shardServices.js';
import { Shards } from './shards.js';
import { statisticsService } from './statistics.js';
import { Undo } from './undo.js';
import { asData, WorkerShard } from './workerShard.js';

/** Plans ahead of a host: this many intervals' worth of its budget, so that it never waits for the next plan. */
const INTERVALS_AHEAD = 2;
/** Beyond this the main thread, which all messages pass, is likely to be what is too slow. */
const MAX_WORKERS = 8;

const HINTS_EXPIRE_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

/** Starts a brain: everything it does is put together here, and nowhere else. */
export async function startBrain({ config, logger, closers, fail }: ServiceStart<BrainConfig>): Promise<void> {
  requireGuarded('grpc', config.grpc, true);
  requireGuarded('metrics', config.metrics, false);
  const unixMs = Date.now;
  const key = readSigningKey(config.signingKey);
  const id = brainId(config.stateDir);
  const metrics = new Metrics('brain', config.metrics.loopDelayEvery);
  const bus = await connectBus(config.nats, 'brain', logger);
  closers.add('NATS', () => bus.close());
  void bus.ended.then((error) => error && fail(error));
  const { streams } = config;
  await ensureStreams(bus, {
    accessMaxAgeMs: streams.accessMaxAge,
    accessMaxBytes: streams.accessMaxBytes,
    plansMaxAgeMs: streams.plansMaxAge,
    plansMaxBytes: streams.plansMaxBytes,
    outcomesMaxAgeMs: streams.outcomesMaxAge,
    outcomesMaxBytes: streams.outcomesMaxBytes,
    auditMaxAgeMs: streams.auditMaxAge,
    auditMaxBytes: streams.auditMaxBytes,
    accessSample: {
      partitions: Math.ceil(streams.backtestShare * PARTITIONS),
      maxAgeMs: streams.backtestDays * DAY_MS,
      maxBytes: streams.backtestMaxBytes,
    },
  });
  const deadLetters = metrics.counter('dead_letters_total', 'Messages and entries that could not be read', ['code']);
  const dead = new DeadLetters(bus, 'brain', (code) => deadLetters.inc({ code }));
  const letters = new Letters(dead, unixMs);
  const setAside: SetAside = (message, error) => letters.put(message, error);
  const policies = await PolicyStore.open(await openBucket(bus, 'policies', setAside), unixMs, logger);
  closers.add('policies', () => policies.close());
  const leaseBucket = await openBucket(bus, 'leases', setAside);
  await policies.begin(bootstrapPolicy(config), id);
  const currentPolicy = () => policies.current();

  const leases = new Leases(leaseBucket, codec('Lease'), id, config.leases.duration, unixMs, (partition, error) => {
    logger.error({ partition, error: describe(error) }, 'a lease cannot be read; it is taken over when it has run out');
  });
  const census = new Census(leaseBucket, codec('Lease'), id, config.leases.duration, unixMs);
  const sender = new PlanSender(bus, logger, metrics, (planId) => shards.ofPlan(planId).order('lost', planId));
  closers.add('plan sender', () => sender.close());
  const options = {
    planEveryMs: config.plans.every,
    planExpiryMs: config.plans.expiry,
    approvalExpiryMs: config.plans.approvalExpiry,
    planSeconds: (INTERVALS_AHEAD * config.plans.every) / 1000,
    watchEveryMs: config.rollouts.statisticsEvery,
  };
  const approvals = new Approvals(await openBucket(bus, 'approvals', setAside), {
    key,
    unixMs,
    logger,
    tokenOf: (partition) => leases.holds().get(partition)?.token,
    send: (plan) => sender.send(plan),
    lost: (planId) => shards.ofPlan(planId).order('lost', planId),
    decided: (planId, approval) => shards.ofPlan(planId).order('decided', planId, approval),
    restored: (planId, plan, approval) => shards.ofPlan(planId).order('restored', plan, approval),
  });
  const ports = {
    publish: (plan: OutgoingPlan) => sender.send(plan),
    offer: (plan: OutgoingPlan) => void approvals.offer(plan),
    withdraw: (planId: string, reason: string) => void approvals.withdraw(planId, reason),
    setAside,
  };
  const workers = Array.from({ length: workersOf(config.workers, availableParallelism()) }, () => {
    const start = { options, key, policy: asData(currentPolicy()) };
    return new WorkerShard(start, { ...ports, logger, fail });
  });
  const local = () =>
    new LocalShard(new Shard(options, { ...ports, policy: currentPolicy, key, unixMs, logger, metrics }));
  const shards: Shards = new Shards(workers.length > 0 ? workers : [local()]);
  if (workers.length > 0) metrics.addOthers(() => Promise.all(workers.map((worker) => worker.metrics())));
  closers.add('shards', () => shards.close());
  const begun = currentPolicy();
  const control = new ControlLoop(sender, key, initialControl(begun.name, begun.revision), unixMs);
  policies.onSwitch((policy) => {
    for (const worker of workers) worker.usePolicy(policy);
    control.state.policyRevisions[policy.name] = policy.revision;
    logger.info({ policy: policy.name, revision: policy.revision }, 'policy switched');
  });
  const hints = new HintBook(await openBucket(bus, 'hints', setAside), unixMs, (held) => shards.order('hint', held));
  await hints.open();
  closers.add('hints', () => hints.close());
  repeat(closers, 'expiry of hints', HINTS_EXPIRE_EVERY_MS, () => hints.expire());
  const keyOf = (hostId: string, pid: number) => shards.ofHost(hostId).ask('processKey', hostId, pid);

  const take = (kind: TakenKind): Receiver => ({
    receive: (delivery) => {
      if (kind === 'plan' && sender.isOwn(delivery.bytes)) return undefined;
      return shards.ofSubject(delivery.subject).take(kind, delivery);
    },
    unreadable: () => undefined,
  });
  const feeds = new Feeds(bus, { plan: take('plan'), access: take('access'), outcome: take('outcome') }, unixMs);
  const tellTokens = async (): Promise<void> => {
    const holds = leases.holds();
    const hostIds = (await shards.ask('hostIds')).flat();
    await control.tellTokens(hostIds, (partition) => holds.get(partition)?.token);
  };
  const tellAll = async (): Promise<void> => {
    try {
      await control.tell();
      await tellTokens();
    } catch (error) {
      logger.warn({ error: describe(error) }, 'control could not be sent');
    }
  };
  const partitions = new Partitions(leases, census, id, {
    open: async (names) => {
      await feeds.open(names);
      await approvals.restore(names);
      await shards.settled();
    },
    close: async (names) => {
      await feeds.close(names);
      shards.order('forget', names);
    },
    hold: (held) => shards.order('hold', held),
    onReady: () => void tellAll(),
    logger,
  });

  closers.add('metrics', (await serveMetrics(metrics, config.metrics)).close);
  const status = async (): Promise<GetBrainStatusResponse> => {
    const each = await shards.ask('status');
    const total = (name: keyof ShardStatus): number => each.reduce((sum, one) => sum + one[name], 0);
    return {
      brainId: id,
      version: VERSION,
      hosts: total('hosts'),
      batches: total('batches'),
      plans: total('plans'),
      deadLetters: dead.count,
      policyName: currentPolicy().name,
      policyRevision: currentPolicy().revision,
      partitions: leases.holds().size,
      brains: census.brains(),
      limitations: (await shards.ask('limitations')).flat(),
    };
  };
  await approvals.start();
  closers.add('approvals', () => approvals.stop());
  const archive = new PlanArchive(bus, (planId) => approvals.planOf(planId));
  const undo = new Undo({ shards, archive, policy: currentPolicy, undoForMs: config.undoFor, unixMs, logger });
  const rollouts = await Rollouts.open({
    bus,
    setAside,
    brainId: id,
    brains: () => census.brains(),
    shards,
    policies,
    leases,
    undo,
    control: control.state,
    tellAll,
    prometheus: config.prometheus && { ...config.prometheus, timeoutMs: config.prometheus.timeout },
    leastIntervalSeconds: config.rollouts.statisticsEvery / 1000,
    unixMs,
    logger,
  });
  closers.add('rollouts', () => rollouts.close());
  const served = await serveGrpc(
    config.grpc,
    withRights(config.rights, [
      {
        file: 'rollout_service',
        name: 'RolloutService',
        methods: rollouts.service,
      },
      {
        file: 'plan_service',
        name: 'PlanService',
        methods: shardedPlanService(shards, archive, approvals, undo),
      },
      {
        file: 'fleet_service',
        name: 'FleetService',
        methods: { ...shardedFleetService(shards, status), ...statisticsService(shards, currentPolicy) },
      },
      {
        file: 'policy_service',
        name: 'PolicyService',
        methods: policyService(policies, {
          unixMs,
          fit: async (spec) => joinFits(await shards.ask('policyFit', spec)),
          holdsAll: () => leases.holds().size === PARTITIONS,
          openRollout: () => rollouts.underWay,
        }),
      },
      {
        file: 'hint_service',
        name: 'HintService',
        methods: hintService(hints, keyOf, () => currentPolicy().classes.map(({ name }) => name)),
      },
    ]),
    logger,
    metrics,
  );
  closers.add('gRPC', served.close);
  logger.info({ grpc: served.address, policy: begun.name, revision: begun.revision, brain: id }, 'serving');

  await tellAll();
  repeat(closers, 'control', config.control.every, tellAll);
  const watching = census.follow(bus);
  closers.add('census', () => watching.stop());
  await watching.caughtUp;
  closers.add('feeds', () => feeds.stop());
  await partitions.turn();
  repeat(closers, 'partitions', leases.renewEveryMs, () => partitions.turn());
  closers.add('leases', () => partitions.end());
  const needsCodec = codec('BudgetNeeds');
  const sharesCodec = codec('BudgetShares');
  const budgets = new BudgetLoop(id, leases, config.budgets.every, {
    policy: currentPolicy,
    unixMs,
    needs: async () => (await shards.ask('needs')).flat(),
    allot: (shares, untilUnixMs) => shards.order('allot', shares, untilUnixMs),
    sayNeeds: (needs) => broadcast(bus, BUDGET_NEEDS, needsCodec.encode(needs)),
    sayShares: (shares) => broadcast(bus, BUDGET_SHARES, sharesCodec.encode(shares)),
  });
  closers.add(
    'needs',
    hear(bus, BUDGET_NEEDS, (bytes) => budgets.hearNeeds(needsCodec.decode(bytes)), setAside),
  );
  closers.add(
    'shares',
    hear(bus, BUDGET_SHARES, (bytes) => budgets.hearShares(sharesCodec.decode(bytes)), setAside),
  );
  repeat(closers, 'budgets', config.budgets.every, () => budgets.turn());
  await partitions.settled();
  repeat(closers, 'rollouts', config.rollouts.every, () => rollouts.turn());
  metrics.gauge('planning', '1 once what happened before this start has been read back').set(1);
}

/** Threads for the heat of the hosts: the main thread, with NATS and gRPC, and the system have a CPU each. */
function workersOf(configured: number | 'auto', cpus: number): number {
  return configured === 'auto' ? Math.min(MAX_WORKERS, Math.max(0, cpus - 2)) : configured;
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
