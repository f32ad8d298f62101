import { randomUUID } from 'node:crypto';
import type { Bucket, Change, Watch } from '../bus/keyValue.js';
import type { Hint__Output, Hint as HintMessage } from '../contract/gen/thermocline/v1/Hint.js';
import { codec } from '../contract/schema.js';
import type { Hint } from '../core/hint.js';
import { ThermoclineError } from '../runtime/errors.js';
import { coreHint, hintProblems } from './hintMessage.js';

/** Every plan asks each of them. */
const MAX_HINTS = 10_000;

const hints = codec('Hint');

/** The hints that hold, as KV bucket `hints` has them. All brains watch it. */
export class HintBook {
  private readonly held = new Map<string, Hint__Output>();
  private watch: Watch | undefined;

  constructor(
    private readonly bucket: Bucket,
    private readonly unixMs: () => number,
    /** Told of those that hold after every change. */
    private readonly onChange: (hints: readonly Hint[]) => void,
  ) {}

  async open(): Promise<void> {
    this.watch = await this.bucket.watch((change) => this.take(change));
    await this.watch.complete;
    this.tell();
  }

  /** The newest first. */
  list(hostId: string): Hint__Output[] {
    const now = this.unixMs();
    return [...this.held.values()]
      .filter((hint) => Number(hint.expiresUnixMs) > now)
      .filter((hint) => hostId === '' || hint.hostId === '' || hint.hostId === hostId)
      .sort((a, b) => Number(b.createdUnixMs) - Number(a.createdUnixMs));
  }

  /** Throws RPC_INVALID with all that is wrong, or HINTS_TOO_MANY. */
  async add(given: Hint__Output, author: string): Promise<Hint__Output> {
    const now = this.unixMs();
    const problems = hintProblems(given, now);
    if (problems.length > 0) throw new ThermoclineError('RPC_INVALID', problems.join('\n  '));
    if (this.held.size >= MAX_HINTS) {
      throw new ThermoclineError(
        'HINTS_TOO_MANY',
        `there are ${MAX_HINTS} hints already; remove some, or let some expire`,
      );
    }
    const message: HintMessage = { ...given, id: randomUUID(), createdUnixMs: now, author };
    const bytes = hints.encode(message);
    const hint = hints.decode(bytes);
    await this.bucket.create(hint.id, bytes);
    this.held.set(hint.id, hint);
    this.tell();
    return hint;
  }

  /** Throws RPC_NOT_FOUND. */
  async remove(id: string): Promise<void> {
    if (!this.held.has(id)) {
      throw new ThermoclineError(
        'RPC_NOT_FOUND',
        `there is no hint ${JSON.stringify(id)}; thermocline hints list shows them`,
      );
    }
    await this.bucket.delete(id);
    this.held.delete(id);
    this.tell();
  }

  /** Drops what has expired; every brain may, for it is as if it were not there. */
  async expire(): Promise<void> {
    const now = this.unixMs();
    const gone = [...this.held.values()].filter((hint) => Number(hint.expiresUnixMs) <= now);
    for (const { id } of gone) {
      this.held.delete(id);
      await this.bucket.delete(id);
    }
    if (gone.length > 0) this.tell();
  }

  close(): void {
    this.watch?.stop();
  }

  private take({ key, value }: Change): void {
    if (value === undefined) this.held.delete(key);
    else this.held.set(key, hints.decode(value));
    if (this.watch) this.tell();
  }

  private tell(): void {
    this.onChange([...this.held.values()].map(coreHint));
  }
}
