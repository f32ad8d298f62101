import type { Outcome } from '../contract/gen/thermocline/v1/Outcome.js';
import type { SpaceOutcome } from '../contract/gen/thermocline/v1/SpaceOutcome.js';
import { encodeRanges } from '../contract/ranges.js';
import { encodeVarints } from '../contract/varint.js';
import type { GroupLedger } from './ledger.js';
import { PageTotals } from './totals.js';
import { SKIP_REASONS, Verdict } from './verdict.js';

/** Sub-runs in one message: at most 24 bytes each, so it stays well below a bus's usual 1 MiB. */
const MOST_SUB_RUNS = 30_000;

/** An outcome but for its envelope, which is given when it is journaled. */
export type OutcomeBody = Omit<Outcome, 'envelope' | 'part'>;

export interface OutcomeSubject {
  readonly planId: string;
  readonly policyRevision: number;
  readonly startedUnixMs: number;
  readonly finishedUnixMs: number;
}

/**
 * What became of a plan, in as many parts as its sub-runs need: all but the last are PARTIAL, and the last one carries the
 * totals of the whole plan. `ended`: why it ended early, undefined when it was carried out.
 */
export function outcomesOf(
  subject: OutcomeSubject,
  ledgers: readonly GroupLedger[],
  pageSize: number,
  ended: { readonly reason: string; readonly text: string } | undefined,
): OutcomeBody[] {
  const totals = new PageTotals();
  const parts: SpaceOutcome[][] = [[]];
  let room = MOST_SUB_RUNS;
  for (const ledger of ledgers) {
    const runs = ledger.pageRuns();
    for (const run of runs) totals.add(run.verdict, run.detail, run.pages, pageSize);
    for (let from = 0; from < runs.length || from === 0; ) {
      if (room === 0) {
        parts.push([]);
        room = MOST_SUB_RUNS;
      }
      const slice = runs.slice(from, from + room);
      // Bytes and seconds stand with the first slice, so that a sum over the parts counts them once.
      parts.at(-1)?.push(spaceOutcome(ledger, slice, from === 0));
      room -= slice.length;
      from += Math.max(1, slice.length);
    }
  }
  return parts.map((spaces, part) => {
    const last = part === parts.length - 1;
    return {
      ...subject,
      spaces,
      state: !last ? 'OUTCOME_STATE_PARTIAL' : ended ? 'OUTCOME_STATE_STOPPED' : 'OUTCOME_STATE_COMPLETED',
      ...(last && { reason: ended?.reason ?? '', reasonText: ended?.text ?? '', totals: totals.message() }),
    };
  });
}

/** The outcome of a plan that was refused whole. */
export function refusalOf(
  subject: { readonly planId: string; readonly policyRevision: number },
  reason: string,
  text: string,
  nowUnixMs: number,
): OutcomeBody {
  return {
    ...subject,
    state: 'OUTCOME_STATE_REFUSED',
    reason,
    reasonText: text,
    startedUnixMs: nowUnixMs,
    finishedUnixMs: nowUnixMs,
    totals: new PageTotals().message(),
  };
}

function spaceOutcome(ledger: GroupLedger, runs: ReturnType<GroupLedger['pageRuns']>, withCost: boolean): SpaceOutcome {
  const { group } = ledger;
  const skipReasons: string[] = [];
  const details = runs.map(({ verdict, detail }) => {
    if (verdict !== Verdict.skipped) return verdict === Verdict.failed ? detail : 0;
    const reason = SKIP_REASONS[detail] ?? 'unnamed';
    if (!skipReasons.includes(reason)) skipReasons.push(reason);
    return skipReasons.indexOf(reason);
  });
  return {
    movesIndex: group.index,
    space: group.spaceKey,
    direction: group.direction === 'promotion' ? 'DIRECTION_PROMOTION' : 'DIRECTION_DEMOTION',
    fromNode: group.fromNode,
    toNode: group.toNode,
    subRuns: encodeRanges({ startPage: runs.map((run) => run.startPage), pages: runs.map((run) => run.pages) }),
    results: Uint8Array.from(runs, (run) => run.verdict),
    details: encodeVarints(details),
    skipReasons,
    bytesMoved: withCost ? ledger.bytesMoved : 0,
    seconds: withCost ? ledger.seconds : 0,
    ...(ledger.lastLookAgeSeconds === undefined ? {} : { lastLookAgeSeconds: ledger.lastLookAgeSeconds }),
  };
}
