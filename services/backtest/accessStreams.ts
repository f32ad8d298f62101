import type { Bus } from '../bus/connection.js';
import { accessSampleStreams, type StreamName } from '../bus/streams.js';
import { oldestUnixMs, readStretch } from '../bus/stretch.js';
import { everySubject, hostOfSubject, hostSubject } from '../bus/subjects.js';
import { isHostId, PARTITIONS } from '../contract/ids.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { TraceMessage } from './crew.js';

/** What is asked for of the streams. */
export interface Asked {
  /** 0: all there is of all hosts. */
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
 * Access batches of a stretch of time: from ACCESS, which has every host, where it goes back so far or nothing goes back further; else from ACCESS_SAMPLE,
 * which has the hosts of some partitions for days.
 */
export async function readAccess(bus: Bus, asked: Asked): Promise<StreamReading> {
  for (const id of asked.hosts) {
    if (!isHostId(id)) throw new ThermoclineError('USAGE', `--hosts: ${JSON.stringify(id)} is no host id`);
  }
  const oldest = await oldestUnixMs(bus, 'ACCESS');
  const samples = await accessSampleStreams(bus);
  const reachesBack = oldest !== undefined && (asked.fromUnixMs === 0 || oldest <= asked.fromUnixMs);
  if (reachesBack || samples.length === 0 || (await isNoOlder(bus, samples, oldest))) {
    const since = oldest === undefined ? 'nothing' : `every host since ${new Date(oldest).toISOString()}`;
    return { covers: `stream ACCESS, which has ${since}`, messages: messagesOf(bus, ['ACCESS'], asked) };
  }
  const share = ((100 * samples.length) / PARTITIONS).toFixed(1);
  const covers = `streams ACCESS_SAMPLE_*: hosts of ${samples.length} of ${PARTITIONS} partitions, ${share} % of the fleet by hash of their ids`;
  return { covers, messages: messagesOf(bus, samples, asked) };
}

/** Whether the samples go back no further: of a young fleet, ACCESS has everything. */
async function isNoOlder(bus: Bus, samples: readonly StreamName[], oldest: number | undefined): Promise<boolean> {
  if (oldest === undefined) return false;
  const ages = await Promise.all(samples.map((name) => oldestUnixMs(bus, name)));
  return ages.every((each) => each === undefined || each >= oldest);
}

async function* messagesOf(
  bus: Bus,
  streams: readonly StreamName[],
  { hosts, ...stretch }: Asked,
): AsyncGenerator<TraceMessage> {
  // A few hosts are asked for by their subjects, side by side; of many, the others are left out here.
  const wanted = new Set(hosts);
  const isFew = wanted.size > 0 && wanted.size <= MOST_READERS;
  const filters = isFew ? [...wanted].map((id) => hostSubject('access', id)) : [everySubject('access')];
  for (const stream of streams) {
    for await (const { subject, bytes } of sideBySide(
      filters.map((filter) => readStretch(bus, { stream, filter, ...stretch })),
    )) {
      const hostId = hostOfSubject(subject);
      if (hostId !== undefined && (wanted.size === 0 || wanted.has(hostId))) yield { hostId, bytes };
    }
  }
}

/** Readers of one stream at a time. */
const MOST_READERS = 16;

/** What several say, one of each in turn, each in its order. All are ended when the reader ends. */
export async function* sideBySide<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const waiting = new Map(sources.map((source) => [source, source.next()]));
  // One that fails while another is waited for is heard of in its turn.
  for (const next of waiting.values()) next.catch(() => undefined);
  try {
    while (waiting.size > 0) {
      for (const [source, next] of waiting) {
        const { done, value } = await next;
        if (done) {
          waiting.delete(source);
          continue;
        }
        const following = source.next();
        following.catch(() => undefined);
        waiting.set(source, following);
        yield value;
      }
    }
  } finally {
    await Promise.all(sources.map((source) => source.return(undefined)));
  }
}
