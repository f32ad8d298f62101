import { randomUUID } from 'node:crypto';
import { AckPolicy, type ConsumerConfig, nanos } from 'nats';
import { describe } from '../runtime/errors.js';
import type { Bus } from './connection.js';
import { deliver, type From, type Receiver, startAt, startOf } from './delivery.js';
import type { Pulled } from './pull.js';
import { type Reading, read, type Subscription } from './reader.js';
import type { BucketName, StreamName } from './streams.js';

export interface Following extends Subscription {
  /** Resolves once all that was in the stream at the start has been received, or when stopped. */
  readonly caughtUp: Promise<void>;
  /** Stream sequence behind the last message received; undefined before the first. */
  position(): number | undefined;
}

/** What can be followed: a stream, or the stream behind a bucket. */
export type FollowedStream = StreamName | `KV_${BucketName}`;

/** The server forgets a follower that is gone after this. */
const FORGOTTEN_AFTER_MS = 300_000;
/** Messages that expire while they wait to be read never come: whether any are left is asked this often. */
const ASK_EVERY_MS = 1000;

/**
 * An ordered reader without acknowledgement, for state that is read back at each start. It leaves nothing out and gives
 * nothing twice: after a loss it goes on behind the last message it had, from the front where the stream was made anew. The
 * client's own ordered consumer waits half a minute after a failed attempt, too long for control messages.
 */
export function follow(bus: Bus, stream: FollowedStream, filter: string, from: From, receiver: Receiver): Following {
  const follower = new Follower(bus, stream, filter, from, receiver);
  const subscription = read(bus, follower);
  return {
    caughtUp: follower.caughtUp,
    position: () => follower.position,
    stop: async () => {
      await subscription.stop();
      follower.end();
    },
  };
}

class Follower implements Reading {
  readonly name: string;
  readonly ahead = true;
  readonly caughtUp: Promise<void>;
  private resolveCaughtUp: () => void = () => undefined;
  private asking: NodeJS.Timeout | undefined;
  /** The consumer on the server; a new one each time. */
  private consumer: string | undefined;
  /** Messages this consumer has given. */
  private delivered = 0;
  /** Stream sequence to go on from. */
  private next: number | undefined;
  /** When the stream was made, by the server's word. */
  private created: string | undefined;

  constructor(
    private readonly bus: Bus,
    readonly stream: FollowedStream,
    private readonly filter: string,
    private readonly from: From,
    private readonly receiver: Receiver,
  ) {
    this.name = `${stream}/${filter}`;
    this.caughtUp = new Promise((resolve) => (this.resolveCaughtUp = resolve));
  }

  get position(): number | undefined {
    return this.next;
  }

  async open(): Promise<string> {
    this.forget();
    const start = await this.start();
    const name = `follow-${randomUUID()}`;
    const info = await this.bus.jsm.consumers.add(this.stream, {
      name,
      filter_subject: this.filter,
      ack_policy: AckPolicy.None,
      inactive_threshold: nanos(FORGOTTEN_AFTER_MS),
      mem_storage: true,
      num_replicas: 1,
      ...start,
    });
    this.consumer = name;
    this.delivered = 0;
    // What comes between this moment and a loss of the consumer is new as well.
    if (this.from === 'new') this.next ??= info.delivered.stream_seq + 1;
    this.bus.logger.debug({ consumer: this.name, pending: info.num_pending }, 'reading');
    if (info.num_pending === 0) this.end(false);
    else this.asking ??= setInterval(() => void this.ask(), ASK_EVERY_MS);
    return name;
  }

  async take(message: Pulled): Promise<boolean> {
    if (message.deliverySequence !== this.delivered + 1) return false;
    try {
      await deliver(message, this.receiver);
    } catch (error) {
      this.bus.logger.error({ subject: message.subject, error: describe(error) }, 'a message was passed over');
    }
    this.delivered++;
    this.next = message.streamSequence + 1;
    if (message.pending === 0) this.end(false);
    return true;
  }

  leave(): void {
    // It comes again, to the next consumer.
  }

  /** Nothing more is waited for. `gone`: nothing more is read either. */
  end(gone = true): void {
    clearInterval(this.asking);
    this.resolveCaughtUp();
    if (gone) this.forget();
  }

  private forget(): void {
    if (this.consumer === undefined || !this.bus.connected()) return;
    // It would be forgotten in any case, only later.
    this.bus.jsm.consumers.delete(this.stream, this.consumer).catch(() => undefined);
    this.consumer = undefined;
  }

  private async start(): Promise<Partial<ConsumerConfig>> {
    const { created, state } = await this.bus.jsm.streams.info(this.stream);
    const renewed = this.created !== undefined && this.created !== created;
    this.created = created;
    if (this.next !== undefined && (renewed || this.next > state.last_seq + 1)) {
      this.bus.logger.warn({ stream: this.stream }, 'the stream was made anew; reading it from the front');
      this.next = 1;
    }
    return this.next === undefined ? startOf(this.from) : startAt(this.next);
  }

  private async ask(): Promise<void> {
    const { consumer } = this;
    if (consumer === undefined || !this.bus.connected()) return;
    try {
      const { num_pending: left, delivered } = await this.bus.jsm.consumers.info(this.stream, consumer);
      if (this.consumer === consumer && left === 0 && delivered.consumer_seq <= this.delivered) this.end(false);
    } catch (error) {
      this.bus.logger.debug({ consumer: this.name, error: describe(error) }, 'could not ask what is left');
    }
  }
}
