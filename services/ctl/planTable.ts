import type { PlanSummary__Output } from '../contract/gen/thermocline/v1/PlanSummary.js';
import { type Column, Table, type TableLook } from './columns.js';
import { ageText, bytesText, whenText } from './quantities.js';
import { stateWord } from './words.js';

/** Room for columns whose rows come one by one. */
const ROOM = { plan: 36, host: 32, state: 9, bytes: 7 };

/** Table of `plans list` and `plans watch`. Amounts are bytes; DONE is what was moved, either way. */
export function planTable(
  look: TableLook,
  unixMs: () => number,
  rows: 'at once' | 'as they come' = 'at once',
): Table<PlanSummary__Output> {
  const room = (of: keyof typeof ROOM): number => (rows === 'at once' ? 0 : ROOM[of]);
  const bytes = (
    title: string,
    pages: 'promotedPagesPlanned' | 'demotedPagesPlanned' | 'pagesMoved' | 'pagesFailed' | 'pagesSkipped',
    wide = false,
  ): Column<PlanSummary__Output> => ({
    title,
    text: (plan) => bytesText(Number(plan[pages]) * plan.pageSize),
    right: true,
    width: room('bytes'),
    wide,
  });
  return new Table(
    [
      { title: 'PLAN', text: (plan) => plan.planId, width: room('plan') },
      { title: 'HOST', text: (plan) => plan.hostId, width: room('host') },
      { title: 'STATE', text: (plan) => stateWord(plan.state), width: room('state') },
      bytes('PROMOTE', 'promotedPagesPlanned'),
      bytes('DEMOTE', 'demotedPagesPlanned'),
      bytes('DONE', 'pagesMoved'),
      { title: 'AGE', text: (plan) => ageText(plan.createdUnixMs, unixMs()) },
      { title: 'MOVES', text: (plan) => plan.moveCount, right: true, wide: true },
      bytes('FAILED', 'pagesFailed', true),
      bytes('SKIPPED', 'pagesSkipped', true),
      { title: 'POLICY', text: (plan) => `${plan.policyName}@${plan.policyRevision}`, wide: true },
      { title: 'EXPIRES', text: (plan) => whenText(plan.expiresUnixMs, unixMs()), wide: true },
      { title: 'REASON', text: (plan) => plan.stateReason || '-', wide: true },
    ],
    look,
  );
}
