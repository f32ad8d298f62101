/** node backtestCpu.js NATS_URL: prints a ReadAndReplayed of the day that backtestSpeed.ts has published. */
import { readBatch, requireModest } from '../../../services/access/batchReader.js';
import { replayOptionsOf } from '../../../services/backtest/crewMessages.js';
import { Replay } from '../../../services/backtest/replay.js';
import type { Bus } from '../../../services/bus/connection.js';
import { accessBatchDecoder } from '../../../services/contract/accessBatch.js';
import { HOSTS, messages, quietBus, TRIAL, WINDOWS } from './backtestTrial.js';

/** CPU a batch, microseconds: read and decoded, and read and replayed. */
export interface ReadAndReplayed {
  readonly read: number;
  readonly replay: number;
}

/**
 * Each way in turn host by host in one thread, of the whole day of all hosts, for the compiling that comes first is a part of it that a few
 * hosts would overstate.
 */
async function bothWays(bus: Bus): Promise<ReadAndReplayed> {
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

const bus = await quietBus(process.argv[2] ?? '');
process.stdout.write(JSON.stringify(await bothWays(bus)));
await bus.close();
