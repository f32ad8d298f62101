import { codec } from '../contract/schema.js';
import type { Bus } from './connection.js';
import type { Delivery, UnreadableMessage } from './consumer.js';
import { deadSubject } from './subjects.js';

/** Enough to see what it was. */
const HEAD_BYTES = 4096;

/** Sets unreadable messages aside, with the reason, where people find them: `thermocline.v1.dead.<service>`. */
export class DeadLetters {
  private readonly letters = codec('DeadLetter');
  count = 0;

  constructor(
    private readonly bus: Bus,
    private readonly service: string,
    private readonly onLetter: (code: string) => void = () => undefined,
  ) {}

  /** Never throws: a letter that cannot be sent is logged, and that is all. */
  async put(delivery: Pick<Delivery, 'subject' | 'bytes'>, error: UnreadableMessage): Promise<void> {
    this.count++;
    this.onLetter(error.code);
    const fields = { subject: delivery.subject, code: error.code, bytes: delivery.bytes.length };
    this.bus.logger.warn({ ...fields, reason: error.message }, 'a message could not be read; it is set aside');
    const letter = this.letters.encode({
      service: this.service,
      subject: delivery.subject,
      code: error.code,
      reason: error.message,
      unixMs: Date.now(),
      head: delivery.bytes.subarray(0, HEAD_BYTES),
      sizeBytes: delivery.bytes.length,
    });
    try {
      await this.bus.js.publish(deadSubject(this.service), letter);
    } catch (failure) {
      this.bus.logger.warn({ ...fields, error: (failure as Error).message }, 'the dead letter could not be sent');
    }
  }
}
