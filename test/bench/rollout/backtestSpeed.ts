/**
 * How fast a backtest is: a day of a hundred hosts, 2,000 runs in windows of 60 s, read from a real stream and replayed under the
 * policy on trial, a running one, and none; against reading and decoding the same stream alone.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runTrial } from '../../../services/backtest/crew.js';
import type { Bus } from '../../../services/bus/connection.js';
import { ensureStreams } from '../../../services/bus/streams.js';
import { hostSubject } from '../../../services/bus/subjects.js';
import type { AccessBatch, AccessBatch__Output } from '../../../services/contract/gen/thermocline/v1/AccessBatch.js';
import { codec } from '../../../services/contract/schema.js';
import { FLEET_POLICY } from '../../fleet-sim/policy.js';
import { simulatedHost } from '../../fleet-sim/simulatedHost.js';
import { simulatedLoop } from '../../fleet-sim/simulatedLoop.js';
import { natsServer } from '../../integration/natsServer.js';
import { type Figure, figure } from '../figure.js';
import type { ReadAndReplayed } from './backtestCpu.js';
import { HOSTS, messages, quietBus, TRIAL, WINDOWS } from './backtestTrial.js';

const PROGRAM = fileURLToPath(new URL('./backtestCpu.js', import.meta.url));

const BLOCKS = 2000;
const INTERVAL_SECONDS = 60;
const SOURCES = 4;
const THREADS = 2;
const BAR_SECONDS = 300;
const BAR_RATIO = 3;
const IN_FLIGHT = 128;
const START_UNIX_MS = 1_700_000_000_000;
const GIB = 2 ** 30;

export const SPEED_FIGURES = ['backtest-seconds', 'backtest/read', 'backtest-us-per-batch', 'read-us-per-batch'];

export async function backtestSpeedBench(runs: number, wanted: (name: string) => boolean): Promise<Figure[]> {
  const server = await natsServer();
  const bus = await quietBus(server.url);
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
    const pairs = Array.from({ length: runs }, () => readAndReplayed(server.url));
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

async function backtestSeconds(bus: Bus): Promise<number> {
  const started = performance.now();
  const { counts } = await runTrial(TRIAL, await messages(bus, []), THREADS);
  const { batches } = counts;
  if (batches !== HOSTS * WINDOWS) throw new Error(`${batches} of ${HOSTS * WINDOWS} batches were replayed`);
  return (performance.now() - started) / 1000;
}

/** In a process of its own, for what other benches leave on the heap makes garbage dearer to collect, of replays more than of reading. */
function readAndReplayed(url: string): ReadAndReplayed {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  return JSON.parse(
    execFileSync(process.execPath, [PROGRAM, url], { encoding: 'utf8', stdio: [...stdio] }),
  ) as ReadAndReplayed;
}
