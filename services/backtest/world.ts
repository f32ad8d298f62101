import { UNSEEN_SECONDS } from '../access/hostFacts.js';
import { withNodes } from '../core/engine.js';
import { tuneThresholds } from '../core/goals.js';
import {
  applyFacts,
  applyLook,
  createHost,
  dropUnseen,
  endSpaces,
  type HostFacts,
  type HostModel,
  type HostNode,
  type HostSpace,
} from '../core/host.js';
import { recordMoved } from '../core/moved.js';
import type { OutstandingPlan } from '../core/outstanding.js';
import { heatParametersOf, type Policy } from '../core/policy.js';
import { HUGE_BYTES } from '../core/quantities.js';
import { planMoves } from '../core/replayPlan.js';
import type { Site } from '../core/site.js';
import { hasBorders, isSteady, mergeSteady, placeAgain } from '../core/steady.js';
import type { Moves } from '../core/swap.js';
import { judgeClasses } from '../core/watched.js';
import { classNameOf, countLaid, countPages, type Ground, type Hits } from './counting.js';
import { type Tallies, tallyOf } from './tally.js';
import type { SeenBatch, SeenSpace } from './window.js';
import { createWorldSpace, takeMoved, type WorldSpace } from './worldSpace.js';

/** How the brain and the actuators would have gone about it. */
export interface Pace {
  /** From one plan of a host to the next, at least. */
  readonly planEveryMs: number;
  /** Seconds of work that a plan may hold. */
  readonly planSeconds: number;
}

const NODES = Array.from({ length: 255 }, (_, id) => id);
/** A mark has to be judged before it is forgotten. */
const BEFORE_MARKS_END_SECONDS = 30;

/** One host as it would have been under one policy: or, without one, had nothing ever been moved. */
export class World {
  private readonly model: HostModel = createHost();
  private readonly spaces = new Map<string, WorldSpace>();
  /** By node id: pages that are free. */
  private readonly free = new Float64Array(256);
  /** By node id: watched pages as this world has them; made anew each window. */
  private readonly here = new Float64Array(256);
  private busyUntilUnixMs = 0;
  private judgedUntilUnixMs = 0;

  private readonly placedOf = ({ space }: Site): number | undefined => this.spaces.get(space.key)?.placed?.at;

  /** `classes`: by which it is counted. `tallies`: what is added to. */
  constructor(
    private readonly policy: Policy | undefined,
    private readonly classes: Policy,
    private readonly pace: Pace,
    private readonly tallies: Tallies,
  ) {}

  begin({ ended }: SeenBatch): void {
    for (const key of ended) this.spaces.delete(key);
    endSpaces(this.model, ended);
    for (const space of this.spaces.values()) space.placed = undefined;
  }

  /** Lays the look of a space over where this world has its pages. */
  lay(seen: SeenSpace, ground: Ground): WorldSpace {
    let space = this.spaces.get(seen.key);
    if (!space) {
      space = createWorldSpace();
      this.spaces.set(seen.key, space);
    }
    space.seenUnixMs = ground.endUnixMs;
    space.className = classNameOf(this.classes, seen, ground.labels);
    const laid = space.residency.lay(seen.runs, seen.coverage);
    if (laid.isAsBefore) takeMoved(space.moved, space.pagesOn);
    else countPages(laid, space.pagesOn);
    space.moved.length = 0;
    space.laid = laid;
    return space;
  }

  count(seen: SeenSpace, { laid, className, pagesOn }: WorldSpace, ground: Ground, hits: Hits | undefined): void {
    if (laid) countLaid(laid, seen, ground, tallyOf(this.tallies, className), pagesOn, hits);
  }

  /** Takes the look of a space into its heat. `nodesAt`: where the engine has the nodes that it was laid on. */
  merge(seen: SeenSpace, space: WorldSpace, ground: Ground, nodesAt: number | undefined, touchingAt: number): void {
    const { model, policy } = this;
    const { laid } = space;
    if (!policy || !laid) return;
    const { coverage, residencyUnixMs, pageGranular, key, command, cgroup, decoded, shape } = seen;
    const { startUnixMs, endUnixMs, pageSize } = ground;
    const windowSeconds = (endUnixMs - startUnixMs) / 1000;
    const parameters = heatParametersOf(policy);
    const known = model.spaces.get(key);
    space.placed = undefined;
    if (known && nodesAt !== undefined && space.borders === shape.columns && shape.isCoveredBy(coverage)) {
      // Spelt out: spread, each look gets a shape of its own, and all code that it passes through is slow (V8 11.3).
      const steady = {
        runs: decoded,
        coverage,
        nodes: NODES,
        windowSeconds,
        endUnixMs,
        residencyUnixMs,
        pageGranular,
        nodesAt,
        touchingAt,
      };
      if (isSteady(known.heat, steady, parameters)) {
        const placed = mergeSteady(known.heat, steady, parameters);
        if (placed === 'late') return;
        known.command = command;
        known.cgroup = cgroup;
        if (!placed) space.borders = undefined;
        // Kinds are the look's where it has read them.
        else if (residencyUnixMs > 0 && shape.isWhole(Math.max(1, HUGE_BYTES / pageSize))) space.placed = placed;
        return;
      }
    }
    // Where only nodes differ from what the engine has decoded, these alone are handed over.
    const runs = laid.evidence === seen.runs.evidence ? withNodes(decoded, laid.node) : laid;
    const look = { runs, coverage, nodes: NODES, windowSeconds, endUnixMs, residencyUnixMs, pageGranular };
    applyLook(model, { key, command, cgroup }, look, parameters);
    const merged = model.spaces.get(key);
    const isKept = merged && 'decodedAt' in runs && hasBorders(merged.heat, decoded);
    space.borders = isKept ? shape.columns : undefined;
  }

  /**
   * The window is whole: takes the facts, with the room that there would have been, and plans until the next one.
   *
   * @param recorded by node id: watched pages as they truly were
   */
  windowEnded(facts: HostFacts, recorded: Float64Array, end: WindowEnd): void {
    const { model, policy } = this;
    const { here } = this;
    for (const { id } of facts.nodes) here[id] = 0;
    for (const [key, { pagesOn, seenUnixMs }] of this.spaces) {
      if (seenUnixMs <= end.unixMs - UNSEEN_SECONDS * 1000) this.spaces.delete(key);
      else for (const { id } of facts.nodes) here[id] = (here[id] as number) + (pagesOn[id] as number);
    }
    if (!policy) return;
    const nodes = facts.nodes.map((node) => {
      const more = (recorded[node.id] as number) - (here[node.id] as number);
      const freeBytes = Math.min(node.totalBytes, Math.max(0, node.freeBytes + more * facts.pageSize));
      this.free[node.id] = Math.floor(freeBytes / facts.pageSize);
      return withFree(node, freeBytes);
    });
    const { labels, cgroups, pageSize, atUnixMs } = facts;
    applyFacts(model, { nodes, labels, cgroups, pageSize, atUnixMs });
    dropUnseen(model, end.unixMs, UNSEEN_SECONDS);
    model.pingPongWindowMs = (policy.pingPongWindowSeconds ?? 0) * 1000;
    if (!end.isWarm) return;
    this.plan(policy, end);
    this.judge(policy, end.unixMs);
  }

  private plan(policy: Policy, { unixMs, lengthMs }: WindowEnd): void {
    const { planEveryMs, planSeconds } = this.pace;
    const finished: OutstandingPlan[] = [];
    let at = Math.max(unixMs, this.busyUntilUnixMs);
    while (at < unixMs + lengthMs) {
      tuneThresholds(this.model, policy);
      const { moves, isLast } = planMoves(this.model, policy, finished, at, { planSeconds }, this.placedOf);
      if (moves.length === 0) return;
      const { doneUnixMs, isWhole } = this.carryOut(moves, policy, at);
      // Until the host tells of its nodes again, the brain reckons with what it has sent there since.
      const groups = moves.map((group) => {
        const { spaceKey, direction, fromNode, toNode } = group;
        return { spaceKey, direction, fromNode, toNode, ranges: group, reportedPages: pagesOf(group) };
      });
      finished.push({ expiresUnixMs: doneUnixMs, finishedUnixMs: doneUnixMs, groups });
      if (doneUnixMs === at) return; // Nothing of it could be done: the next plan would be the same.
      this.busyUntilUnixMs = doneUnixMs;
      const next = Math.max(doneUnixMs, at + planEveryMs);
      if (isLast && isWhole && this.isHeldUntil(next, doneUnixMs, at, policy)) return;
      at = next;
    }
  }

  /** Whether moves done at one time are held until the next plan, and nothing that another held at the plan before is free by then. */
  private isHeldUntil(
    nextUnixMs: number,
    doneUnixMs: number,
    planUnixMs: number,
    { residenceSeconds }: Policy,
  ): boolean {
    const residenceMs = residenceSeconds * 1000;
    if (nextUnixMs >= doneUnixMs + residenceMs) return false;
    for (const { heat } of this.model.spaces.values()) {
      const { used, movedAtUnixMs, heldUntilUnixMs } = heat.marks;
      for (let mark = 1; mark < used.length; mark++) {
        const freeUnixMs = Math.max((movedAtUnixMs[mark] as number) + residenceMs, heldUntilUnixMs[mark] as number);
        if (used[mark] === 1 && freeUnixMs > planUnixMs && freeUnixMs <= nextUnixMs) return false;
      }
    }
    return true;
  }

  /** Carries moves out in their order, at the policy's rate, as far as there is room. */
  private carryOut(groups: readonly Moves[], policy: Policy, fromUnixMs: number): CarriedOut {
    const { pageSize } = this.model.facts;
    const msPerPage = (pageSize / policy.bytesPerSecondPerHost) * 1000;
    let at = fromUnixMs;
    let isWhole = true;
    const carried = groups.map((group) => {
      const { fromNode, toNode } = group;
      const { times, done } = scratchFor(group.pages.length);
      let [all, count] = [0, 0];
      let room = this.free[toNode] as number;
      for (let i = 0; i < group.pages.length; i++) {
        const pages = group.pages[i] as number;
        all += pages;
        if (pages > room) continue;
        room -= pages;
        at += pages * msPerPage;
        times[count] = at;
        done[count++] = i;
      }
      const ranges = { startPage: picked(group.startPage, done, count), pages: picked(group.pages, done, count) };
      const space = this.spaces.get(group.spaceKey);
      const isOfLook = space?.borders !== undefined && space.residency.isOfShape(space.borders);
      const runs = isOfLook && count === group.pages.length ? group.runs : undefined;
      const moved = space?.residency.move(ranges, fromNode, toNode, times, runs) ?? 0;
      space?.moved.push(fromNode, toNode, moved);
      isWhole &&= moved === all;
      this.free[toNode] = (this.free[toNode] as number) - moved;
      this.free[fromNode] = (this.free[fromNode] as number) + moved;
      return { group, ranges, runs, moved };
    });
    for (const { group, ranges, runs, moved } of carried) {
      const space = this.model.spaces.get(group.spaceKey);
      if (!space || moved === 0) continue;
      const own = this.spaces.get(group.spaceKey)?.borders && runs;
      const back = recordMoved(space.heat, ranges, group.toNode, Math.ceil(at), this.model.pingPongWindowMs, own);
      this.movedIn(space);
      const tally = tallyOf(this.tallies, group.className);
      tally[group.direction === 'promotion' ? 'promotedBytes' : 'demotedBytes'] += moved * pageSize;
      tally.judgedBytes += back * pageSize;
      tally.wentBackBytes += back * pageSize;
    }
    return { doneUnixMs: Math.ceil(at), isWhole };
  }

  /** Moves of whole runs leave borders as they were, unless marks had to be joined, and runs with them. */
  private movedIn({ key, heat }: HostSpace): void {
    const space = this.spaces.get(key);
    if (!space) return;
    const { borders, placed, residency } = space;
    const isKept = borders && residency.isOfShape(borders) && heat.count === borders.startPage.length;
    if (!isKept) space.borders = undefined;
    if (!isKept || !placed || !placeAgain(heat, placed)) space.placed = undefined;
  }

  /** As the brain judges moves: those whose window ended since the last time. */
  private judge(policy: Policy, untilUnixMs: number): void {
    const fromUnixMs = this.judgedUntilUnixMs || untilUnixMs;
    this.judgedUntilUnixMs = untilUnixMs;
    const window = policy.pingPongWindowSeconds ?? policy.residenceSeconds;
    const windowSeconds = Math.min(window, heatParametersOf(policy).markKeepSeconds - BEFORE_MARKS_END_SECONDS);
    const { pageSize } = this.model.facts;
    const time = { windowSeconds, fromUnixMs, untilUnixMs };
    for (const { className, judged } of judgeClasses(this.model, policy, time)) {
      for (const { pages, cold } of judged.values()) {
        const tally = tallyOf(this.tallies, className);
        tally.judgedBytes += pages * pageSize;
        tally.stayedColdBytes += cold * pageSize;
      }
    }
  }
}

interface CarriedOut {
  /** Unix ms. */
  readonly doneUnixMs: number;
  /** Whether every page of it was moved. */
  readonly isWhole: boolean;
}

export interface WindowEnd {
  readonly unixMs: number;
  /** How long the next window is likely to be. */
  readonly lengthMs: number;
  /** Whether enough heat was learnt for anything to be moved and counted. */
  readonly isWarm: boolean;
}

/** Spelt out, as everything that is made anew for each window (V8 11.3 gives what is spread a shape of its own). */
function withFree(node: HostNode, freeBytes: number): HostNode {
  const { id, tier, totalBytes, lowWatermarkBytes, socket } = node;
  const { readLatencyNs, readBandwidthMbps, loadedLatencyNs, usedBandwidthMbps } = node;
  return {
    id,
    tier,
    totalBytes,
    freeBytes,
    lowWatermarkBytes,
    socket,
    readLatencyNs,
    readBandwidthMbps,
    loadedLatencyNs,
    usedBandwidthMbps,
  };
}

function pagesOf({ pages }: Moves): number {
  let sum = 0;
  for (let i = 0; i < pages.length; i++) sum += pages[i] as number;
  return sum;
}

/** By range that was moved: when, and its index. Of the group at hand. */
let scratch = { times: new Float64Array(256), done: new Uint32Array(256) };

function scratchFor(ranges: number): typeof scratch {
  if (scratch.done.length < ranges)
    scratch = { times: new Float64Array(2 * ranges), done: new Uint32Array(2 * ranges) };
  return scratch;
}

function picked(column: Float64Array, indices: Uint32Array, count: number): Float64Array {
  if (count === column.length) return column;
  const out = new Float64Array(count);
  for (let i = 0; i < out.length; i++) out[i] = column[indices[i] as number] as number;
  return out;
}
