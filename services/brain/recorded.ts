import { constants } from 'node:os';
import type { GetPlanResponse } from '../contract/gen/thermocline/v1/GetPlanResponse.js';
import type { Outcome } from '../contract/gen/thermocline/v1/Outcome.js';
import type { PageHistory } from '../contract/gen/thermocline/v1/PageHistory.js';
import type { PageName__Output } from '../contract/gen/thermocline/v1/PageName.js';
import type { PageRanges__Output } from '../contract/gen/thermocline/v1/PageRanges.js';
import type { Plan } from '../contract/gen/thermocline/v1/Plan.js';
import type { RuleSummary } from '../contract/gen/thermocline/v1/RuleSummary.js';
import type { SpaceKey, SpaceKey__Output } from '../contract/gen/thermocline/v1/SpaceKey.js';
import type { SpaceMoves } from '../contract/gen/thermocline/v1/SpaceMoves.js';
import { decodeRanges, type RangeColumns } from '../contract/ranges.js';
import { spaceKeyText } from '../contract/spaceKey.js';
import { decodeVarints } from '../contract/varint.js';
import { ThermoclineError } from '../runtime/errors.js';

/** SubRunResult as on the wire. */
export const RESULTS = ['UNSPECIFIED', 'MOVED', 'ALREADY_THERE', 'FAILED', 'SKIPPED', 'UNKNOWN'] as const;
const [FAILED, SKIPPED] = [3, 4];

const ERRNO_NAMES = new Map(Object.entries(constants.errno).map(([name, value]) => [value, name]));

/** EBUSY for 16; `errno N` for what has no name here. */
export function errnoName(errno: number): string {
  return ERRNO_NAMES.get(errno) ?? `errno ${errno}`;
}

/** The page that a name means, for pages of this size. Throws RPC_INVALID. */
export function pageNumber(name: PageName__Output, pageSize: number): number {
  const page = name.place === 'address' ? Math.floor(Number(name.address) / pageSize) : Number(name.page);
  if (name.place !== undefined && Number.isSafeInteger(page)) return page;
  throw new ThermoclineError('RPC_INVALID', 'page: neither a page number nor an address below 2^53');
}

/** Whether a space is the one that is named: by key text, or by pid. */
export function isNamed(name: PageName__Output, key: SpaceKey | null | undefined): boolean {
  if (name.space === 'pid') return key?.process?.pid === name.pid;
  return name.spaceKey !== undefined && spaceKeyText(key as SpaceKey__Output) === name.spaceKey;
}

/** What each rule moved in a plan, most bytes first. */
export function rulesOf(plan: Plan): RuleSummary[] {
  const pageSize = plan.pageSize ?? 0;
  const rules = new Map<string, { -readonly [K in 'moves' | 'pages']: number } & { of: SpaceMoves; reason: number }>();
  for (const of of plan.spaces ?? []) {
    const { pages } = decodeRanges(of.ranges as PageRanges__Output);
    pages.forEach((length, i) => {
      const reason = columnOf(of.reasons)[i] ?? -1;
      const key = `${of.class} ${of.direction} ${reason}`;
      const sum = rules.get(key) ?? { moves: 0, pages: 0, of, reason };
      sum.moves++;
      sum.pages += length;
      rules.set(key, sum);
    });
  }
  return [...rules.values()]
    .sort((a, b) => b.pages - a.pages)
    .map(({ of, reason, moves, pages }) => {
      const { rule = '', text = '', numbers = {} } = plan.reasons?.[reason] ?? {};
      const { class: className = '', direction = 'DIRECTION_UNSPECIFIED' } = of;
      return { class: className, rule, direction, moves, pages, bytes: pages * pageSize, text, numbers };
    });
}

/** What a plan recorded of a page, and what became of it. Undefined when the plan has no such space. */
export function recordedOf({ summary, plan, outcome }: GetPlanResponse, name: PageName__Output): PageHistory {
  const page = pageNumber(name, plan?.pageSize ?? summary?.pageSize ?? 4096);
  const base = {
    planId: summary?.planId ?? '',
    createdUnixMs: summary?.createdUnixMs ?? 0,
    spaceKey: name.spaceKey ?? '',
    page,
    planned: false,
  };
  for (const [index, of] of (plan?.spaces ?? []).entries()) {
    if (!isNamed(name, of.space)) continue;
    const ranges = decodeRanges(of.ranges as PageRanges__Output);
    const i = indexOf(ranges, page);
    if (i < 0) continue;
    const ages = new Float64Array(ranges.pages.length);
    decodeVarints(columnOf(of.ageSeconds), ages.length, ages, 'age_seconds');
    const reason = plan?.reasons?.[columnOf(of.reasons)[i] ?? -1];
    return {
      ...base,
      spaceKey: spaceKeyText(of.space as SpaceKey__Output) ?? '',
      planned: true,
      startPage: ranges.startPage[i] as number,
      pages: ranges.pages[i] as number,
      heat: (columnOf(of.heat)[i] ?? 0) / 255,
      ageSeconds: ages[i] as number,
      class: of.class ?? '',
      direction: of.direction ?? 'DIRECTION_UNSPECIFIED',
      fromNode: of.fromNode ?? 0,
      toNode: of.toNode ?? 0,
      ...(reason ? { reason } : {}),
      ...resultOf(outcome ?? undefined, index, page),
    };
  }
  return base;
}

function resultOf(
  outcome: Outcome | undefined,
  movesIndex: number,
  page: number,
): Pick<PageHistory, 'result' | 'resultDetail'> {
  for (const of of outcome?.spaces ?? []) {
    if (of.movesIndex !== movesIndex) continue;
    const ranges = decodeRanges(of.subRuns as PageRanges__Output);
    const i = indexOf(ranges, page);
    if (i < 0) continue;
    const result = columnOf(of.results)[i] ?? 0;
    const details = new Float64Array(ranges.pages.length);
    decodeVarints(columnOf(of.details), details.length, details, 'details');
    const detail = details[i] as number;
    const resultDetail =
      result === FAILED ? errnoName(detail) : result === SKIPPED ? (of.skipReasons?.[detail] ?? '') : '';
    return { result: `SUB_RUN_RESULT_${RESULTS[result] ?? 'UNSPECIFIED'}`, resultDetail };
  }
  return {};
}

/** Index of the range that a page is in, -1 where it is in none. */
function indexOf({ startPage, pages }: RangeColumns, page: number): number {
  let [low, high] = [0, startPage.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((startPage[middle] as number) <= page) low = middle + 1;
    else high = middle;
  }
  const i = low - 1;
  return i >= 0 && page < (startPage[i] as number) + (pages[i] as number) ? i : -1;
}

/** Bytes of a column: a message from another thread has an array where gRPC has a buffer. */
function columnOf(column: Uint8Array | string | undefined): Uint8Array {
  return typeof column === 'string' ? Buffer.from(column, 'base64') : (column ?? new Uint8Array(0));
}
