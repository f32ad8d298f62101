import { createInbox, type Msg, type MsgHdrs, nanos } from 'nats';
import type { Bus } from './connection.js';

/** A message of a consumer, as it was pulled. */
export interface Pulled {
  readonly subject: string;
  readonly bytes: Uint8Array;
  readonly streamSequence: number;
  /** Counts what this consumer has delivered, from 1 on. */
  readonly deliverySequence: number;
  /** 1 for the first time. */
  readonly deliveryCount: number;
  /** When the server took it, Unix ms. */
  readonly arrivedUnixMs: number;
  /** Messages of this consumer still to come, as far as the server knew. */
  readonly pending: number;
  ack(): void;
  /** Asks for it again after so long. */
  nak(delayMs?: number): void;
  /** Asks for more time. */
  working(): void;
}

/**
 * As many as keep the way to the server and back from counting, and no more: of readers of many partitions that are behind,
 * each has its turn after all others had theirs, and the oldest message waits for that.
 */
const BATCH = 256;
const BATCH_BYTES = 4 * 2 ** 20;
/** Ahead of the reader, the next messages are asked for while fewer than this wait for it. */
const WAITING = 256;
/** Subject, reply subject and headers count as well. */
const ENVELOPE_BYTES = 64 * 2 ** 10;
/** The server ends a pull after this, and another one follows. */
const EXPIRES_MS = 30_000;
const HEARTBEAT_MS = 5000;
const SILENCE_MS = 3 * HEARTBEAT_MS;
/** Statuses that end a pull in order. 409 stands for many things, by its description. */
const ENDS = /^(404|408) |^409 (message size exceeds maxbytes|batch completed)/;
const HEARTBEAT = 100;

/**
 * Pulls: yields what the server sends, and returns when a pull is used up, has expired or was aborted. `ahead`: the next one
 * is asked for as soon as all of one has come, so that the way to the server and back costs no time; then it returns only when
 * one brought nothing. Not where messages are acknowledged within a time: that runs for those that wait here as well.
 * Throws when the consumer is gone, the connection was lost, or the server has gone quiet.
 *
 * The client's own `consume` asks for the rest of its allowance again and again; once all requests are smaller than the next
 * message, it spins and never gets it. Its `fetch` waits for the end of requests that nats-server 2.9 ends without a word.
 */
export async function* pull(
  bus: Bus,
  stream: string,
  consumer: string,
  aborted: AbortSignal,
  ahead = false,
): AsyncGenerator<Pulled, void, undefined> {
  const inbox = createInbox();
  const arrived: Pulled[] = [];
  let received = 0;
  let ended = false;
  let failure: Error | undefined;
  let heardMs = performance.now();
  let wake: () => void = () => undefined;
  /** The last pull has ended, and the next one waits until the reader has caught up. */
  let due = false;
  const end = (error?: Error): void => {
    if (error === undefined && ahead && received > 0 && !aborted.aborted) {
      due = true;
      askAgain();
      return;
    }
    ended = true;
    failure ??= error;
    wake();
  };
  const ask = (): void => {
    received = 0;
    due = false;
    const request = {
      batch: BATCH,
      // Never less than the largest message, which could not come otherwise.
      max_bytes: Math.max(BATCH_BYTES, (bus.nats.info?.max_payload ?? 0) + ENVELOPE_BYTES),
      expires: nanos(EXPIRES_MS),
      idle_heartbeat: nanos(HEARTBEAT_MS),
    };
    bus.nats.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, JSON.stringify(request), { reply: inbox });
  };
  const askAgain = (): void => {
    if (!due || ended || arrived.length >= WAITING) return;
    heardMs = performance.now();
    ask();
  };
  const subscription = bus.nats.subscribe(inbox, {
    callback: (error, message) => {
      heardMs = performance.now();
      if (error) return end(error);
      if (message.subject === inbox) {
        const status = statusOf(message.headers);
        if (message.headers?.code !== HEARTBEAT) end(ENDS.test(status) ? undefined : new Error(status));
        return;
      }
      arrived.push(new Arrived(bus, message));
      // The server says nothing when a pull has had all its messages.
      if (++received === BATCH) end();
      wake();
    },
  });
  const abort = (): void => end();
  aborted.addEventListener('abort', abort);
  const unsubscribe = bus.onReturn(() => end(new Error('the connection was lost')));
  const listening = setInterval(() => {
    if (!due && performance.now() - heardMs > SILENCE_MS) end(new Error('no heartbeat from the server'));
  }, HEARTBEAT_MS);
  try {
    if (aborted.aborted) return;
    ask();
    for (;;) {
      const message = arrived.shift();
      askAgain();
      if (message) yield message;
      else if (failure) throw failure;
      else if (ended) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    clearInterval(listening);
    unsubscribe();
    aborted.removeEventListener('abort', abort);
    if (!bus.nats.isClosed()) subscription.unsubscribe();
  }
}

function statusOf(headers: MsgHdrs | undefined): string {
  return `${headers?.code ?? 0} ${headers?.description.toLowerCase() ?? ''}`;
}

/**
 * The reply subject says all about a delivery: `$JS.ACK`, [domain, account,] stream, consumer, delivery count, stream
 * sequence, delivery sequence, time in ns, pending[, token].
 */
class Arrived implements Pulled {
  readonly subject: string;
  readonly bytes: Uint8Array;
  readonly streamSequence: number;
  readonly deliverySequence: number;
  readonly deliveryCount: number;
  readonly arrivedUnixMs: number;
  readonly pending: number;

  constructor(
    private readonly bus: Bus,
    private readonly message: Msg,
  ) {
    const tokens = (message.reply ?? '').split('.');
    const first = tokens.length === 9 ? 4 : 6;
    const number = (i: number): number => Number(tokens[first + i] ?? 0);
    this.subject = message.subject;
    this.bytes = message.data;
    this.deliveryCount = number(0);
    this.streamSequence = number(1);
    this.deliverySequence = number(2);
    this.arrivedUnixMs = number(3) / 1e6;
    this.pending = number(4);
  }

  ack(): void {
    this.answer('+ACK');
  }

  nak(delayMs = 0): void {
    this.answer(`-NAK {"delay": ${nanos(delayMs)}}`);
  }

  working(): void {
    this.answer('+WPI');
  }

  private answer(text: string): void {
    if (!this.bus.nats.isClosed()) this.message.respond(Buffer.from(text));
  }
}
