import type { BatchReading } from '../access/batchReader.js';
import { areOfSameTiers, type HostFacts } from '../core/host.js';
import { countOf } from '../core/look.js';
import type { Policy } from '../core/policy.js';
import { sharesOf } from './accesses.js';
import { classNameOf, countLaid, countPages, type Ground, speedsOf } from './counting.js';
import { HitCount, placeBytes } from './hits.js';
import { Optimum } from './optimum.js';
import { NO_MOVES } from './residency.js';
import { Shapes } from './shapes.js';
import { createTally, type Tallies, type Tally, tallyOf } from './tally.js';
import { type SeenSpace, seenBatch } from './window.js';
import { type Pace, World } from './world.js';
import type { WorldSpace } from './worldSpace.js';

/** What is replayed. */
export interface ReplayOptions {
  /** Each is replayed for itself. What no policy had a part in is told by the classes of the first. */
  readonly policies: readonly [Policy, ...Policy[]];
  readonly pace: Pace;
  /** From each host's first window on: heat is learnt, and nothing is moved or counted. */
  readonly warmUpMs: number;
  /** Whether to count as well what comes of no moves, what truly was, and the optimum. */
  readonly baselines: boolean;
}

/** What came of it, by class: of each policy, of moving nothing, and as it truly was. */
export interface ReplayTallies {
  readonly policies: readonly Tallies[];
  readonly nothing: Tallies;
  readonly recorded: Tallies;
  /** Of all classes together. */
  readonly optimum: Tally;
}

export function createTallies(policies: number): ReplayTallies {
  const none = (): Tallies => new Map();
  return {
    policies: Array.from({ length: policies }, none),
    nothing: none(),
    recorded: none(),
    optimum: createTally(),
  };
}

/** Replays one boot of one host in all its worlds, side by side. */
export class HostReplay {
  private readonly worlds: readonly World[];
  private readonly optimum = new Optimum();
  /** Watched pages of the window at hand as they truly were, by space. */
  private readonly recorded = new Map<string, Float64Array>();
  private readonly shapes = new Shapes();
  /** By node id: the same of all spaces; made anew each window. */
  private readonly recordedPages = new Float64Array(256);
  private facts: HostFacts | undefined;
  private speedOf: Uint8Array = new Uint8Array(256).fill(255);
  private shares = sharesOf(this.speedOf);
  private nodes: readonly number[] = [];
  private firstUnixMs = 0;
  lastUnixMs = 0;

  constructor(
    private readonly options: ReplayOptions,
    private readonly tallies: ReplayTallies,
  ) {
    const { policies, pace, baselines } = options;
    const worlds = policies.map((policy, i) => new World(policy, policy, pace, tallies.policies[i] as Tallies));
    if (baselines) worlds.push(new World(undefined, policies[0], pace, tallies.nothing));
    this.worlds = worlds;
  }

  /** Returns how many runs it had. */
  take(reading: BatchReading): number {
    const runs = reading.spaces.reduce((sum, space) => sum + countOf(space.runs), 0);
    if (reading.windowEndUnixMs < this.lastUnixMs) return runs; // Late: the brain would not have merged it either.
    const batch = seenBatch(reading, this.shapes);
    this.firstUnixMs ||= batch.startUnixMs;
    this.lastUnixMs = batch.endUnixMs;
    if (batch.facts) {
      const { nodes } = batch.facts;
      if (!this.facts || !areOfSameTiers(this.facts.nodes, nodes)) {
        this.speedOf = speedsOf(nodes);
        this.shares = sharesOf(this.speedOf);
        this.nodes = nodes.map(({ id }) => id).filter((id) => id < 255);
      }
      this.facts = batch.facts;
    }
    const isWarm = batch.startUnixMs >= this.firstUnixMs + this.options.warmUpMs;
    const { startUnixMs, endUnixMs } = batch;
    const ground: Ground = {
      startUnixMs,
      endUnixMs,
      pageSize: this.facts?.pageSize ?? 0,
      labels: this.facts?.labels ?? {},
      speedOf: this.speedOf,
      shares: this.shares,
      nodes: this.nodes,
      counts: isWarm && this.facts !== undefined,
    };
    for (const key of batch.ended) this.recorded.delete(key);
    for (const world of this.worlds) world.begin(batch);
    const hits = ground.counts
      ? new HitCount(this.shares, this.options.baselines ? this.optimum : undefined)
      : undefined;
    for (const space of batch.spaces) this.look(space, ground, hits);
    hits?.end();
    if (!batch.isLastPart || !this.facts) return runs;
    const recorded = this.recordedPages;
    for (const { id } of this.facts.nodes) recorded[id] = 0;
    for (const pagesOn of this.recorded.values()) {
      for (const { id } of this.facts.nodes) recorded[id] = (recorded[id] as number) + (pagesOn[id] as number);
    }
    if (this.options.baselines) this.countOptimum(this.facts, recorded, ground);
    const end = { unixMs: endUnixMs, lengthMs: endUnixMs - startUnixMs, isWarm };
    for (const world of this.worlds) world.windowEnded(this.facts, recorded, end);
    return runs;
  }

  /** Takes a space's look in every world, and counts it in all of them. */
  private look(seen: SeenSpace, ground: Ground, count: HitCount | undefined): void {
    const { worlds } = this;
    const { runs, shape } = seen;
    const spaces = worlds.map((world) => world.lay(seen, ground));
    const truly = this.pagesTruly(seen);
    // A world that has the look's runs parted otherwise counts for itself.
    const nodesAt = spaces.map(({ laid }) => (laid?.evidence === runs.evidence ? placeBytes(laid.node) : undefined));
    const trulyAt = placeBytes(runs.node);
    const hits = count?.of(seen, [...nodesAt.map((at) => at ?? trulyAt), trulyAt]);
    worlds.forEach((world, i) => {
      world.count(seen, spaces[i] as WorldSpace, ground, nodesAt[i] === undefined ? undefined : hits?.[i]);
    });
    if (this.options.baselines) {
      const name = classNameOf(this.options.policies[0], seen, ground.labels);
      const { startPage, pages, evidence, node, kind } = runs;
      const { movedAtUnixMs, movedBits } = NO_MOVES;
      // In the order of what is laid anew: all of one shape.
      const laid = { startPage, pages, evidence, kind, node, was: node, movedAtUnixMs, movedBits, isAsBefore: false };
      countLaid(laid, seen, ground, tallyOf(this.tallies.recorded, name), truly, hits?.at(-1));
    }
    const { touching } = shape;
    const touchingAt = touching ? placeBytes(touching) : 0;
    worlds.forEach((world, i) => {
      world.merge(seen, spaces[i] as WorldSpace, ground, nodesAt[i], touchingAt);
    });
  }

  /** By node id: a space's pages as they truly were. */
  private pagesTruly({ key, runs, shape }: SeenSpace): Float64Array {
    let pagesOn = this.recorded.get(key);
    const isNew = pagesOn === undefined;
    if (!pagesOn) {
      pagesOn = new Float64Array(256);
      this.recorded.set(key, pagesOn);
    }
    if (!shape.sameNodes || isNew) countPages(runs, pagesOn);
    return pagesOn;
  }

  private countOptimum({ nodes, pageSize }: HostFacts, recorded: Float64Array, ground: Ground): void {
    if (!ground.counts) return;
    let fastPages = 0;
    let pages = 0;
    for (const { id, freeBytes } of nodes) {
      pages += recorded[id] as number;
      if (ground.speedOf[id] === 0) fastPages += (recorded[id] as number) + freeBytes / pageSize;
    }
    const seconds = (ground.endUnixMs - ground.startUnixMs) / 1000;
    const { slowAccesses, slowPages, accesses } = this.optimum.end(fastPages);
    const { optimum } = this.tallies;
    optimum.accesses += accesses * seconds;
    optimum.slowAccesses += slowAccesses * seconds;
    optimum.byteSeconds += pages * pageSize * seconds;
    optimum.slowByteSeconds += slowPages * pageSize * seconds;
  }
}
