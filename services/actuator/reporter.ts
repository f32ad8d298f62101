import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { Clock } from './clock.js';
import { SCHEMA_VERSION } from './guard.js';
import type { Journal } from './journal.js';
import type { PlanEntry } from './journalState.js';
import type { OutcomeBody } from './report.js';
import { outcomeCodec } from './wire.js';

/**
 * Takes an encoded outcome off our hands: resolves once it is in the stream, or in a spool that survives us.
 * `messageId`: `<host>-<boot>-<sequence>`, by which the stream drops repeats.
 */
export type PublishOutcome = (bytes: Uint8Array, messageId: string) => Promise<void>;

const RETRY_MS = 1000;

/** Journals outcomes, then publishes them; what was journaled but not published is published at the next chance. */
export class Reporter {
  private readonly options: {
    readonly hostId: string;
    readonly bootId: string;
    readonly journal: Journal;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly publish: PublishOutcome;
  };
  /** Plan ids; entries are looked up each time, for a compaction replaces them. */
  private readonly pending = new Set<string>();
  private running: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(options: Reporter['options']) {
    this.options = options;
    for (const entry of options.journal.all()) {
      if (entry.outcomes.some((each) => !each.published)) this.pending.add(entry.planId);
    }
    this.kick();
  }

  /** Outcomes that wait to be published. */
  get waiting(): number {
    return this.pending.size;
  }

  /** Writes all parts of an outcome down. Throws what the journal throws; then nothing was published. */
  record(planId: string, key: string, bodies: readonly OutcomeBody[]): void {
    const { journal, clock, hostId, bootId } = this.options;
    // A crash between parts leaves a plan without a last part: it is resumed, and its parts are written anew.
    const written = journal.find(planId, key)?.outcomes.length ?? 0;
    bodies.forEach((body, part) => {
      const sequence = journal.nextSequence();
      const createdUnixMs = clock.unixMs();
      const envelope = { schemaVersion: SCHEMA_VERSION, hostId, bootId, sequence, createdUnixMs };
      const bytes = outcomeCodec.encode({ ...body, envelope, part });
      const last = part === bodies.length - 1;
      if (part >= written)
        journal.append({ kind: 'outcome', planId, key, part, last, sequence, atUnixMs: createdUnixMs, bytes });
    });
    this.pending.add(planId);
    this.kick();
  }

  /** Publishes the stored outcome of a plan once more, for whoever sent the plan again. */
  repeat(entry: PlanEntry): void {
    for (const outcome of entry.outcomes) outcome.published = false;
    if (entry.outcomes.length > 0) this.pending.add(entry.planId);
    this.kick();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.running;
  }

  private kick(): void {
    if (this.closed || this.running || this.pending.size === 0) return;
    this.running = this.drain().then((drained) => {
      this.running = undefined;
      if (drained) this.kick();
      else if (!this.closed) this.retry = setTimeout(() => this.kick(), RETRY_MS);
    });
  }

  private async drain(): Promise<boolean> {
    try {
      for (const planId of this.pending) {
        await this.publishPlan(planId);
        this.pending.delete(planId);
        if (this.closed) break;
      }
      return true;
    } catch (error) {
      const fields = { error: describe(error), waiting: this.pending.size };
      this.options.logger.warn(fields, 'an outcome could not be published; trying again');
      return false;
    }
  }

  private async publishPlan(planId: string): Promise<void> {
    const { journal, publish, hostId, bootId } = this.options;
    for (;;) {
      const next = journal.find(planId, '')?.outcomes.find((outcome) => !outcome.published);
      if (!next) return;
      await publish(journal.outcomeBytes(next.place), `${hostId}-${bootId}-${next.sequence}`);
      journal.append({ kind: 'published', planId, part: next.part });
    }
  }
}
