import { applyFacts, applyLook, createHost, type HostModel } from '../../services/core/host.js';
import { recordFailed, recordFound, recordMoved } from '../../services/core/moved.js';
import { planHost } from '../../services/core/planner.js';
import { heatParametersOf } from '../../services/core/policy.js';
import type { PolicySpec } from '../../services/core/policySpec.js';
import { BLOCK_BYTES, BLOCK_KIND, BLOCK_PAGES, coverageOf, PAGE_BYTES, startsOf } from './blocks.js';
import { evidenceOf, looksIn } from './evidence.js';
import { Hits } from './hits.js';
import { ALREADY_THERE, type Carried, MOVED, SimHost, type SimMoves, SKIPPED } from './host.js';
import { FAST, SLOW, TieredMemory } from './memory.js';
import { oracleMoves } from './oracle.js';
import { FLEET_POLICY, soundPolicy } from './policy.js';
import { mixed, seeded } from './random.js';
import { Usefulness } from './usefulness.js';
import { createWorkload, type WorkloadName } from './workloads.js';

/** One host in simulated time, planned for by core itself: no process, no wire, no clock. */
export interface PlacementOptions {
  readonly workload: WorkloadName;
  readonly seed: number;
  readonly intervals: number;
  readonly blocks?: number;
  /** Share of the footprint that the fast tier holds. */
  readonly fastShare?: number;
  /** Share of the fast tier that first touch fills. */
  readonly fill?: number;
  readonly intervalSeconds?: number;
  readonly policy?: PolicySpec;
  /** Another planner in place of core's, to compare. */
  readonly planner?: typeof planHost;
}

export interface PlacementResult {
  /** Shares of accesses that hit the fast tier, over all intervals from the first one on. */
  readonly hitShare: number;
  readonly oracleHitShare: number;
  readonly noMigrationHitShare: number;
  readonly uselessMoves: number;
  readonly wentBack: number;
  readonly notSeenHot: number;
  readonly judgedMoves: number;
  readonly movedBlocks: number;
  readonly oracleMoves: number;
  readonly skippedBlocks: number;
  /** By interval: share of accesses that hit the fast tier; of ours, and of the oracle's. */
  readonly hitShareByInterval: Float32Array;
  readonly oracleByInterval: Float32Array;
}

export const BLOCKS = 2000;
export const FAST_SHARE = 0.4;
export const INTERVAL_SECONDS = 10;
const HOLD_AFTER_FAILURE_MS = 60_000;
/** Any time will do; plans and looks tell it in Unix ms. */
const START_UNIX_MS = 1_700_000_000_000;

/** Runs three hosts of the same beginning side by side: one under plans, one under the oracle, one that is left alone. */
export function placementRun(options: PlacementOptions): PlacementResult {
  const { intervals, seed, blocks = BLOCKS, fastShare = FAST_SHARE, fill = 1 } = options;
  const seconds = options.intervalSeconds ?? INTERVAL_SECONDS;
  const planner = options.planner ?? planHost;
  const policy = soundPolicy(options.policy ?? FLEET_POLICY);
  const random = seeded(mixed(seed, 1));
  const workload = createWorkload(options.workload, blocks, mixed(seed, 2));
  const shape = { blocks, fastBlocks: Math.round(blocks * fastShare), slowBlocks: blocks };
  const memory = TieredMemory.firstTouch(shape, fill, random);
  const oracle = memory.copy();
  const untouched = memory.copy();
  const host = new SimHost(workload, memory, policy.residenceSeconds);
  const model = createHost();
  const looks = looksIn(seconds);
  const budgetBlocks = Math.floor((policy.bytesPerSecondPerHost * seconds) / BLOCK_BYTES);
  const windowSeconds = policy.pingPongWindowSeconds ?? policy.residenceSeconds;
  const usefulness = new Usefulness(blocks, windowSeconds, (policy.classes[0]?.hotRate ?? 0) * 255);
  const [ours, best, still] = [new Hits(), new Hits(), new Hits()];
  const hitShareByInterval = new Float32Array(intervals);
  const oracleByInterval = new Float32Array(intervals);
  let oracleMoved = 0;
  for (let interval = 0; interval < intervals; interval++) {
    const rates = workload.rates(workload.epochAt(interval * seconds));
    oracleMoved += oracleMoves(oracle, rates, budgetBlocks);
    for (const [hits, where, each] of [
      [ours, memory, hitShareByInterval],
      [best, oracle, oracleByInterval],
      [still, untouched, undefined],
    ] as const) {
      const before = { fast: hits.fast, all: hits.all };
      hits.add(where, rates, seconds);
      if (each) each[interval] = (hits.fast - before.fast) / (hits.all - before.all);
    }
    const end = (interval + 1) * seconds;
    const evidence = evidenceOf(rates, looks, random);
    usefulness.look(evidence, end);
    observe(model, host, evidence, looks.seconds * looks.count, end, policy);
    const draft = planner(model, policy, [], START_UNIX_MS + end * 1000, { planSeconds: seconds });
    for (const group of draft?.groups ?? []) {
      const part = workload.parts.findIndex(({ command }) => command === group.spaceKey);
      const moves: SimMoves = { ...group, part };
      const carried = host.carryOut(moves, end, (block, to, at) => usefulness.moved(block, to, at));
      learn(model, group.spaceKey, moves, carried, START_UNIX_MS + end * 1000);
    }
  }
  return {
    hitShare: ours.share,
    oracleHitShare: best.share,
    noMigrationHitShare: still.share,
    uselessMoves: usefulness.share,
    wentBack: usefulness.wentBack,
    notSeenHot: usefulness.notSeenHot,
    judgedMoves: usefulness.judged,
    movedBlocks: host.movedBlocks,
    oracleMoves: oracleMoved,
    skippedBlocks: host.refusedBlocks,
    hitShareByInterval,
    oracleByInterval,
  };
}

/** Tells core what the brain would have been told. */
function observe(
  model: HostModel,
  host: SimHost,
  evidence: Uint8Array,
  windowSeconds: number,
  end: number,
  policy: PolicySpec,
): void {
  const endUnixMs = START_UNIX_MS + end * 1000;
  const nodes = [FAST, SLOW].map((id) => ({
    id,
    tier: id,
    totalBytes: host.totalBytes(id as 0 | 1),
    freeBytes: host.freeBytes(id as 0 | 1),
  }));
  applyFacts(model, { nodes, labels: {}, pageSize: PAGE_BYTES, atUnixMs: endUnixMs });
  for (const part of host.workload.parts) {
    const runs = {
      startPage: startsOf(part),
      pages: new Float64Array(part.blocks).fill(BLOCK_PAGES),
      evidence: evidence.subarray(part.first, part.first + part.blocks),
      node: host.memory.nodeOf.subarray(part.first, part.first + part.blocks),
      kind: new Uint8Array(part.blocks).fill(BLOCK_KIND),
    };
    const look = {
      runs,
      coverage: coverageOf(part),
      nodes: [FAST, SLOW],
      windowSeconds,
      endUnixMs,
      residencyUnixMs: endUnixMs,
      pageGranular: true,
    };
    const identity = { key: part.command, command: part.command, cgroup: part.cgroup };
    applyLook(model, identity, look, heatParametersOf(policy));
  }
}

/** Tells core of an outcome, as the brain would. */
function learn(model: HostModel, key: string, moves: SimMoves, carried: Carried, atUnixMs: number): void {
  const space = model.spaces.get(key);
  if (!space) return;
  const ranges = (wanted: (result: number, detail: number) => boolean) => {
    const chosen = [...carried.results.keys()].filter((i) =>
      wanted(carried.results[i] as number, carried.details[i] as number),
    );
    return {
      startPage: Float64Array.from(chosen, (i) => moves.startPage[i] as number),
      pages: Float64Array.from(chosen, (i) => moves.pages[i] as number),
    };
  };
  recordMoved(
    space.heat,
    ranges((result) => result === MOVED),
    moves.toNode,
    atUnixMs,
  );
  recordFound(
    space.heat,
    ranges((result) => result === ALREADY_THERE),
    moves.toNode,
    atUnixMs,
  );
  // What was skipped for want of room says nothing of the pages.
  const held = ranges((result, detail) => result > ALREADY_THERE && !(result === SKIPPED && detail === 1));
  recordFailed(space.heat, held, atUnixMs + HOLD_AFTER_FAILURE_MS);
}
