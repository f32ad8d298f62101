import { KINDS, type Parameter } from '../tune/parameters.js';
import type { TuneReport, TuneRow } from '../tune/tune.js';
import { facts, Table, type TableLook } from './columns.js';
import { bytesText, counted, shareText } from './quantities.js';
import { valueText } from './tuneOptions.js';

/** What was asked for, for people. */
export interface Asked {
  readonly objective: 'star' | 'strr' | 'moved';
  readonly maxStar?: number;
  readonly minStrr?: number;
  readonly maxBytes?: number;
  readonly budget: number;
  readonly seed: number;
}

const OBJECTIVE = { star: 'least starEstimate', strr: 'most STRR', moved: 'fewest bytes moved' } as const;
const NAMES: Readonly<Record<TuneRow['of'], string>> = {
  candidate: 'candidate',
  running: 'at hand',
  nothing: 'no moves',
  recorded: 'as it was',
  optimum: 'optimum',
};
/** Candidates that are shown; the others were no better. */
const SHOWN = 5;

const fine = (share: number | undefined): string => (share === undefined ? '-' : `${(share * 100).toFixed(2)}%`);

/** `least starEstimate, at most 2GiB moved` */
export function aimText({ objective, maxStar, minStrr, maxBytes }: Asked): string {
  const parts: string[] = [OBJECTIVE[objective]];
  if (maxStar !== undefined) parts.push(`starEstimate at most ${fine(maxStar)}`);
  if (minStrr !== undefined) parts.push(`STRR at least ${fine(minStrr)}`);
  if (maxBytes !== undefined) parts.push(`at most ${bytesText(maxBytes)}B moved`);
  return parts.join(', ');
}

/** What a search rests on and found: for a terminal, and for the head of the policy that it wrote. */
export function evidenceLines(report: TuneReport, asked: Asked & { covers: string }, look: TableLook): string[] {
  const { searchedBy, heldOut, fromUnixMs, toUnixMs, batches, parameters } = report;
  const head = facts([
    ['Rests on', asked.covers],
    ['Hosts', hostsText(searchedBy, heldOut)],
    ['Time', `${new Date(fromUnixMs).toISOString()} to ${new Date(toUnixMs).toISOString()}, ${batches} batches`],
    ['Sought', aimText(asked)],
    ['Varied', parameters.map(rangeText).join(', ')],
    ['Tried', `${report.tried} candidates at the cost of ${report.spent.toFixed(1)} backtests; seed ${asked.seed}`],
    ['Verdict', verdictText(report)],
  ]);
  const lines = [...head, '', ...scoreLines(report.rows, look), '', ...valueLines(report, look)];
  if (report.heldOutRows.length === 0) return lines;
  const others = scoreLines(report.heldOutRows, look);
  return [...lines, '', `On ${counted(heldOut.length, 'host')} that the search did not see:`, ...others];
}

/** Candidates that are shown, then what they are held against. */
function shownRows(rows: readonly TuneRow[]): TuneRow[] {
  const isCandidate = ({ of }: TuneRow): boolean => of === 'candidate';
  return [...rows.filter(isCandidate).slice(0, SHOWN), ...rows.filter((row) => !isCandidate(row))];
}

const nameAt = ({ of }: TuneRow, place: number): string => (of === 'candidate' ? `candidate ${place + 1}` : NAMES[of]);

function scoreLines(rows: readonly TuneRow[], look: TableLook): string[] {
  const optimum = rows.find((row) => row.of === 'optimum')?.starEstimate ?? 0;
  const regret = ({ of, starEstimate }: TuneRow): string =>
    of === 'optimum' || starEstimate === undefined ? '-' : fine(starEstimate - optimum);
  const ofMoves = (row: TuneRow, text: string): string => (row.values ? text : '-');
  const shown = shownRows(rows);
  return new Table<TuneRow>(
    [
      { title: 'POLICY', text: (row) => nameAt(row, shown.indexOf(row)) },
      { title: 'STAR-EST', text: (row) => fine(row.starEstimate), right: true },
      { title: 'REGRET', text: regret, right: true },
      { title: 'STRR', text: (row) => shareText(row.strr), right: true },
      { title: 'MOVED', text: (row) => ofMoves(row, bytesText(row.bytesMoved)), right: true },
      { title: 'USELESS', text: (row) => ofMoves(row, shareText(row.uselessShare)), right: true },
      { title: 'BEYOND', text: (row) => beyondText(row), right: true },
    ],
    look,
  ).lines(shown);
}

/** By how much of them a policy oversteps limits. */
function beyondText({ excess }: TuneRow): string {
  return excess === undefined || excess === 0 ? '-' : shareText(excess);
}

/** A line for each parameter, with its value in each policy. */
function valueLines({ rows, parameters }: TuneReport, look: TableLook): string[] {
  const shown = shownRows(rows).filter(({ values }) => values !== undefined);
  const columns = shown.map((row, place) => ({
    title: nameAt(row, place).toUpperCase(),
    text: (i: number) => shownValue(parameters[i] as Parameter, row.values?.[i]),
    right: true,
  }));
  const name = { title: 'PARAMETER', text: (i: number) => nameOf(parameters[i] as Parameter) };
  return new Table<number>([name, ...columns], look).lines([...parameters.keys()]);
}

/** `starEstimate 3.10%, STRR 40.0%, 2.0GiB moved, with hotRate 0.2, residence 5m` */
export function nearestText({ rows, parameters }: TuneReport): string {
  const nearest = rows[0];
  if (!nearest) return '-';
  const values = parameters.map((parameter, i) => `${nameOf(parameter)} ${shownValue(parameter, nearest.values?.[i])}`);
  const { starEstimate, strr, bytesMoved } = nearest;
  const scores = `starEstimate ${fine(starEstimate)}, STRR ${shareText(strr)}, ${bytesText(bytesMoved)}B moved`;
  return `${scores}, with ${values.join(', ')}`;
}

/** The report for programs: values by name of their parameter. */
export function tuneDocument(report: TuneReport, asked: Asked & { covers: string }): object {
  const { tuned: _, parameters, rows, heldOutRows, ...rest } = report;
  const named = ({ values, ...row }: TuneRow): object =>
    values ? { ...row, values: Object.fromEntries(parameters.map((each, i) => [nameOf(each), values[i]])) } : row;
  return {
    ...rest,
    covers: asked.covers,
    sought: aimText(asked),
    seed: asked.seed,
    budget: asked.budget,
    parameters: parameters.map(({ name, className, least, most }) => ({ name, class: className, least, most })),
    rows: rows.map(named),
    heldOutRows: heldOutRows.map(named),
  };
}

function verdictText({ verdict, holdsUp }: TuneReport): string {
  if (verdict === 'nothing-better') return 'nothing better than the policy at hand';
  if (verdict === 'infeasible') return 'no candidate keeps to the limits';
  if (holdsUp === undefined) return 'better; no hosts were held out to see whether it is elsewhere';
  return holdsUp ? 'better, also on hosts held out' : 'better, but NOT on the hosts held out: look before a rollout';
}

function hostsText(searchedBy: readonly string[], heldOut: readonly string[]): string {
  const some = `${searchedBy.slice(0, 5).join(', ')}${searchedBy.length > 5 ? ', …' : ''}`;
  return `${searchedBy.length} searched by (${some}), ${heldOut.length} held out`;
}

function rangeText(parameter: Parameter): string {
  return `${nameOf(parameter)} ${shownValue(parameter, parameter.least)}..${shownValue(parameter, parameter.most)}`;
}

/** `coldAge:serving`; without the class where it is of the whole policy. */
function nameOf({ name, className }: Parameter): string {
  return className === undefined ? name : `${name}:${className}`;
}

function shownValue({ name }: Parameter, value: number | undefined): string {
  return value === undefined ? '-' : valueText(KINDS[name].unit, value);
}
