import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { Clock } from './clock.js';
import { readAccepted } from './guard.js';
import type { Journal } from './journal.js';
import type { PlanEntry } from './journalState.js';
import { GroupLedger } from './ledger.js';
import type { MoveGroup, MovePlan } from './plan.js';
import { PlanRun } from './planRun.js';
import type { Rates } from './rates.js';
import { refusalOf } from './report.js';
import type { Reporter } from './reporter.js';
import type { Residence } from './residence.js';
import { Verdict } from './verdict.js';

/** What a predecessor moved within the limiter's window, a second, still counts; twice that is safe, for the limiter forgets by itself. */
const CHARGED_MS = 2000;

/** How long after the end of a plan a start asks what it moved. */
export function recallMs(residenceMs: number): number {
  return Math.max(residenceMs, CHARGED_MS);
}

export interface ResumeOptions {
  readonly journal: Journal;
  readonly reporter: Reporter;
  readonly rates: Rates;
  readonly residence: Residence;
  readonly clock: Clock;
  readonly bootId: string;
  readonly logger: Logger;
}

/**
 * Takes up what the journal holds: plans to go on with, in order of arrival; bytes that the limiter still has to count; and
 * moves that the residence time still protects.
 */
export function resume(options: ResumeOptions): PlanRun[] {
  const { journal, clock } = options;
  const now = clock.monotonicMs();
  const left: PlanRun[] = [];
  for (const entry of journal.all()) {
    if (entry.finishedUnixMs === undefined && entry.accepted) {
      const run = takeUp(entry, options);
      if (run) left.push(run);
    }
    if (entry.progress.length > 0 || entry.intents.length > 0) recall(entry, options, now);
  }
  journal.shed();
  return left;
}

function takeUp(entry: PlanEntry, { journal, reporter, clock, logger }: ResumeOptions): PlanRun | undefined {
  try {
    const plan = planOf(entry, journal);
    const run = new PlanRun(plan, entry.key);
    run.resume(entry.progress, entry.intents);
    logger.info({ planId: entry.planId, openPages: run.openPages }, 'a plan is taken up again');
    return run;
  } catch (error) {
    logger.error({ planId: entry.planId, error: describe(error) }, 'a journaled plan cannot be read any more');
    const subject = { planId: entry.planId, policyRevision: 0 };
    reporter.record(entry.planId, entry.key, [refusalOf(subject, 'malformed', describe(error), clock.unixMs())]);
    return undefined;
  }
}

/** Counts what was moved of late. Times of another boot mean nothing. */
function recall(entry: PlanEntry, { journal, rates, residence, bootId }: ResumeOptions, now: number): void {
  let plan: MovePlan;
  try {
    plan = planOf(entry, journal);
  } catch {
    return;
  }
  if (plan.bootId !== bootId) return;
  const ledgers = new Map<MoveGroup, GroupLedger>();
  for (const { group: index, bytesMoved, completedMs, runs } of entry.progress) {
    const group = plan.groups[index];
    if (!group || completedMs > now) continue;
    if (completedMs > now - CHARGED_MS) rates.charge(group, { bytes: bytesMoved, completedMs });
    const ledger = ledgers.get(group) ?? new GroupLedger(group);
    ledgers.set(group, ledger);
    const moved = runs.filter(({ verdict }) => verdict === Verdict.moved);
    for (const { startPage, pages } of ledger.pageRuns(moved)) {
      residence.moved(group.space, startPage, pages, group.toNode, completedMs);
    }
  }
  // Whether these batches moved anything is not known yet, so the limiter counts all of them as moved just now.
  for (const { group, moveBytes } of entry.intents) {
    const cutOff = plan.groups[group];
    if (cutOff) rates.charge(cutOff, { bytes: moveBytes, completedMs: now });
  }
}

function planOf(entry: PlanEntry, journal: Journal): MovePlan {
  const bytes = journal.signedPlan(entry);
  if (!bytes) throw new Error('its bytes are not in the journal');
  return readAccepted(bytes);
}
