import { randomUUID } from 'node:crypto';
import { AckPolicy, nanos } from 'nats';
import { ThermoclineError } from '../runtime/errors.js';
import { answered, BUSY_WAIT_MS } from './answered.js';
import type { Bus } from './connection.js';
import { startOf } from './delivery.js';
import { type Pulled, pull } from './pull.js';
import type { StreamName } from './streams.js';

/** The server forgets a reader that is gone after this. */
const FORGOTTEN_AFTER_MS = 300_000;

/** A stretch of a stream's time, by when messages arrived. */
export interface Stretch {
  readonly stream: StreamName;
  readonly filter: string;
  readonly fromUnixMs: number;
  /** Messages that arrive later are left out. */
  readonly toUnixMs: number;
}

/** Reads what a stream has of a stretch of time, once, and ends. A consumer that is lost on the way ends it with an error. */
export async function* readStretch(
  bus: Bus,
  { stream, filter, fromUnixMs, toUnixMs }: Stretch,
): AsyncGenerator<Pulled> {
  const name = `stretch-${randomUUID()}`;
  const info = await answered(bus, `read stream ${stream}`, BUSY_WAIT_MS, () =>
    bus.jsm.consumers.add(stream, {
      name,
      filter_subject: filter,
      ack_policy: AckPolicy.None,
      inactive_threshold: nanos(FORGOTTEN_AFTER_MS),
      mem_storage: true,
      num_replicas: 1,
      ...startOf({ sinceUnixMs: fromUnixMs }),
    }),
  );
  const stop = new AbortController();
  let delivered = 0;
  try {
    if (info.num_pending === 0) return;
    for (;;) {
      for await (const message of pull(bus, stream, name, stop.signal, true)) {
        if (message.deliverySequence !== ++delivered) {
          throw new ThermoclineError(
            'NATS_UNREACHABLE',
            `stream ${stream}: a message was lost on the way; read it again`,
          );
        }
        if (message.arrivedUnixMs > toUnixMs) return;
        yield message;
        if (message.pending === 0) return;
      }
      const left = await bus.jsm.consumers.info(stream, name);
      if (left.num_pending === 0 && left.delivered.consumer_seq <= delivered) return;
    }
  } finally {
    stop.abort();
    if (bus.connected()) await bus.jsm.consumers.delete(stream, name).catch(() => undefined);
  }
}

/** When the oldest message of a stream arrived, Unix ms; undefined where it has none. Throws STREAM_MISSING. */
export async function oldestUnixMs(bus: Bus, stream: StreamName): Promise<number | undefined> {
  try {
    const { state } = await answered(bus, `look at stream ${stream}`, BUSY_WAIT_MS, () => bus.jsm.streams.info(stream));
    return state.messages > 0 ? Date.parse(String(state.first_ts)) : undefined;
  } catch (error) {
    if (!(error instanceof Error && error.message === 'stream not found')) throw error;
    throw new ThermoclineError(
      'STREAM_MISSING',
      `stream ${stream} is not there; the brain creates it: start the brain`,
    );
  }
}
