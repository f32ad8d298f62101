import type { IntentRecord, JournalRecord, ProgressRecord } from './journalRecords.js';

/** Where a record stands in the file. */
export interface RecordPlace {
  readonly offset: number;
  readonly length: number;
}

export interface OutcomePart {
  readonly part: number;
  readonly last: boolean;
  readonly sequence: number;
  readonly place: RecordPlace;
  published: boolean;
}

/** What the journal holds of one plan. */
export interface PlanEntry {
  readonly planId: string;
  readonly key: string;
  acceptedUnixMs: number | undefined;
  /** Of the accepted record; the signed plan is read from there. */
  accepted: RecordPlace | undefined;
  /** Progress of an unfinished plan, in order. */
  progress: ProgressRecord[];
  /** Of all its progress records, as long as they may have to be read again. */
  progressPlaces: RecordPlace[];
  /** Batches that were begun and of whose end nothing is known, in the order in which they were begun. */
  intents: IntentRecord[];
  readonly outcomes: OutcomePart[];
  finishedUnixMs: number | undefined;
}

/** The journal in memory, built record by record. Pure: knows nothing of files but places within one. */
export class JournalState {
  /** In order of arrival. */
  readonly entries = new Map<string, PlanEntry>();
  private readonly byKey = new Map<string, PlanEntry>();
  highestSequence = 0;

  apply(record: JournalRecord, place: RecordPlace): void {
    switch (record.kind) {
      case 'sequence':
        this.highestSequence = Math.max(this.highestSequence, record.sequence);
        return;
      case 'accepted': {
        const entry = this.entry(record.planId, record.key);
        entry.acceptedUnixMs = record.atUnixMs;
        entry.accepted = place;
        return;
      }
      case 'outcome': {
        const entry = this.entry(record.planId, record.key);
        const { part, last, sequence } = record;
        entry.outcomes.push({ part, last, sequence, place, published: false });
        this.highestSequence = Math.max(this.highestSequence, sequence);
        if (last) this.finish(entry, record.atUnixMs);
        return;
      }
      default:
        this.applyToKnown(record, place);
    }
  }

  find(planId: string, key: string): PlanEntry | undefined {
    return this.entries.get(planId) ?? this.byKey.get(key);
  }

  forget(entry: PlanEntry): void {
    this.entries.delete(entry.planId);
    this.byKey.delete(entry.key);
  }

  private applyToKnown(
    record: Extract<JournalRecord, { kind: 'intent' | 'progress' | 'published' }>,
    place: RecordPlace,
  ): void {
    const entry = this.entries.get(record.planId);
    if (!entry) return;
    if (record.kind === 'intent') {
      // One that was taken up again is begun anew, under the same number.
      entry.intents = [...entry.intents.filter(({ batch }) => batch !== record.batch), record];
    } else if (record.kind === 'progress') {
      entry.progress.push(record);
      entry.progressPlaces.push(place);
      entry.intents = entry.intents.filter(({ batch }) => batch !== record.batch);
    } else for (const outcome of entry.outcomes) if (outcome.part === record.part) outcome.published = true;
  }

  private entry(planId: string, key: string): PlanEntry {
    const before = this.entries.get(planId);
    if (before) return before;
    const entry: PlanEntry = {
      planId,
      key,
      acceptedUnixMs: undefined,
      accepted: undefined,
      progress: [],
      progressPlaces: [],
      intents: [],
      outcomes: [],
      finishedUnixMs: undefined,
    };
    this.entries.set(planId, entry);
    this.byKey.set(key, entry);
    return entry;
  }

  private finish(entry: PlanEntry, atUnixMs: number): void {
    entry.finishedUnixMs = atUnixMs;
    entry.intents = [];
  }
}
