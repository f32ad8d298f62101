import { type ConsumerConfig, DeliverPolicy } from 'nats';
import type { Pulled } from './pull.js';

/** A message as it arrived. */
export type Delivery = Pick<Pulled, 'subject' | 'bytes' | 'streamSequence' | 'arrivedUnixMs' | 'pending'>;

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

/** What reading a message threw, as the reason to set it aside. */
export function asUnreadable(error: unknown): UnreadableMessage {
  if (error instanceof UnreadableMessage) return error;
  return new UnreadableMessage('malformed', error instanceof Error ? error.message : String(error), { cause: error });
}

export interface Receiver {
  /** Called for one message at a time, in order. UnreadableMessage sets it aside; any other error has it delivered again. */
  receive(delivery: Delivery): Promise<void> | void;
  /** A message that was set aside. */
  unreadable(delivery: Delivery, error: UnreadableMessage): Promise<void> | void;
}

/** From where a consumer reads when it is made. */
export type From =
  | { readonly sinceUnixMs: number }
  | { readonly streamSequence: number }
  | 'all'
  | 'new'
  | 'last-per-subject';

/** The part of a consumer's configuration that says where it begins. */
export function startOf(from: From): Partial<ConsumerConfig> {
  if (from === 'all') return { deliver_policy: DeliverPolicy.All };
  if (from === 'new') return { deliver_policy: DeliverPolicy.New };
  if (from === 'last-per-subject') return { deliver_policy: DeliverPolicy.LastPerSubject };
  if ('streamSequence' in from) return startAt(from.streamSequence);
  return { deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(from.sinceUnixMs).toISOString() };
}

export function startAt(streamSequence: number): Partial<ConsumerConfig> {
  return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: streamSequence };
}

/** Hands a message to its receiver, setting aside what it calls unreadable. Throws what else it throws. */
export async function deliver(message: Pulled, receiver: Receiver): Promise<void> {
  try {
    await receiver.receive(message);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    await receiver.unreadable(message, error);
  }
}
