import type { Outcome__Output } from '../contract/gen/thermocline/v1/Outcome.js';
import type { Plan__Output } from '../contract/gen/thermocline/v1/Plan.js';
import type { SpaceKey__Output } from '../contract/gen/thermocline/v1/SpaceKey.js';
import type { SpaceOutcome__Output } from '../contract/gen/thermocline/v1/SpaceOutcome.js';
import { decodeRanges, type RangeColumns } from '../contract/ranges.js';
import { spaceKeyText } from '../contract/spaceKey.js';
import { follow, pagesAway, type Trail } from '../core/trail.js';
import type { BackMoves } from './undoDesk.js';

/** SubRunResult as on the wire. */
const MOVED = 1;
const UNKNOWN = 5;

interface TrailedSpace {
  readonly space: SpaceKey__Output;
  readonly command: string;
  readonly cgroup: string | undefined;
  readonly className: string;
  trails: Trail[];
}

/** What some plans of one host moved, and where it is after all that was moved there since: told outcome by outcome, in order. */
export class PlanTrails {
  private readonly plans = new Map<string, Plan__Output>();
  private readonly ended = new Set<string>();
  private readonly spaces = new Map<string, TrailedSpace>();
  private movedSince = 0;
  private unknown = 0;
  private frames = 0;
  /** When the latest of these plans ended, by the host's clock; 0 before any did. */
  movedUnixMs = 0;

  /** A plan whose moves are followed; of an earlier boot none is. */
  want(plan: Plan__Output): void {
    const bootId = plan.envelope?.bootId ?? '';
    if (this.plans.size > 0 && bootId !== this.bootId) this.plans.clear();
    this.plans.set(plan.planId, plan);
  }

  get isEmpty(): boolean {
    return this.plans.size === 0;
  }

  /** Whether the last outcome of each of them has come. */
  get isEnded(): boolean {
    return [...this.plans.keys()].every((planId) => this.ended.has(planId));
  }

  /** When the latest of those that have not ended expires, Unix ms; 0 where all have. */
  get unendedUntilUnixMs(): number {
    const open = [...this.plans.values()].filter(({ planId }) => !this.ended.has(planId));
    return open.reduce((latest, { expiresUnixMs }) => Math.max(latest, Number(expiresUnixMs)), 0);
  }

  get bootId(): string {
    for (const plan of this.plans.values()) return plan.envelope?.bootId ?? '';
    return '';
  }

  /** Takes a part of an outcome of this host. Throws MalformedColumn. */
  take(outcome: Outcome__Output): void {
    if (outcome.envelope?.bootId !== this.bootId) return;
    const plan = this.plans.get(outcome.planId);
    if (plan) {
      if (outcome.state !== 'OUTCOME_STATE_PARTIAL') this.ended.add(outcome.planId);
      this.movedUnixMs = Math.max(this.movedUnixMs, Number(outcome.finishedUnixMs));
    }
    for (const each of outcome.spaces) this.takeSpace(each, plan);
  }

  private takeSpace(told: SpaceOutcome__Output, plan: Plan__Output | undefined): void {
    const key = spaceKeyText(told.space);
    if (key === undefined || !told.space) return;
    let known = this.spaces.get(key);
    if (!plan && !known) return;
    const { fromNode, toNode } = told;
    // A frame stays on its node: what was in it has gone to another one, and nobody knows to which.
    if (told.space.physical) {
      if (plan) this.frames += chosen(told, MOVED).pages.reduce((sum, length) => sum + length, 0);
      return;
    }
    if (plan) this.unknown += chosen(told, UNKNOWN).pages.reduce((sum, length) => sum + length, 0);
    if (!known) {
      const moves = plan?.spaces[told.movesIndex];
      const { command = '', cgroup, class: className = '' } = moves ?? {};
      known = { space: told.space, command, cgroup, className, trails: [] };
      this.spaces.set(key, known);
    }
    const before = pagesAway(known.trails);
    known.trails = follow(known.trails, { ranges: chosen(told, MOVED), fromNode, toNode }, plan !== undefined);
    if (!plan) this.movedSince += before - pagesAway(known.trails);
  }

  /** Pages that are not taken back, by reason, as far as outcomes tell. */
  get leftOut(): Readonly<Record<string, number>> {
    return {
      ...(this.movedSince > 0 ? { 'moved-since': this.movedSince } : {}),
      ...(this.unknown > 0 ? { 'unknown-effect': this.unknown } : {}),
      ...(this.frames > 0 ? { 'page-frames': this.frames } : {}),
    };
  }

  /** What would bring the pages back, by space and pair of nodes. */
  moves(): BackMoves[] {
    const moves: BackMoves[] = [];
    for (const [spaceKey, { space, command, cgroup, className, trails }] of this.spaces) {
      const byPair = new Map<string, Trail[]>();
      for (const trail of trails) {
        if (trail.origin === trail.node) continue;
        const pair = `${trail.node} ${trail.origin}`;
        const alike = byPair.get(pair);
        if (alike) alike.push(trail);
        else byPair.set(pair, [trail]);
      }
      for (const back of byPair.values()) {
        const [first] = back;
        if (!first) continue;
        const ranges = {
          startPage: Float64Array.from(back, ({ startPage }) => startPage),
          pages: Float64Array.from(back, ({ startPage, endPage }) => endPage - startPage),
        };
        moves.push({ space, spaceKey, command, cgroup, className, fromNode: first.node, toNode: first.origin, ranges });
      }
    }
    return moves;
  }
}

function chosen(told: SpaceOutcome__Output, result: number): RangeColumns {
  const { startPage, pages } = decodeRanges(told.subRuns);
  const wanted = [...startPage.keys()].filter((i) => told.results[i] === result);
  return {
    startPage: Float64Array.from(wanted, (i) => startPage[i] as number),
    pages: Float64Array.from(wanted, (i) => pages[i] as number),
  };
}
