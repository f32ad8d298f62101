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
    const groups = [...this.#groups.values()].sort((a, b) => a.part - b.part);
    const columns = new Columns(groups.reduce((sum, { pages }) => sum + pages.length, 0));
    return groups.map((group) => columns.groupOf(group));
  }
}

/** Room for the columns of all groups in one buffer: one for each column would cost more than what is in them. */
class Columns {
  readonly #startPage: Float64Array;
  readonly #pages: Float64Array;
  readonly #age: Uint16Array;
  readonly #heat: Uint8Array;
  readonly #reason: Uint8Array;
  #used = 0;

  constructor(moves: number) {
    const buffer = new ArrayBuffer(20 * moves);
    this.#startPage = new Float64Array(buffer, 0, moves);
    this.#pages = new Float64Array(buffer, 8 * moves, moves);
    this.#age = new Uint16Array(buffer, 16 * moves, moves);
    this.#heat = new Uint8Array(buffer, 18 * moves, moves);
    this.#reason = new Uint8Array(buffer, 19 * moves, moves);
  }

  groupOf({ of, startPage, pages, heat, age, reason }: OpenGroup): MoveGroup {
    const from = this.#used;
    const end = from + pages.length;
    for (let i = 0; i < pages.length; i++) {
      this.#startPage[from + i] = startPage[i] as number;
      this.#pages[from + i] = pages[i] as number;
      this.#heat[from + i] = heat[i] as number;
      this.#age[from + i] = age[i] as number;
      this.#reason[from + i] = reason[i] as number;
    }
    this.#used = end;
    // Member by member: a spread with members added to it takes a microsecond for each of them (V8 11.3).
    const { spaceKey, command, cgroup, className, direction, fromNode, toNode } = of;
    return {
      spaceKey,
      command,
      cgroup,
      className,
      direction,
      fromNode,
      toNode,
      startPage: this.#startPage.subarray(from, end),
      pages: this.#pages.subarray(from, end),
      heat: this.#heat.subarray(from, end),
      ageSeconds: this.#age.subarray(from, end),
      reason: this.#reason.subarray(from, end),
    };
  }
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
    let pages = 0;
    for (let i = 0; i < group.pages.length; i++) pages += group.pages[i] as number;
    moves += group.pages.length;
    if (group.direction === 'promotion') promotedPages += pages;
    else demotedPages += pages;
  }
  return { moves, promotedPages, demotedPages, bytes: (promotedPages + demotedPages) * pageSize };
}
