import { codec } from '../contract/schema.js';
import { describe } from '../runtime/errors.js';
import type { Bus } from './connection.js';
import type { Delivery, UnreadableMessage } from './delivery.js';
import { deadSubject } from './subjects.js';

/** Enough to see what it was. */
const HEAD_BYTES = 4096;
/** A dead letter holds up the messages behind it no longer than this. */
const ACK_TIMEOUT_MS = 5000;

/** What is done with a message that cannot be read; never throws. */
export type SetAside = (message: Pick<Delivery, 'subject' | 'bytes'>, error: UnreadableMessage) => void;

/** Sets unreadable messages aside, with the reason, where people find them: `thermocline.v1.dead.<service>`. */
export class DeadLetters {
  private readonly letters = codec('DeadLetter');
  /** Messages set aside. */
  count = 0;
  /** Of these, letters that could not be sent: logged, and that is all. */
  unsent = 0;

  constructor(
    private readonly bus: Bus,
    private readonly service: string,
    /** Told of each message, by why it cannot be read. */
    private readonly onLetter: (code: string) => void = () => undefined,
  ) {}

  /** Counts a message of which no letter is made. */
  countOne({ code }: UnreadableMessage): void {
    this.count++;
    this.onLetter(code);
  }

  /** Never throws, and never makes a letter of a letter. */
  async put(delivery: Pick<Delivery, 'subject' | 'bytes'>, error: UnreadableMessage): Promise<void> {
    this.countOne(error);
    const fields = { subject: delivery.subject, code: error.code, bytes: delivery.bytes.length };
    this.bus.logger.warn({ ...fields, reason: error.message }, 'a message could not be read; it is set aside');
    try {
      const letter = this.letters.encode({
        service: this.service,
        subject: delivery.subject,
        code: error.code,
        reason: error.message,
        unixMs: Date.now(),
        head: delivery.bytes.subarray(0, HEAD_BYTES),
        sizeBytes: delivery.bytes.length,
      });
      await this.bus.js.publish(deadSubject(this.service), letter, { timeout: ACK_TIMEOUT_MS });
    } catch (failure) {
      this.unsent++;
      this.bus.logger.warn({ ...fields, error: describe(failure) }, 'the dead letter could not be sent');
    }
  }
}
