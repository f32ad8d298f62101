import { createInbox, headers, type Msg } from 'nats';
import { ThermoclineError } from '../runtime/errors.js';
import type { Bus } from './connection.js';

/** Messages on their way at once; more wait in memory. */
const MAX_UNDER_WAY = 1000;
const ACK_TIMEOUT_MS = 5000;
/** The message id has the server drop what arrives twice. */
const ATTEMPTS = 3;
const LOOK_EVERY_MS = 1000;
/** Messages are gathered for so long: each write to the socket costs as much as encoding several, and wakes the server. */
const GATHER_MS = 10;

interface UnderWay {
  readonly subject: string;
  readonly bytes: Uint8Array;
  readonly messageId: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  attempts: number;
  sentMs: number;
}

/**
 * Publishes to JetStream without waiting for one acknowledgement before the next message: for many subjects with few messages
 * each. One subscription hears all acknowledgements, which takes a tenth of the CPU of a request for each message. A message
 * that is not acknowledged is sent again with the same id, so it may come behind a later one of its subject. Messages of a few
 * milliseconds go in one write.
 */
export class Pipeline {
  private readonly inbox = createInbox();
  private readonly underWay = new Map<number, UnderWay>();
  private readonly waiting: UnderWay[] = [];
  private readonly subscription;
  private readonly timer;
  private gathering: NodeJS.Timeout | undefined;
  private last = 0;

  constructor(private readonly bus: Bus) {
    this.subscription = bus.nats.subscribe(`${this.inbox}.*`, {
      callback: (_error, message) => this.answered(message),
    });
    this.timer = setInterval(() => this.lookForSilence(), LOOK_EVERY_MS);
  }

  /** Resolves when JetStream has the message. Throws NATS_UNREACHABLE, or NATS_REFUSED for what it will not take. */
  publish(subject: string, bytes: Uint8Array, messageId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ subject, bytes, messageId, resolve, reject, attempts: 0, sentMs: 0 });
      this.gather();
    });
  }

  /** Gives up what has not been acknowledged. */
  close(): void {
    clearInterval(this.timer);
    clearTimeout(this.gathering);
    if (!this.bus.nats.isClosed()) this.subscription.unsubscribe();
    for (const each of [...this.underWay.values(), ...this.waiting.splice(0)]) {
      each.reject(new ThermoclineError('NATS_UNREACHABLE', `${each.subject}: not acknowledged before the stop`));
    }
    this.underWay.clear();
  }

  private gather(): void {
    this.gathering ??= setTimeout(() => this.fill(), GATHER_MS);
  }

  private fill(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    if (!this.bus.connected()) return;
    for (const next of this.waiting.splice(0, MAX_UNDER_WAY - this.underWay.size)) this.send(++this.last, next);
  }

  private send(number: number, message: UnderWay): void {
    message.attempts++;
    message.sentMs = performance.now();
    this.underWay.set(number, message);
    const identity = headers();
    identity.set('Nats-Msg-Id', message.messageId);
    this.bus.nats.publish(message.subject, message.bytes, { reply: `${this.inbox}.${number}`, headers: identity });
  }

  private answered(message: Msg): void {
    const number = Number(message.subject.slice(this.inbox.length + 1));
    const sent = this.underWay.get(number);
    if (!sent) return;
    if (message.data.length === 0) return; // No responders: JetStream is away, and the message is sent again.
    this.underWay.delete(number);
    const answer = message.json<{ readonly error?: { readonly description: string } }>();
    if (answer.error) {
      sent.reject(
        new ThermoclineError('NATS_REFUSED', `${sent.subject}: the server says: ${answer.error.description}`),
      );
    } else {
      sent.resolve();
    }
    if (this.waiting.length > 0) this.gather();
  }

  private lookForSilence(): void {
    const now = performance.now();
    for (const [number, message] of this.underWay) {
      // In order of sending, but for what was sent again.
      if (now - message.sentMs < ACK_TIMEOUT_MS || !this.bus.connected()) continue;
      if (message.attempts < ATTEMPTS) this.send(number, message);
      else {
        this.underWay.delete(number);
        const says = `${message.subject}: not acknowledged after ${ATTEMPTS} attempts`;
        message.reject(new ThermoclineError('NATS_UNREACHABLE', says));
      }
    }
    this.fill();
  }
}
