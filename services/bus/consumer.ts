import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JsMsg, NatsError, nanos } from 'nats';
import type { Bus } from './connection.js';
import type { StreamName } from './streams.js';

/** A message as it arrived. */
export interface Delivery {
  readonly subject: string;
  readonly bytes: Uint8Array;
  /** Sequence in the stream. */
  readonly streamSequence: number;
  /** When the server took it, Unix ms. */
  readonly arrivedUnixMs: number;
  /** Messages of this consumer still to come, as far as the server knew. */
  readonly pending: number;
}

/** Thrown by a receiver for a message that cannot be read, now or ever: it is set aside, and the next one comes. */
export class UnreadableMessage extends Error {
  constructor(
    /** Why, by name: malformed, schema-version, forged … */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'UnreadableMessage';
  }
}

export interface Receiver {
  /** Called for one message at a time, in order. UnreadableMessage sets it aside; any other error has it delivered again. */
  receive(delivery: Delivery): Promise<void> | void;
  /** A message that was set aside. */
  unreadable(delivery: Delivery, error: UnreadableMessage): Promise<void> | void;
}

export interface Subscription {
  /** Lets the message in hand end, then stops. */
  stop(): Promise<void>;
}

export interface Following extends Subscription {
  /** Resolves once all that was in the stream at the start has been received. */
  readonly caughtUp: Promise<void>;
}

/** From where a follower reads. */
export type From = { readonly sinceUnixMs: number } | 'new' | 'last-per-subject';

/** Pulls are bounded by bytes: 256 messages of 256 KiB at once would starve everything else. */
const PULL_BYTES = 4 * 2 ** 20;
/** The server gives a message to this consumer again when it was not acknowledged by then. */
const ACK_WAIT_MS = 30_000;
const WORKING_EVERY_MS = 10_000;
const REDELIVER_AFTER_MS = 1000;
const RESTART_AFTER_MS = 1000;

/**
 * A durable consumer with acknowledgement: what a receiver has not finished comes again, also to the next process. For
 * messages that carry work (plans). `filter`: one subject; nats-server 2.9 knows no more.
 */
export function work(bus: Bus, stream: StreamName, durable: string, filter: string, receiver: Receiver): Subscription {
  const open = async (): Promise<ConsumerMessages> => {
    await bus.jsm.consumers.add(stream, {
      durable_name: durable,
      filter_subject: filter,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT_MS),
      deliver_policy: DeliverPolicy.All,
    });
    const consumer = await bus.js.consumers.get(stream, durable);
    return await consumer.consume({ max_bytes: PULL_BYTES });
  };
  return run(bus, `${stream}/${durable}`, open, async (message) => {
    const working = setInterval(() => message.working(), WORKING_EVERY_MS);
    try {
      await deliver(message, receiver);
      message.ack();
    } catch (error) {
      bus.logger.warn(
        { subject: message.subject, error: (error as Error).message },
        'not finished; it will come again',
      );
      message.nak(REDELIVER_AFTER_MS);
    } finally {
      clearInterval(working);
    }
  });
}

/**
 * An ordered reader without acknowledgement, from a time on or from now: for state that is read back at each start. Gaps and
 * restarts of the server are made good by the client.
 */
export function follow(bus: Bus, stream: StreamName, filter: string, from: From, receiver: Receiver): Following {
  let caughtUp: () => void = () => undefined;
  const whenCaughtUp = new Promise<void>((resolve) => (caughtUp = resolve));
  let target = Number.POSITIVE_INFINITY;
  let next: { readonly opt_start_seq: number } | undefined;
  const open = async (): Promise<ConsumerMessages> => {
    const start = next
      ? { deliver_policy: DeliverPolicy.StartSequence, ...next }
      : from === 'new'
        ? { deliver_policy: DeliverPolicy.New }
        : from === 'last-per-subject'
          ? { deliver_policy: DeliverPolicy.LastPerSubject }
          : { deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(from.sinceUnixMs).toISOString() };
    const consumer = await bus.js.consumers.get(stream, { filterSubjects: filter, ...start });
    if (target === Number.POSITIVE_INFINITY) {
      const { num_pending: pending, delivered } = await consumer.info();
      target = pending;
      if (pending === 0) caughtUp();
      bus.logger.debug({ stream, filter, pending, delivered: delivered.consumer_seq }, 'reading back');
    }
    return await consumer.consume({ max_bytes: PULL_BYTES });
  };
  let received = 0;
  const subscription = run(bus, `${stream}/${filter}`, open, async (message) => {
    next = { opt_start_seq: message.seq + 1 };
    try {
      await deliver(message, receiver);
    } catch (error) {
      bus.logger.error({ subject: message.subject, error: (error as Error).message }, 'a message was passed over');
    }
    if (++received >= target) caughtUp();
  });
  return { ...subscription, caughtUp: whenCaughtUp };
}

async function deliver(message: JsMsg, receiver: Receiver): Promise<void> {
  const delivery: Delivery = {
    subject: message.subject,
    bytes: message.data,
    streamSequence: message.seq,
    arrivedUnixMs: message.info.timestampNanos / 1e6,
    pending: message.info.pending,
  };
  try {
    await receiver.receive(delivery);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    await receiver.unreadable(delivery, error);
  }
}

/** Opens a consumer and takes its messages one by one; opens it anew when it ends, for it may have been deleted. */
function run(
  bus: Bus,
  name: string,
  open: () => Promise<ConsumerMessages>,
  take: (message: JsMsg) => Promise<void>,
): Subscription {
  let stopped = false;
  let messages: ConsumerMessages | undefined;
  let wake: () => void = () => undefined;
  const loop = (async () => {
    while (!stopped) {
      try {
        messages = await open();
        void watchStatus(bus, name, messages);
        for await (const message of messages) {
          await take(message);
          if (stopped) return;
        }
      } catch (error) {
        if (stopped) return;
        const says = error instanceof NatsError ? `${error.code} ${error.message}` : (error as Error).message;
        bus.logger.warn({ consumer: name, error: says }, 'the consumer ended; opening it again');
      }
      if (stopped) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, RESTART_AFTER_MS).unref();
      });
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      wake();
      messages?.stop();
      await loop;
    },
  };
}

async function watchStatus(bus: Bus, name: string, messages: ConsumerMessages): Promise<void> {
  for await (const status of await messages.status()) {
    bus.logger.debug({ consumer: name, type: status.type, data: status.data }, 'consumer status');
    if (
      status.type === 'consumer_deleted' ||
      status.type === 'consumer_not_found' ||
      status.type === 'stream_not_found'
    ) {
      messages.stop(new Error(status.type));
    }
  }
}
