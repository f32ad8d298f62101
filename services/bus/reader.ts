import type { ConsumerMessages, JsMsg } from 'nats';
import { describe } from '../runtime/errors.js';
import type { Bus } from './connection.js';

export interface Subscription {
  /** Lets the message in hand end, then stops. */
  stop(): Promise<void>;
}

/** What is read, and what becomes of it. */
export interface Reading {
  /** For log lines: stream and consumer. */
  readonly name: string;
  /** Creates the consumer where it is missing, and begins to pull. Throws when it can't now; it is tried again. */
  open(): Promise<ConsumerMessages>;
  /** Takes one message at a time. False when one is missing before it: the consumer is opened anew. */
  take(message: JsMsg): Promise<boolean>;
  /** A message that came but will not be taken any more. */
  leave(message: JsMsg): void;
}

const REOPEN_AFTER_MS = 1000;
const SAY_EVERY_MS = 5000;
const PULL_BYTES = 4 * 2 ** 20;
/** Subject, reply subject and headers count as well. */
const ENVELOPE_BYTES = 64 * 2 ** 10;
/** What the client says of a consumer that will give nothing any more. It would wait on for half a minute. */
const GONE: ReadonlySet<string> = new Set([
  'consumer_deleted',
  'consumer_not_found',
  'stream_not_found',
  'no_responders',
]);

/**
 * How much to ask for at once, in bytes: 256 messages of 256 KiB would starve everything else. Never less than the largest
 * message, which could not come otherwise.
 */
export function pullBytes(bus: Bus): number {
  return Math.max(PULL_BYTES, (bus.nats.info?.max_payload ?? 0) + ENVELOPE_BYTES);
}

/** Reads until it is stopped: opens the consumer anew whenever it ends, was deleted, or the connection was lost. */
export function read(bus: Bus, reading: Reading): Subscription {
  let stopped = false;
  let messages: ConsumerMessages | undefined;
  let wake: () => void = () => undefined;
  let saidMs = Number.NEGATIVE_INFINITY;
  const say = (fields: object): void => {
    if (stopped || performance.now() - saidMs < SAY_EVERY_MS) return;
    saidMs = performance.now();
    bus.logger.warn({ consumer: reading.name, ...fields }, 'the consumer ended; opening it again');
  };
  // What came before the connection was lost is still handed out; then the loop ends, and all is asked for anew.
  const unsubscribe = bus.onReturn(() => messages?.stop());
  const loop = (async () => {
    while (!stopped) {
      try {
        messages = await reading.open();
        if (stopped) messages.stop();
        void watch(bus, reading.name, messages, say);
        let inStep = true;
        for await (const message of messages) {
          if (stopped || !inStep) reading.leave(message);
          else if (!(await reading.take(message))) {
            inStep = false;
            say({ error: 'a message is missing' });
            messages.stop();
          }
        }
      } catch (error) {
        say({ error: describe(error) });
      }
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, REOPEN_AFTER_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      unsubscribe();
      wake();
      messages?.stop();
      await loop;
    },
  };
}

async function watch(bus: Bus, name: string, messages: ConsumerMessages, say: (fields: object) => void): Promise<void> {
  for await (const status of await messages.status()) {
    bus.logger.debug({ consumer: name, type: status.type, data: status.data }, 'consumer status');
    if (!GONE.has(status.type)) continue;
    say({ error: status.type });
    messages.stop();
  }
}
