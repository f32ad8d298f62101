import { ErrorCode, NatsError } from 'nats';
import { describe, ThermoclineError } from '../runtime/errors.js';
import type { Bus } from './connection.js';
import type { Spool } from './spool.js';
import type { SpooledMessage } from './spoolSegment.js';

export interface PublisherStats {
  /** Messages that JetStream has acknowledged. */
  readonly published: number;
  /** Messages that wait in the spool now. */
  readonly spooled: number;
  /** Bytes of the spool on disk. */
  readonly spoolBytes: number;
  /** Messages lost: the spool was full, could not be written, or was damaged on disk. */
  readonly dropped: number;
  /** Messages that the server will never take, for their size or their subject. */
  readonly refused: number;
}

type Answer = 'acknowledged' | 'none' | 'refused';

/** How long an acknowledgement may take before the message goes to the spool. */
const ACK_TIMEOUT_MS = 5000;
const RETRY_MS = 1000;
const SAY_EVERY_MS = 5000;
/** JetStream's "message size exceeds maximum allowed" of a stream. */
const TOO_LARGE_FOR_STREAM = 10054;

/**
 * Publishes in order, through the spool whenever NATS does not acknowledge: what `publish` returned from is either in
 * JetStream or on disk. While anything waits in the spool, what is new queues up behind it. One message is under way at a
 * time: with more, a refusal between two acknowledgements would put the later one first. The message id lets JetStream drop
 * what arrives twice within two minutes; consumers drop the rest (Repeats). Callers wait for one publish before the next, or
 * hold the bytes of all that wait.
 */
export class Publisher {
  private published = 0;
  private refused = 0;
  private unwritten = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private draining: Promise<void> | undefined;
  private wake: () => void = () => undefined;
  private saidMs = Number.NEGATIVE_INFINITY;
  private closed = false;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly bus: Bus,
    private readonly spool: Spool,
  ) {
    this.unsubscribe = bus.onReturn(() => this.drain());
    if (spool.cutBytes > 0) bus.logger.warn({ bytes: spool.cutBytes }, 'the spool had a cut-off end; it was left out');
    if (spool.messages > 0) {
      bus.logger.info(
        { messages: spool.messages, bytes: spool.bytes },
        'sending what an earlier run left in the spool',
      );
      this.drain();
    }
  }

  stats(): PublisherStats {
    return {
      published: this.published,
      spooled: this.spool.messages,
      spoolBytes: this.spool.bytes,
      dropped: this.spool.dropped + this.unwritten,
      refused: this.refused,
    };
  }

  /**
   * Resolves once the message is acknowledged or in the spool. Throws STATE_UNWRITABLE when it is neither, and INTERNAL for a
   * message that the server will never take.
   */
  publish(subject: string, bytes: Uint8Array, messageId: string): Promise<void> {
    const next = this.queue.then(() => this.one({ subject, bytes, messageId }));
    this.queue = next.catch(() => undefined);
    return next;
  }

  /** Waits for what is under way; what is in the spool stays there for the next start. */
  async close(): Promise<void> {
    this.closed = true;
    this.unsubscribe();
    this.wake();
    await this.queue;
    await this.draining;
    this.spool.close();
  }

  private async one(message: SpooledMessage): Promise<void> {
    if (this.spool.messages === 0 && this.bus.connected()) {
      const answer = await this.send(message);
      if (answer === 'acknowledged') return;
      if (answer === 'refused') {
        const size = `${message.bytes.length} bytes on ${message.subject}`;
        throw new ThermoclineError('INTERNAL', `the server will not take ${size}; the log says why`);
      }
    }
    const droppedBefore = this.spool.dropped;
    try {
      this.spool.append(message);
    } catch (error) {
      this.unwritten++;
      throw error;
    }
    this.saySpooling(this.spool.dropped > droppedBefore);
    this.drain();
  }

  private async send({ subject, bytes, messageId }: SpooledMessage): Promise<Answer> {
    try {
      await this.bus.js.publish(subject, bytes, { msgID: messageId, timeout: ACK_TIMEOUT_MS });
      this.published++;
      return 'acknowledged';
    } catch (error) {
      const fields = { subject, bytes: bytes.length, error: describe(error) };
      if (isFinal(error)) {
        this.refused++;
        this.bus.logger.error(fields, 'the server will never take this message; it is given up');
        return 'refused';
      }
      this.bus.logger.debug(fields, 'not acknowledged');
      return 'none';
    }
  }

  private drain(): void {
    if (this.closed) return;
    this.draining ??= this.sendSpooled().finally(() => {
      this.draining = undefined;
      // A message may have come in after the last look and before this line.
      if (this.spool.messages > 0 && this.bus.connected()) this.drain();
    });
  }

  private async sendSpooled(): Promise<void> {
    let sent = 0;
    while (!this.closed && this.bus.connected()) {
      try {
        const message = this.spool.oldest();
        if (!message) break;
        if ((await this.send(message)) === 'none') {
          this.saySpooling(false);
          await this.pause();
        } else {
          this.spool.removeOldest(message);
          sent++;
        }
      } catch (error) {
        this.bus.logger.error({ error: describe(error) }, 'the spool cannot be read; trying again');
        await this.pause();
      }
    }
    if (sent > 0) this.bus.logger.info({ sent, left: this.spool.messages }, 'sent from the spool');
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.closed ? 0 : RETRY_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private saySpooling(dropping: boolean): void {
    const now = performance.now();
    if (now - this.saidMs < SAY_EVERY_MS) return;
    this.saidMs = now;
    const { spooled, spoolBytes, dropped } = this.stats();
    const says = dropping ? 'the spool is full: the oldest messages are lost' : 'messages wait in the spool';
    this.bus.logger.warn({ spooled, spoolBytes, dropped }, says);
  }
}

function isFinal(error: unknown): boolean {
  if (!(error instanceof NatsError)) return false;
  return (
    error.code === ErrorCode.MaxPayloadExceeded ||
    error.code === ErrorCode.BadSubject ||
    error.api_error?.err_code === TOO_LARGE_FOR_STREAM
  );
}
