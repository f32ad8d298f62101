import type { Bus } from './connection.js';
import type { Spool } from './spool.js';

export interface PublisherStats {
  /** Messages that JetStream has acknowledged. */
  readonly published: number;
  /** Messages that wait in the spool now. */
  readonly spooled: number;
  /** Messages lost because the spool was full. */
  readonly dropped: number;
}

/** How long an acknowledgement may take before the message goes to the spool. */
const ACK_TIMEOUT_MS = 5000;
const RETRY_MS = 1000;

/**
 * Publishes in order, through the spool whenever NATS does not acknowledge: what `publish` returned from is either in
 * JetStream or on disk. While anything waits in the spool, what is new queues up behind it. The message id lets JetStream
 * drop what arrives twice.
 */
export class Publisher {
  private published = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private draining: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly bus: Bus,
    private readonly spool: Spool,
  ) {
    bus.onReturn(() => this.drain());
    if (spool.messages > 0) this.drain();
  }

  stats(): PublisherStats {
    return { published: this.published, spooled: this.spool.messages, dropped: this.spool.dropped };
  }

  /** Resolves once the message is acknowledged or in the spool. */
  publish(subject: string, bytes: Uint8Array, messageId: string): Promise<void> {
    const next = this.queue.then(() => this.one(subject, bytes, messageId));
    this.queue = next.catch(() => undefined);
    return next;
  }

  /** Waits for what is under way; what is in the spool stays there for the next start. */
  async close(): Promise<void> {
    this.closed = true;
    await this.queue;
    await this.draining;
    this.spool.close();
  }

  private async one(subject: string, bytes: Uint8Array, messageId: string): Promise<void> {
    if (this.spool.messages === 0 && this.bus.connected() && (await this.send(subject, bytes, messageId))) return;
    this.spool.append({ subject, bytes, messageId });
    this.drain();
  }

  private async send(subject: string, bytes: Uint8Array, messageId: string): Promise<boolean> {
    try {
      await this.bus.js.publish(subject, bytes, { msgID: messageId, timeout: ACK_TIMEOUT_MS });
      this.published++;
      return true;
    } catch (error) {
      this.bus.logger.warn(
        { subject, error: (error as Error).message },
        'not acknowledged; the message waits in the spool',
      );
      return false;
    }
  }

  private drain(): void {
    this.draining ??= this.sendSpooled().finally(() => {
      this.draining = undefined;
      // A message may have come in after the last look and before this line.
      if (this.spool.messages > 0 && this.bus.connected() && !this.closed) this.drain();
    });
  }

  private async sendSpooled(): Promise<void> {
    for (let message = this.spool.oldest(); message && !this.closed; message = this.spool.oldest()) {
      if (!this.bus.connected()) return; // onReturn begins anew.
      if (await this.send(message.subject, message.bytes, message.messageId)) {
        // The spool may have dropped it meanwhile to make room.
        if (this.spool.oldest()?.messageId === message.messageId) this.spool.removeOldest();
      } else {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}
