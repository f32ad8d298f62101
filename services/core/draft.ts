import type { RangeColumns } from './columns.js';

/** promotion: to a faster tier. demotion: to a slower one. */
export type Direction = 'promotion' | 'demotion';

/** The moves that a policy would have one host make now. */
export interface PlanDraft {
  readonly policyName: string;
  readonly policyRevision: number;
  /** In the order to carry them out: promotions that fit at once, demotions, promotions that need the room of those. */
  readonly groups: readonly MoveGroup[];
  /** What groups refer to by index; at most 256. */
  readonly reasons: readonly Reason[];
  readonly totals: Totals;
}

/** Moves of one space, one direction and one pair of nodes; columns of equal length, ascending and disjoint. */
export interface MoveGroup extends RangeColumns {
  readonly spaceKey: string;
  readonly command: string;
  readonly cgroup: string | undefined;
  readonly className: string;
  readonly direction: Direction;
  readonly fromNode: number;
  readonly toNode: number;
  /** Heat when planned, 0..255 for 0..1. */
  readonly heat: Uint8Array;
  /** Age when planned, observed seconds. */
  readonly ageSeconds: Uint16Array;
  /** Index into the plan's reasons. */
  readonly reason: Uint8Array;
}

export interface Reason {
  readonly rule: RuleName;
  readonly text: string;
}

/** hint, always-fast, score, hot-windows and hot-rate promote; score, cold-age, ceiling, room and exchange demote. */
export type RuleName =
  | 'hint'
  | 'always-fast'
  | 'score'
  | 'hot-windows'
  | 'hot-rate'
  | 'cold-age'
  | 'ceiling'
  | 'room'
  | 'exchange';

export interface Totals {
  readonly moves: number;
  readonly promotedPages: number;
  readonly demotedPages: number;
  readonly bytes: number;
}

/** Gathers moves into groups. Moves of one group have to come in ascending order. */
export class DraftBuilder {
  readonly #groups = new Map<string, OpenGroup>();

  /** `part` keeps apart what is to be carried out at different times (0 first); the rest names the group. */
  open(part: number, of: GroupName): OpenGroup {
    const key = `${part} ${of.fromNode} ${of.toNode} ${of.spaceKey}`;
    let group = this.#groups.get(key);
    if (!group) {
      group = { part, of, startPage: [], pages: [], heat: [], age: [], reason: [] };
      this.#groups.set(key, group);
    }
    return group;
  }

  /** Groups by part, and within one in the order of their first moves. */
  groups(): MoveGroup[] {
    return [...this.#groups.values()]
      .sort((a, b) => a.part - b.part)
      .map(({ of, startPage, pages, heat, age, reason }) => ({
        ...of,
        startPage: columnOf(startPage, new Float64Array(startPage.length)),
        pages: columnOf(pages, new Float64Array(pages.length)),
        heat: columnOf(heat, new Uint8Array(heat.length)),
        ageSeconds: columnOf(age, new Uint16Array(age.length)),
        reason: columnOf(reason, new Uint8Array(reason.length)),
      }));
  }
}

/** One by one, for a typed array made from a list of numbers goes by its iterator. */
function columnOf<T extends Float64Array | Uint16Array | Uint8Array>(list: readonly number[], column: T): T {
  for (let i = 0; i < list.length; i++) column[i] = list[i] as number;
  return column;
}

type GroupName = Omit<MoveGroup, 'startPage' | 'pages' | 'heat' | 'ageSeconds' | 'reason'>;

/** Moves that are still being added to. */
export interface OpenGroup {
  readonly part: number;
  readonly of: GroupName;
  readonly startPage: number[];
  readonly pages: number[];
  readonly heat: number[];
  readonly age: number[];
  readonly reason: number[];
}

export function addMove(
  group: OpenGroup,
  start: number,
  pages: number,
  heat: number,
  age: number,
  reason: number,
): void {
  group.startPage.push(start);
  group.pages.push(pages);
  group.heat.push(heat >> 8);
  group.age.push(age);
  group.reason.push(reason);
}

export function totalsOf(groups: readonly MoveGroup[], pageSize: number): Totals {
  let moves = 0;
  let promotedPages = 0;
  let demotedPages = 0;
  for (const group of groups) {
    const pages = group.pages.reduce((sum, length) => sum + length, 0);
    moves += group.pages.length;
    if (group.direction === 'promotion') promotedPages += pages;
    else demotedPages += pages;
  }
  return { moves, promotedPages, demotedPages, bytes: (promotedPages + demotedPages) * pageSize };
}
