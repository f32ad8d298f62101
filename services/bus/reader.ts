import { describe } from '../runtime/errors.js';
import type { Bus } from './connection.js';
import { type Pulled, pull } from './pull.js';

export interface Subscription {
  /** Lets the message in hand end, then stops. */
  stop(): Promise<void>;
}

/** What is read, and what becomes of it. */
export interface Reading {
  readonly stream: string;
  /** For log lines: stream and consumer. */
  readonly name: string;
  /** Whether messages may wait here: not where each is to be acknowledged within a time. */
  readonly ahead?: boolean;
  /** Creates the consumer where it is missing, and answers its name. Throws when it can't now; it is tried again. */
  open(): Promise<string>;
  /** Takes one message at a time. False when one is missing before it: the consumer is opened anew. */
  take(message: Pulled): Promise<boolean>;
  /** A message that came but will not be taken any more. */
  leave(message: Pulled): void;
}

const REOPEN_AFTER_MS = 1000;
const SAY_EVERY_MS = 5000;

/** Reads until it is stopped: opens the consumer anew whenever it is gone, was deleted, or the connection was lost. */
export function read(bus: Bus, reading: Reading): Subscription {
  const stop = new AbortController();
  let wake: () => void = () => undefined;
  let saidMs = Number.NEGATIVE_INFINITY;
  const say = (error: string): void => {
    if (stop.signal.aborted || performance.now() - saidMs < SAY_EVERY_MS) return;
    saidMs = performance.now();
    bus.logger.warn({ consumer: reading.name, error }, 'the consumer ended; opening it again');
  };
  const readOn = async (consumer: string): Promise<void> => {
    for (;;) {
      const begunMs = performance.now();
      let taken = 0;
      for await (const message of pull(bus, reading.stream, consumer, stop.signal, reading.ahead)) {
        if (stop.signal.aborted) reading.leave(message);
        else if (await reading.take(message)) taken++;
        else return say('a message is missing');
      }
      if (stop.signal.aborted) return;
      // As with a message larger than the server takes by now: asking again at once would spin.
      if (taken === 0 && performance.now() - begunMs < REOPEN_AFTER_MS) return say('the server sends nothing');
    }
  };
  const loop = (async () => {
    while (!stop.signal.aborted) {
      try {
        // A request made while NATS is away is lost, and would be waited for until it times out.
        if (bus.connected()) await readOn(await reading.open());
      } catch (error) {
        say(describe(error));
      }
      if (stop.signal.aborted) return;
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
      stop.abort();
      wake();
      await loop;
    },
  };
}
