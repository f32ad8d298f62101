import type { Approval__Output } from '../contract/gen/thermocline/v1/Approval.js';
import type { GetPlanResponse__Output } from '../contract/gen/thermocline/v1/GetPlanResponse.js';
import type { Outcome__Output } from '../contract/gen/thermocline/v1/Outcome.js';
import type { PlanRequest__Output } from '../contract/gen/thermocline/v1/PlanRequest.js';
import { type Column, facts, Table, type TableLook } from './columns.js';
import { documentOf, FORMAT_VERSION } from './document.js';
import { type DecodedMoves, decodePlan, type Move } from './moves.js';
import { ageText, bytesText, counted, hex, secondsText, whenText } from './quantities.js';
import type { Screen } from './screen.js';
import { directionWord, placeWord, spaceWords, stateWord } from './words.js';

/** `plans show` for people: what it is, each space's moves with their reasons, and what became of them. */
export function planLines(
  response: GetPlanResponse__Output,
  limit: number,
  look: TableLook,
  screen: Screen,
  nowUnixMs: number,
): string[] {
  const { plan, outcome } = response;
  if (!plan) return [];
  const spaces = decodePlan(plan, limit);
  const leftOut = spaces.reduce((sum, each) => sum + each.leftOut, 0);
  return [
    ...summaryLines(response, screen, nowUnixMs),
    ...spaces.flatMap((each) => ['', ...spaceLines(each, plan.pageSize, look, screen)]),
    ...(leftOut > 0 ? ['', `${counted(leftOut, 'more move')}; --moves N shows more`] : []),
    ...(outcome ? ['', ...outcomeLines(outcome, plan.pageSize, screen, nowUnixMs)] : []),
  ];
}

/** `plans show` for programs: the plan with its columns taken apart. */
export function planDocument({ summary, plan, outcome }: GetPlanResponse__Output, limit: number): object {
  if (!plan) return { formatVersion: FORMAT_VERSION };
  const decoded = decodePlan(plan, limit);
  const spaces = decoded.map(({ space, moves, pages, leftOut }) => {
    const { ranges: _ranges, reasons: _reasons, heat: _heat, ageSeconds: _ages, ...rest } = space;
    const objects = moves.map(({ startPage, ...move }) => ({
      startPage,
      address: hex(startPage * plan.pageSize),
      bytes: move.pages * plan.pageSize,
      ...move,
    }));
    return { ...(documentOf(rest) as object), pages, moves: objects, movesLeftOut: leftOut };
  });
  const { spaces: _spaces, reasons: _reasons, ...rest } = plan;
  return {
    formatVersion: FORMAT_VERSION,
    summary: documentOf(summary),
    plan: { ...(documentOf(rest) as object), spaces },
    ...(outcome ? { outcome: documentOf(outcome) } : {}),
  };
}

/** `approved by alice 5m ago: reason`; undefined for a plan that needs no approval. */
export function approvalText(approval: Approval__Output | null, nowUnixMs: number): string | undefined {
  if (!approval) return undefined;
  const state = approval.state.replace('APPROVAL_STATE_', '').toLowerCase();
  const by = approval.decidedBy ? ` by ${approval.decidedBy} ${whenText(approval.decidedUnixMs, nowUnixMs)}` : '';
  return `${state}${by}${approval.reason ? `: ${approval.reason}` : ''}`;
}

/** `by alice 5m ago: reason`; undefined for a plan that a policy asked for. */
function requestText(requested: PlanRequest__Output | null, nowUnixMs: number): string | undefined {
  if (!requested) return undefined;
  const { by, reason, atUnixMs } = requested;
  return `by ${by} ${whenText(atUnixMs, nowUnixMs)}${reason ? `: ${reason}` : ''}`;
}

function summaryLines({ summary, plan }: GetPlanResponse__Output, screen: Screen, nowUnixMs: number): string[] {
  if (!summary || !plan) return [];
  const bytes = (pages: string): string => `${bytesText(Number(pages) * summary.pageSize)} (${counted(pages, 'page')})`;
  const state = stateWord(summary.state);
  const stateText = summary.stateReason ? `${state}: ${summary.stateReason}` : state;
  return facts([
    ['Plan', screen.title(summary.planId)],
    ['Host', summary.hostId],
    ['Boot', summary.bootId],
    ['State', state === 'Refused' ? screen.warning(stateText) : stateText],
    ['Approval', approvalText(summary.approval, nowUnixMs)],
    ['Shadow', plan.shadow ? 'yes: shown and recorded, nothing is moved' : undefined],
    ['Undo of', plan.undoOf],
    ['Asked for', requestText(plan.requested, nowUnixMs)],
    ['Policy', `${summary.policyName} revision ${summary.policyRevision}`],
    ['Created', `${ageText(summary.createdUnixMs, nowUnixMs)} ago`],
    ['Expires', whenText(summary.expiresUnixMs, nowUnixMs)],
    ['Fencing token', plan.fencingToken],
    ['Promote', bytes(summary.promotedPagesPlanned)],
    ['Demote', bytes(summary.demotedPagesPlanned)],
    ['Moves', summary.moveCount],
  ]);
}

function spaceLines(
  { space, moves, pages }: DecodedMoves,
  pageSize: number,
  look: TableLook,
  screen: Screen,
): string[] {
  const columns: Column<Move>[] = [
    { title: placeWord(space.space), text: (move) => hex(move.startPage * pageSize) },
    { title: 'SIZE', text: (move) => bytesText(move.pages * pageSize), right: true },
    { title: 'HEAT', text: (move) => move.heat.toFixed(2), right: true },
    { title: 'AGE', text: (move) => secondsText(move.ageSeconds), right: true },
    { title: 'PAGES', text: (move) => String(move.pages), right: true, wide: true },
    { title: 'REASON', text: (move) => (move.reason ? `${move.rule}: ${move.reason}` : move.rule || '-') },
  ];
  const where = `${directionWord(space.direction)} from node ${space.fromNode} to node ${space.toNode}`;
  const head = `${spaceWords(space.space)}, ${where}, ${bytesText(pages * pageSize)}`;
  const command = space.command.trim();
  return [
    screen.title(head.charAt(0).toUpperCase() + head.slice(1)),
    ...facts(
      [
        ['Command', command || undefined],
        ['Cgroup', space.cgroup],
        ['Class', space.class || undefined],
      ],
      '  ',
    ),
    ...(moves.length > 0 ? new Table(columns, look).lines(moves).map((line) => `  ${line}`) : []),
  ];
}

function outcomeLines(outcome: Outcome__Output, pageSize: number, screen: Screen, nowUnixMs: number): string[] {
  const { totals } = outcome;
  const took = (Number(outcome.finishedUnixMs) - Number(outcome.startedUnixMs)) / 1000;
  const moving = outcome.spaces.reduce((sum, each) => sum + each.seconds, 0);
  const moved = Number(totals?.bytesMoved ?? 0);
  const rate = moving > 0 ? `, ${bytesText(moved / moving)}/s while moving` : '';
  const byName = (pages: Readonly<Record<string, string>> | undefined): string | undefined => {
    const entries = Object.entries(pages ?? {});
    if (entries.length === 0) return undefined;
    return entries.map(([name, count]) => `${bytesText(Number(count) * pageSize)} ${name}`).join(', ');
  };
  const some = (pages: string | undefined): string | undefined =>
    Number(pages ?? 0) > 0 ? bytesText(Number(pages) * pageSize) : undefined;
  const why = [outcome.reason, outcome.reasonText].filter((text) => text !== '').join(': ');
  return [
    screen.title('Outcome'),
    ...facts(
      [
        ['State', stateWord(outcome.state)],
        ['Reason', why || undefined],
        ['Finished', Number(outcome.finishedUnixMs) > 0 ? whenText(outcome.finishedUnixMs, nowUnixMs) : undefined],
        ['Took', took > 0 ? `${took.toFixed(1)}s` : undefined],
        ['Moved', `${bytesText(moved)} (${counted(totals?.pagesMoved ?? '0', 'page')})${rate}`],
        ['Already there', some(totals?.pagesAlreadyThere)],
        ['Failed', byName(totals?.pagesFailed)],
        ['Skipped', byName(totals?.pagesSkipped)],
        ['Unknown', some(totals?.pagesUnknown)],
      ],
      '  ',
    ),
  ];
}
