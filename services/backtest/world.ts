import { UNSEEN_SECONDS } from '../access/hostFacts.js';
import type { MoveGroup } from '../core/draft.js';
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
} from '../core/host.js';
import { recordMoved } from '../core/moved.js';
import type { OutstandingPlan } from '../core/outstanding.js';
import { planHost } from '../core/planner.js';
import { heatParametersOf, type Policy } from '../core/policy.js';
import { judgeClasses } from '../core/watched.js';
import { classNameOf, countLaid, countPages, type Ground } from './counting.js';
import { Residency } from './residency.js';
import { type Tallies, tallyOf } from './tally.js';
import type { SeenBatch } from './window.js';

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

/** A space as a world has it. */
interface WorldSpace {
  readonly residency: Residency;
  /** By node id: its pages. */
  readonly pagesOn: Float64Array;
  seenUnixMs: number;
}

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

  /** `classes`: by which it is counted. `tallies`: what is added to. */
  constructor(
    private readonly policy: Policy | undefined,
    private readonly classes: Policy,
    private readonly pace: Pace,
    private readonly tallies: Tallies,
  ) {}

  look(batch: SeenBatch, ground: Ground): void {
    const { model, policy } = this;
    for (const key of batch.ended) this.spaces.delete(key);
    endSpaces(model, batch.ended);
    const windowSeconds = (batch.endUnixMs - batch.startUnixMs) / 1000;
    for (const seen of batch.spaces) {
      let space = this.spaces.get(seen.key);
      if (!space) {
        space = { residency: new Residency(), pagesOn: new Float64Array(256), seenUnixMs: 0 };
        this.spaces.set(seen.key, space);
      }
      space.seenUnixMs = batch.endUnixMs;
      const laid = space.residency.lay(seen.runs, seen.coverage);
      const tally = tallyOf(this.tallies, classNameOf(this.classes, seen, ground.labels));
      if (!laid.isAsBefore) countPages(laid, space.pagesOn);
      countLaid(laid, seen, ground, tally, space.pagesOn);
      if (!policy) continue;
      const { coverage, residencyUnixMs, pageGranular } = seen;
      // Where only nodes differ from what the engine has decoded, these alone are handed over.
      const runs = laid.evidence === seen.runs.evidence ? withNodes(seen.decoded, laid.node) : laid;
      const { endUnixMs } = batch;
      const look = { runs, coverage, nodes: NODES, windowSeconds, endUnixMs, residencyUnixMs, pageGranular };
      const identity = { key: seen.key, command: seen.command, cgroup: seen.cgroup };
      applyLook(model, identity, look, heatParametersOf(policy));
    }
  }

  /**
   * The window is whole: takes the facts, with the room that there would have been, and plans until the next one.
   *
   * @param recorded by node id: watched pages as they truly were
   */
  windowEnded(facts: HostFacts, recorded: Float64Array, end: WindowEnd): void {
    const { model, policy } = this;
    const here = this.here.fill(0);
    for (const [key, { pagesOn, seenUnixMs }] of this.spaces) {
      if (seenUnixMs <= end.unixMs - UNSEEN_SECONDS * 1000) this.spaces.delete(key);
      else for (const { id } of facts.nodes) here[id] = (here[id] as number) + (pagesOn[id] as number);
    }
    if (!policy) return;
    const nodes = facts.nodes.map((node) => {
      const more = (recorded[node.id] as number) - (here[node.id] as number);
      const freeBytes = Math.min(node.totalBytes, Math.max(0, node.freeBytes + more * facts.pageSize));
      this.free[node.id] = Math.floor(freeBytes / facts.pageSize);
      return { ...node, freeBytes };
    });
    applyFacts(model, { ...facts, nodes });
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
      const draft = planHost(this.model, policy, finished, at, { planSeconds });
      if (!draft) return;
      const doneUnixMs = this.carryOut(draft.groups, policy, at);
      // Until the host tells of its nodes again, the brain reckons with what it has sent there since.
      const groups = draft.groups.map((group) => {
        const { spaceKey, direction, fromNode, toNode } = group;
        return { spaceKey, direction, fromNode, toNode, ranges: group, reportedPages: pagesOf(group) };
      });
      finished.push({ expiresUnixMs: doneUnixMs, finishedUnixMs: doneUnixMs, groups });
      if (doneUnixMs === at) return; // Nothing of it could be done: the next plan would be the same.
      this.busyUntilUnixMs = doneUnixMs;
      at = Math.max(doneUnixMs, at + planEveryMs);
    }
  }

  /** Carries moves out in their order, at the policy's rate, as far as there is room. Returns when it is done, Unix ms. */
  private carryOut(groups: readonly MoveGroup[], policy: Policy, fromUnixMs: number): number {
    const { pageSize } = this.model.facts;
    const msPerPage = (pageSize / policy.bytesPerSecondPerHost) * 1000;
    let at = fromUnixMs;
    const carried = groups.map((group) => {
      const { fromNode, toNode } = group;
      const times: number[] = [];
      const done: number[] = [];
      let room = this.free[toNode] as number;
      for (let i = 0; i < group.pages.length; i++) {
        const pages = group.pages[i] as number;
        if (pages > room) continue;
        room -= pages;
        at += pages * msPerPage;
        times.push(at);
        done.push(i);
      }
      const ranges = { startPage: picked(group.startPage, done), pages: picked(group.pages, done) };
      const moved = this.spaces.get(group.spaceKey)?.residency.move(ranges, fromNode, toNode, times) ?? 0;
      this.free[toNode] = (this.free[toNode] as number) - moved;
      this.free[fromNode] = (this.free[fromNode] as number) + moved;
      return { group, ranges, moved };
    });
    for (const { group, ranges, moved } of carried) {
      const space = this.model.spaces.get(group.spaceKey);
      if (!space || moved === 0) continue;
      const back = recordMoved(space.heat, ranges, group.toNode, Math.ceil(at), this.model.pingPongWindowMs);
      const tally = tallyOf(this.tallies, group.className);
      tally[group.direction === 'promotion' ? 'promotedBytes' : 'demotedBytes'] += moved * pageSize;
      tally.judgedBytes += back * pageSize;
      tally.wentBackBytes += back * pageSize;
    }
    return Math.ceil(at);
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

export interface WindowEnd {
  readonly unixMs: number;
  /** How long the next window is likely to be. */
  readonly lengthMs: number;
  /** Whether enough heat was learnt for anything to be moved and counted. */
  readonly isWarm: boolean;
}

function pagesOf({ pages }: MoveGroup): number {
  let sum = 0;
  for (let i = 0; i < pages.length; i++) sum += pages[i] as number;
  return sum;
}

function picked(column: Float64Array, indices: readonly number[]): Float64Array {
  if (indices.length === column.length) return column;
  const out = new Float64Array(indices.length);
  for (let i = 0; i < out.length; i++) out[i] = column[indices[i] as number] as number;
  return out;
}
