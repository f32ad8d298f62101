import type { Bus } from '../bus/connection.js';
import { accessSampleStreams } from '../bus/streams.js';
import { oldestUnixMs, readStretch } from '../bus/stretch.js';
import { everySubject, hostOfSubject, hostSubject } from '../bus/subjects.js';
import { isHostId, PARTITIONS } from '../contract/ids.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { TraceMessage } from './crew.js';

/** What is asked for of the streams. */
export interface Asked {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  /** All of them when empty. */
  readonly hosts: readonly string[];
}

export interface StreamReading {
  /** What the answer rests on, in words. */
  readonly covers: string;
  readonly messages: AsyncIterable<TraceMessage>;
}

/**
 * Access batches of a stretch of time: from ACCESS, which has every host, where it goes back so far; else from ACCESS_SAMPLE,
 * which has the hosts of some partitions for days.
 */
export async function readAccess(bus: Bus, asked: Asked): Promise<StreamReading> {
  for (const id of asked.hosts) {
    if (!isHostId(id)) throw new ThermoclineError('USAGE', `--hosts: ${JSON.stringify(id)} is no host id`);
  }
  const oldest = await oldestUnixMs(bus, 'ACCESS');
  const samples = await accessSampleStreams(bus);
  const isRecent = oldest !== undefined && oldest <= asked.fromUnixMs;
  if (isRecent || samples.length === 0) {
    const since = oldest === undefined ? 'nothing' : `every host since ${new Date(oldest).toISOString()}`;
    return { covers: `stream ACCESS, which has ${since}`, messages: messagesOf(bus, ['ACCESS'], asked) };
  }
  const share = ((100 * samples.length) / PARTITIONS).toFixed(1);
  const covers = `streams ACCESS_SAMPLE_*: hosts of ${samples.length} of ${PARTITIONS} partitions, ${share} % of the fleet by hash of their ids`;
  return { covers, messages: messagesOf(bus, samples, asked) };
}

async function* messagesOf(
  bus: Bus,
  streams: readonly Parameters<typeof oldestUnixMs>[1][],
  { hosts, ...stretch }: Asked,
): AsyncGenerator<TraceMessage> {
  // One host is asked for by its subject; of several, the others are left out here.
  const [one, ...more] = hosts;
  const filter = one !== undefined && more.length === 0 ? hostSubject('access', one) : everySubject('access');
  const wanted = new Set(hosts);
  for (const stream of streams) {
    for await (const { subject, bytes } of readStretch(bus, { stream, filter, ...stretch })) {
      const hostId = hostOfSubject(subject);
      if (hostId !== undefined && (wanted.size === 0 || wanted.has(hostId))) yield { hostId, bytes };
    }
  }
}
