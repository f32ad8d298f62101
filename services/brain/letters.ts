import type { DeadLetters } from '../bus/deadLetter.js';
import type { UnreadableMessage } from '../bus/delivery.js';
import { hostOfSubject } from '../bus/subjects.js';
import type { Taken } from './messages.js';

/** Letters of one host in a minute; what it sends beyond is counted and no more. */
const LETTERS_A_MINUTE = 10;
const MINUTE_MS = 60_000;

/** Sets messages aside, few enough of one host that it can't bury the letters of others. */
export class Letters {
  private sent = new Map<string, number>();
  private minute = 0;

  constructor(
    private readonly dead: Pick<DeadLetters, 'put' | 'countOne'>,
    private readonly unixMs: () => number,
  ) {}

  put(taken: Taken, error: UnreadableMessage): void {
    const minute = Math.floor(this.unixMs() / MINUTE_MS);
    if (minute !== this.minute) this.sent = new Map();
    this.minute = minute;
    const hostId = hostOfSubject(taken.subject) ?? '';
    const sent = (this.sent.get(hostId) ?? 0) + 1;
    this.sent.set(hostId, sent);
    if (sent <= LETTERS_A_MINUTE) void this.dead.put(taken, error);
    else this.dead.countOne(error);
  }
}
