import { Flights } from './flights.js';
import type { IntentRecord, ProgressRecord } from './journalRecords.js';
import { GroupLedger } from './ledger.js';
import type { BatchEnd } from './moverPort.js';
import { type MoveSpace, spaceText } from './moveSpace.js';
import type { MoveGroup, MovePlan } from './plan.js';
import { sameProcess } from './targets.js';
import type { SurveyedWindow } from './window.js';

/** A plan on its way: what is known of each page, and what was looked at but not begun yet. */
export class PlanRun {
  readonly plan: MovePlan;
  readonly key: string;
  readonly ledgers: readonly GroupLedger[];
  readonly windows = new Map<GroupLedger, SurveyedWindow>();
  /** Batches under way. */
  readonly flights = new Flights();
  /** What ended while other batches were under way: carried out when these have landed. */
  readonly ends: { readonly end: BatchEnd; readonly ledger: GroupLedger }[] = [];
  /** Batches that a crash cut off; they are taken up again, one after the other, before anything new is begun. */
  cutOffs: readonly IntentRecord[] = [];
  startedUnixMs: number | undefined;
  private batches = 0;

  constructor(plan: MovePlan, key: string) {
    this.plan = plan;
    this.key = key;
    this.ledgers = plan.groups.map((group) => new GroupLedger(group));
  }

  /** Takes over what the journal holds of an earlier try. */
  resume(progress: readonly ProgressRecord[], intents: readonly IntentRecord[]): void {
    for (const record of progress) this.note(record);
    this.cutOffs = intents;
    for (const { batch = 0 } of [...progress, ...intents]) this.batches = Math.max(this.batches, batch);
  }

  /** The number of a new batch, from 1 on. */
  nextBatch(): number {
    return ++this.batches;
  }

  note(record: Pick<ProgressRecord, 'group' | 'runs' | 'bytesMoved' | 'seconds'>): void {
    const ledger = this.ledgers[record.group];
    if (!ledger) return;
    ledger.settle(record.runs);
    ledger.bytesMoved += record.bytesMoved;
    ledger.seconds += record.seconds;
  }

  get openPages(): number {
    return this.ledgers.reduce((sum, ledger) => sum + ledger.openPages, 0);
  }

  /** Groups with pages left, in the plan's order: promotions that fit stand first there, then what makes room for the rest. */
  open(): GroupLedger[] {
    return this.ledgers.filter((ledger) => ledger.openPages > 0);
  }

  /**
   * Whether this plan's pages may be looked at while `other` is still moving: not when that brings pages to where this one
   * takes them from, for the residence of those begins with the move.
   */
  mayBeLookedAtDuring(other: PlanRun): boolean {
    if (this.plan.shadow || this.cutOffs.length > 0) return false;
    return !this.ledgers.some(({ group }) =>
      other.ledgers.some((their) => their.group.toNode === group.fromNode && sameSpace(their.group.space, group.space)),
    );
  }

  /** Groups that an end, met in one of them, is the end of as well. */
  endedBy(end: BatchEnd, group: MoveGroup): GroupLedger[] {
    if (end.reason === 'target-full') return this.ledgers.filter((each) => each.group.direction === group.direction);
    if (end.reason === 'bad-node') return this.ledgers.filter((each) => each.group.toNode === group.toNode);
    if (end.reason === 'bound-by-application') {
      return this.ledgers.filter(
        (each) => each.group.toNode === group.toNode && sameSpace(each.group.space, group.space),
      );
    }
    return this.ledgers.filter((each) => sameSpace(each.group.space, group.space));
  }
}

function sameSpace(a: MoveSpace, b: MoveSpace): boolean {
  if (a.kind === 'process' && b.kind === 'process') return sameProcess(a.process, b.process) === undefined;
  return spaceText(a) === spaceText(b);
}
