import { BLOCK_BYTES, BLOCK_PAGES, blockAt } from './blocks.js';
import { FAST, SLOW, type TieredMemory } from './memory.js';
import type { Workload } from './workloads.js';

/** Moves of one process between two nodes: what a plan says, wherever it was read from. */
export interface SimMoves {
  /** Index into the workload's parts; undefined for a process that is not here. */
  readonly part: number | undefined;
  readonly fromNode: number;
  readonly toNode: number;
  readonly startPage: Float64Array;
  readonly pages: Float64Array;
}

/** SubRunResult as on the wire. */
export const MOVED = 1;
export const ALREADY_THERE = 2;
export const FAILED = 3;
export const SKIPPED = 4;

/** What a skip's detail is an index of; the names are the actuator's. */
export const SKIP_REASONS = ['residence', 'target-full'] as const;
const ESRCH = 3;
const EINVAL = 22;

/** What became of each range of one SimMoves. */
export interface Carried {
  readonly results: Uint8Array;
  /** errno of a failure, index into SKIP_REASONS for a skip. */
  readonly details: Uint8Array;
}

/** Told of each block that moved. */
export type OnMove = (block: number, toNode: number, seconds: number) => void;

/** One modelled host: what its pages are worth, where they are, and an actuator that carries plans out with its own guards. */
export class SimHost {
  /** By block: when it last moved, seconds of the workload's time. */
  private readonly movedAt: Float32Array;
  movedBlocks = 0;
  refusedBlocks = 0;

  constructor(
    readonly workload: Workload,
    readonly memory: TieredMemory,
    private readonly residenceSeconds: number,
  ) {
    this.movedAt = new Float32Array(memory.nodeOf.length).fill(Number.NEGATIVE_INFINITY);
  }

  freeBytes(node: typeof FAST | typeof SLOW): number {
    return this.memory.free(node) * BLOCK_BYTES;
  }

  totalBytes(node: typeof FAST | typeof SLOW): number {
    return this.memory.total(node) * BLOCK_BYTES;
  }

  /** Carries moves out as they stand, in order. */
  carryOut(moves: SimMoves, seconds: number, onMove?: OnMove): Carried {
    const count = moves.startPage.length;
    const carried = { results: new Uint8Array(count), details: new Uint8Array(count) };
    for (let i = 0; i < count; i++) {
      const [result, detail] = this.move(moves, i, seconds);
      carried.results[i] = result;
      carried.details[i] = detail;
      if (result === MOVED) {
        this.movedBlocks++;
        const block = this.blockOf(moves, i) as number;
        this.movedAt[block] = seconds;
        onMove?.(block, moves.toNode, seconds);
      } else if (result !== ALREADY_THERE) {
        this.refusedBlocks++;
      }
    }
    return carried;
  }

  private move(moves: SimMoves, i: number, seconds: number): readonly [result: number, detail: number] {
    if (moves.part === undefined) return [FAILED, ESRCH];
    const block = this.blockOf(moves, i);
    if (block === undefined || moves.toNode > SLOW) return [FAILED, EINVAL];
    const to = moves.toNode === FAST ? FAST : SLOW;
    if (this.memory.nodeOf[block] === to) return [ALREADY_THERE, 0];
    if (seconds - (this.movedAt[block] as number) < this.residenceSeconds) return [SKIPPED, 0];
    return this.memory.move(block, to) ? [MOVED, 0] : [SKIPPED, 1];
  }

  private blockOf({ part, startPage, pages }: SimMoves, i: number): number | undefined {
    const where = this.workload.parts[part ?? -1];
    return where && blockAt(where, startPage[i] as number, pages[i] as number);
  }
}

/** Pages of moves that had this result. */
export function pagesWith(carried: readonly Carried[], result: number): number {
  let blocks = 0;
  for (const { results } of carried) for (const each of results) if (each === result) blocks++;
  return blocks * BLOCK_PAGES;
}
