import { AckPolicy, type ConsumerConfig, NatsError, nanos } from 'nats';
import { describe } from '../runtime/errors.js';
import type { Bus } from './connection.js';
import { deliver, type From, type Receiver, startAt, startOf } from './delivery.js';
import type { FollowedStream } from './follower.js';
import { read, type Subscription } from './reader.js';

export { type Delivery, type From, type Receiver, UnreadableMessage } from './delivery.js';
export { type Following, follow } from './follower.js';
export type { Subscription } from './reader.js';

export interface WorkOptions {
  /** Where a durable that does not exist yet begins; `all` when left out. One that exists goes on where it was. */
  readonly from?: From;
  /** The server gives a message to this consumer again when it was not acknowledged by then; 10 s when left out. */
  readonly ackWaitMs?: number;
}

const ACK_WAIT_MS = 10_000;
/** A message that could not be handled comes again after 1 s, 2 s, 4 s … */
const FIRST_REDELIVERY_MS = 1000;
const LAST_REDELIVERY_MS = 30_000;

/**
 * A durable consumer with acknowledgement: what a receiver has not finished comes again, also to the next process. For
 * messages that carry work (plans). One message is out at a time, so the order holds when one comes again, and none that
 * waits behind a slow one expires. `filter`: one subject, wildcards allowed; nats-server 2.9 knows no more.
 */
export function work(
  bus: Bus,
  stream: FollowedStream,
  durable: string,
  filter: string,
  receiver: Receiver,
  options: WorkOptions = {},
): Subscription {
  const ackWaitMs = options.ackWaitMs ?? ACK_WAIT_MS;
  const config: Partial<ConsumerConfig> = {
    filter_subject: filter,
    ack_wait: nanos(ackWaitMs),
    max_ack_pending: 1,
  };
  // A durable that was deleted under us is made again where it was.
  let next: number | undefined;
  return read(bus, {
    stream,
    name: `${stream}/${durable}`,
    open: async () => {
      const existing = await existingConfig(bus, stream, durable);
      if (!existing) {
        const start = next === undefined ? startOf(options.from ?? 'all') : startAt(next);
        await bus.jsm.consumers.add(stream, {
          durable_name: durable,
          ack_policy: AckPolicy.Explicit,
          ...config,
          ...start,
        });
      } else if (Object.entries(config).some(([key, value]) => existing[key as keyof ConsumerConfig] !== value)) {
        await bus.jsm.consumers.update(stream, durable, config);
      }
      return durable;
    },
    take: async (message) => {
      const working = setInterval(() => message.working(), ackWaitMs / 3);
      try {
        await deliver(message, receiver);
        message.ack();
        next = message.streamSequence + 1;
      } catch (error) {
        const { deliveryCount } = message;
        const againMs = Math.min(FIRST_REDELIVERY_MS * 2 ** (deliveryCount - 1), LAST_REDELIVERY_MS);
        const fields = { subject: message.subject, delivery: deliveryCount, againMs, error: describe(error) };
        bus.logger.warn(fields, 'not finished; it will come again');
        message.nak(againMs);
      } finally {
        clearInterval(working);
      }
      return true;
    },
    leave: (message) => message.nak(),
  });
}

async function existingConfig(bus: Bus, stream: string, durable: string): Promise<ConsumerConfig | undefined> {
  try {
    return (await bus.jsm.consumers.info(stream, durable)).config;
  } catch (error) {
    if (error instanceof NatsError && error.message === 'consumer not found') return undefined;
    throw error;
  }
}
