/**
 * How fast a backtest is: a day of a hundred hosts, 2,000 runs in windows of 60 s, read from a real stream and replayed under the
 * policy on trial, a running one, and none; against reading and decoding the same stream alone.
 */
import { readBatch, requireModest } from '../../../services/access/batchReader.js';
import { readAccess } from '../../../services/backtest/accessStreams.js';
import { runTrial, type TraceMessage } from '../../../services/backtest/crew.js';
import { replayOptionsOf, type Trial } from '../../../services/backtest/crewMessages.js';
import { Replay } from '../../../services/backtest/replay.js';
import { type Bus, connectBus } from '../../../services/bus/connection.js';
import { ensureStreams } from '../../../services/bus/streams.js';
import { hostSubject } from '../../../services/bus/subjects.js';
import { accessBatchDecoder } from '../../../services/contract/accessBatch.js';
import type { AccessBatch, AccessBatch__Output } from '../../../services/contract/gen/thermocline/v1/AccessBatch.js';
import { codec } from '../../../services/contract/schema.js';
import { FLEET_POLICY } from '../../fleet-sim/policy.js';
import { simulatedHost } from '../../fleet-sim/simulatedHost.js';
import { PLAN_EVERY_MS, simulatedLoop } from '../../fleet-sim/simulatedLoop.js';
import { natsServer } from '../../integration/natsServer.js';
import { type Figure, figure } from '../figure.js';

const HOSTS = 100;
const BLOCKS = 2000;
const INTERVAL_SECONDS = 60;
const WINDOWS = 1440;
const SOURCES = 4;
const THREADS = 2;
const BAR_SECONDS = 300;
const BAR_RATIO = 3;
const IN_FLIGHT = 128;
const START_UNIX_MS = 1_700_000_000_000;
const GIB = 2 ** 30;

const [only] = FLEET_POLICY.classes;
const running = {
  ...FLEET_POLICY,
  name: 'running',
  exchangeHeatGap: 0.1,
  classes: [{ ...(only as NonNullable<typeof only>), hotRate: 0.1 }],
};
const TRIAL: Trial = {
  policies: [FLEET_POLICY, running],
  baselines: true,
  pace: { planEveryMs: PLAN_EVERY_MS, planSeconds: (2 * PLAN_EVERY_MS) / 1000 },
  warmUpMs: 0,
};

export const SPEED_FIGURES = ['backtest-seconds', 'backtest/read', 'backtest-us-per-batch', 'read-us-per-batch'];

export async function backtestSpeedBench(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const server = await natsServer();
  const bus = await connectBus({ servers: [server.url], connectTimeout: 10_000 }, 'bench', QUIET);
  try {
    await ensureStreams(bus, {
      accessMaxAgeMs: 86_400_000,
      accessMaxBytes: 4 * GIB,
      plansMaxAgeMs: 3_600_000,
      plansMaxBytes: 2 ** 20,
      outcomesMaxAgeMs: 3_600_000,
      outcomesMaxBytes: 2 ** 20,
      auditMaxAgeMs: 3_600_000,
      auditMaxBytes: 2 ** 20,
    });
    await publish(bus, HOSTS);
    const figures: Figure[] = [];
    if (wanted('backtest-seconds')) {
      const seconds: number[] = [];
      for (let run = 0; run < runs; run++) seconds.push(await backtestSeconds(bus));
      const of = `a day of ${HOSTS} hosts, ${BLOCKS} runs each ${INTERVAL_SECONDS} s, ${THREADS} threads`;
      figures.push(figure('rollout', 'backtest-seconds', seconds, `s, ${of}`, '', { most: BAR_SECONDS }));
    }
    const pairs: { read: number; replay: number }[] = [];
    for (let run = 0; run < runs; run++) pairs.push(await bothWays(bus));
    const ratios = pairs.map(({ read, replay }) => replay / read);
    const of = 'reading and decoding the stream, CPU';
    figures.push(figure('rollout', 'backtest/read', ratios, 'times', of, { most: BAR_RATIO }));
    const micros = (name: 'read' | 'replay'): number[] => pairs.map((pair) => pair[name]);
    figures.push(figure('rollout', 'backtest-us-per-batch', micros('replay'), 'us of CPU, read and replayed'));
    figures.push(figure('rollout', 'read-us-per-batch', micros('read'), 'us of CPU, read and decoded'));
    return figures;
  } finally {
    await bus.close();
    await server.stop();
  }
}

/** As a day's collectors would have. Hosts that differ are few; the others are these again under their own names. */
async function publish(bus: Bus, hosts: number): Promise<void> {
  const batchCodec = codec('AccessBatch');
  let bytesSent = 0;
  for (let source = 0; source < SOURCES; source++) {
    const day: AccessBatch__Output[] = [];
    simulatedLoop({
      host: simulatedHost({
        workload: 'mixed',
        blocks: BLOCKS,
        intervalSeconds: INTERVAL_SECONDS,
        index: source,
        residenceSeconds: FLEET_POLICY.residenceSeconds,
      }),
      policy: undefined,
      windows: WINDOWS,
      intervalSeconds: INTERVAL_SECONDS,
      startUnixMs: START_UNIX_MS,
      publish: (bytes) => day.push(batchCodec.decode(bytes)),
    });
    for (let index = source; index < hosts; index += SOURCES) {
      const hostId = `host-${index}`;
      const waiting: Promise<unknown>[] = [];
      for (const batch of day) {
        const bytes = batchCodec.encode({ ...batch, envelope: { ...batch.envelope, hostId } } as AccessBatch);
        bytesSent += bytes.length;
        waiting.push(bus.js.publish(hostSubject('access', hostId), bytes, { timeout: 120_000 }));
        if (waiting.length === IN_FLIGHT) await Promise.all(waiting.splice(0));
      }
      await Promise.all(waiting);
    }
  }
  process.stderr.write(`backtest: ${hosts * WINDOWS} batches in the stream, ${Math.round(bytesSent / 2 ** 20)} MiB\n`);
}

async function messages(bus: Bus, hosts: readonly string[]): Promise<AsyncIterable<TraceMessage>> {
  return (await readAccess(bus, { fromUnixMs: 0, toUnixMs: Number.POSITIVE_INFINITY, hosts })).messages;
}

async function backtestSeconds(bus: Bus): Promise<number> {
  const started = performance.now();
  const { counts } = await runTrial(TRIAL, await messages(bus, []), THREADS);
  const { batches } = counts;
  if (batches !== HOSTS * WINDOWS) throw new Error(`${batches} of ${HOSTS * WINDOWS} batches were replayed`);
  return (performance.now() - started) / 1000;
}

/**
 * CPU of this process a batch, microseconds: read and decoded, and read and replayed; each way in turn host by host in one thread, of
 * the whole day of all hosts, for the compiling that comes first is a part of it that a few hosts would overstate.
 */
async function bothWays(bus: Bus): Promise<{ read: number; replay: number }> {
  const decode = accessBatchDecoder();
  const replay = new Replay(replayOptionsOf(TRIAL));
  let [read, replayed] = [0, 0];
  for (let index = 0; index < HOSTS; index++) {
    const readUs = await cpuUs(bus, `host-${index}`, (bytes) => {
      requireModest(bytes);
      readBatch(decode(bytes), Number.MAX_SAFE_INTEGER);
    });
    const replayUs = await cpuUs(bus, `host-${index}`, (bytes) => replay.take(bytes));
    read += readUs / HOSTS;
    replayed += replayUs / HOSTS;
    if (index % 10 === 9) process.stderr.write(`backtest: ${index + 1} hosts read and replayed\n`);
  }
  return { read, replay: replayed };
}

/**
 * Hosts are read one by one, each by its own subject: asked for together, the batches of all others would be read as well, and
 * left out, which is no part of reading these.
 */
async function cpuUs(bus: Bus, host: string, take: (bytes: Uint8Array) => void): Promise<number> {
  const before = process.cpuUsage();
  let batches = 0;
  for await (const { bytes } of await messages(bus, [host])) {
    take(bytes);
    batches++;
  }
  const { user, system } = process.cpuUsage(before);
  if (batches !== WINDOWS) throw new Error(`${batches} of ${WINDOWS} batches of ${host} came`);
  return (user + system) / batches;
}

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
