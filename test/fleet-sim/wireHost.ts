import { hostSubject } from '../../services/bus/subjects.js';
import type { AccessBatch } from '../../services/contract/gen/thermocline/v1/AccessBatch.js';
import type { Outcome } from '../../services/contract/gen/thermocline/v1/Outcome.js';
import type { Plan__Output } from '../../services/contract/gen/thermocline/v1/Plan.js';
import type { SpaceKey } from '../../services/contract/gen/thermocline/v1/SpaceKey.js';
import { decodeRanges, pagesIn } from '../../services/contract/ranges.js';
import { BLOCK_BYTES, PAGE_BYTES } from './blocks.js';
import { Hits } from './hits.js';
import { ALREADY_THERE, FAILED, MOVED, pagesWith, SimHost, SKIP_REASONS, SKIPPED } from './host.js';
import { FAST, SLOW, type TieredMemory } from './memory.js';
import type { Pattern } from './patterns.js';
import { mixed } from './random.js';

const BOOT_ID = 'simulated-boot';
const START_TICKS = 100;
const ERRNO_NAMES: Readonly<Record<number, string>> = { 3: 'ESRCH', 22: 'EINVAL' };

/** A modelled host that speaks the contract: access batches and outcomes as messages, plans as they come decoded. */
export class WireHost {
  readonly accessSubject: string;
  readonly outcomeSubject: string;
  private readonly host: SimHost;
  private readonly keys: readonly SpaceKey[];
  /** Packed node columns by part; undefined when blocks have moved since. */
  private nodes: readonly Uint8Array[] | undefined;
  /** Accesses of a second at these rates; undefined when blocks have moved since. */
  private counted: { readonly rates: Float32Array; readonly each: Hits } | undefined;
  private sequence = 0;
  private lastPlanSequence = 0;
  /** End of the last window that was told, and of the first; Unix ms, 0 before. */
  windowEndUnixMs = 0;
  firstWindowEndUnixMs = 0;
  /** Whether no plan has come since the last window; and whether none came ever. */
  awaitsPlan = false;
  neverPlanned = true;
  /** The actuator is at work until then. */
  busyUntilUnixMs = 0;

  constructor(
    readonly hostId: string,
    readonly index: number,
    private readonly pattern: Pattern,
    private readonly memory: TieredMemory,
    residenceSeconds: number,
  ) {
    this.host = new SimHost(pattern.workload, memory, residenceSeconds);
    this.accessSubject = hostSubject('access', hostId);
    this.outcomeSubject = hostSubject('outcome', hostId);
    this.keys = pattern.workload.parts.map((_, part) => ({
      process: { pid: 1000 + part, startTicks: START_TICKS, startStack: 1, exeInode: 1 },
    }));
  }

  get movedBlocks(): number {
    return this.host.movedBlocks;
  }

  get refusedBlocks(): number {
    return this.host.refusedBlocks;
  }

  /** Blocks by which the node's books and where the blocks are differ. */
  get lostBlocks(): number {
    const { nodeOf } = this.memory;
    let fast = 0;
    for (let block = 0; block < nodeOf.length; block++) if (nodeOf[block] === FAST) fast++;
    const there = { [FAST]: fast, [SLOW]: nodeOf.length - fast };
    return ([FAST, SLOW] as const).reduce<number>((lost, node) => {
      return lost + Math.abs(this.memory.total(node) - this.memory.free(node) - there[node]);
    }, 0);
  }

  /** Adds the accesses of a window that began at `seconds`, as they truly were. */
  count(hits: Hits, seconds: number, windowSeconds: number): void {
    const rates = this.pattern.ratesAt(seconds);
    if (this.counted?.rates !== rates) {
      const each = new Hits();
      each.add(this.memory, rates, 1);
      this.counted = { rates, each };
    }
    hits.fast += this.counted.each.fast * windowSeconds;
    hits.all += this.counted.each.all * windowSeconds;
  }

  /** What its collector says of the window that began at `seconds` of the workload's time and ends now. */
  batch(seconds: number, startUnixMs: number, endUnixMs: number): AccessBatch {
    const sequence = ++this.sequence;
    const { templates } = this.pattern;
    this.nodes ??= templates.map(({ part, pack }) =>
      pack(this.memory.nodeOf.subarray(part.first, part.first + part.blocks)),
    );
    const evidence = this.pattern.evidenceAt(seconds, mixed(this.index, sequence));
    const spaces = templates.map(({ part, columns, coverage }, i) => ({
      space: this.keys[i] as SpaceKey,
      command: part.command,
      cgroup: part.cgroup,
      tracker: 'simulated',
      pageGranular: true,
      coverage: { ranges: coverage, looks: this.pattern.looks.count, residencyUnixMs: endUnixMs },
      runs: { ...columns, evidence: evidence[i] as Uint8Array, nodes: this.nodes?.[i] as Uint8Array },
    }));
    this.windowEndUnixMs = endUnixMs;
    this.firstWindowEndUnixMs ||= endUnixMs;
    this.awaitsPlan = true;
    return {
      envelope: this.envelope(sequence, endUnixMs),
      window: { startUnixMs, endUnixMs, number: sequence },
      part: 0,
      parts: 1,
      pageSize: PAGE_BYTES,
      nodes: [FAST, SLOW],
      spaces,
      host: {
        nodes: ([FAST, SLOW] as const).map((id) => ({
          id,
          tier: id,
          totalBytes: this.host.totalBytes(id),
          freeBytes: this.host.freeBytes(id),
          hasCpu: id === FAST,
        })),
        tiers: [
          { rank: 0, nodes: [FAST] },
          { rank: 1, nodes: [SLOW] },
        ],
        tierSource: 'override',
      },
    };
  }

  /** Why a plan is not for this host, or undefined; a plan is taken once. */
  refusal(plan: Plan__Output, nowUnixMs: number): string | undefined {
    if (plan.envelope?.hostId !== this.hostId) return 'other-host';
    if (plan.envelope.bootId !== BOOT_ID) return 'other-boot';
    if (Number(plan.expiresUnixMs) <= nowUnixMs) return 'expired';
    const sequence = Number(plan.envelope.sequence);
    if (sequence <= this.lastPlanSequence) return 'repeated';
    this.lastPlanSequence = sequence;
    return undefined;
  }

  /** Moves what the plan says, all at once, and tells what became of it. `seconds`: the workload's time now. */
  carryOut(plan: Plan__Output, seconds: number, startedUnixMs: number, finishedUnixMs: number): Outcome {
    const carried = plan.spaces.map((moves) => {
      const pid = moves.space?.process?.pid ?? 0;
      const part = this.pattern.workload.parts[pid - 1000] ? pid - 1000 : undefined;
      const { fromNode, toNode } = moves;
      return this.host.carryOut({ part, fromNode, toNode, ...decodeRanges(moves.ranges) }, seconds);
    });
    this.nodes = undefined;
    this.counted = undefined;
    const moved = pagesWith(carried, MOVED);
    const failed: Record<string, number> = {};
    const skipped: Record<string, number> = {};
    for (const { results, details } of carried) {
      results.forEach((result, i) => {
        const detail = details[i] as number;
        if (result === FAILED) tally(failed, ERRNO_NAMES[detail] ?? String(detail));
        if (result === SKIPPED) tally(skipped, SKIP_REASONS[detail] ?? '');
      });
    }
    return {
      envelope: this.envelope(++this.sequence, finishedUnixMs),
      planId: plan.planId,
      state: 'OUTCOME_STATE_COMPLETED',
      policyRevision: plan.policyRevision,
      startedUnixMs,
      finishedUnixMs,
      spaces: plan.spaces.map((moves, movesIndex) => ({
        movesIndex,
        space: moves.space,
        direction: moves.direction,
        fromNode: moves.fromNode,
        toNode: moves.toNode,
        ...(moves.ranges ? { subRuns: moves.ranges } : {}),
        results: carried[movesIndex]?.results ?? new Uint8Array(0),
        // All below 128, so each is its own varint.
        details: carried[movesIndex]?.details ?? new Uint8Array(0),
        skipReasons: [...SKIP_REASONS],
        bytesMoved: pagesWith(carried.slice(movesIndex, movesIndex + 1), MOVED) * PAGE_BYTES,
      })),
      totals: {
        pagesMoved: moved,
        bytesMoved: moved * PAGE_BYTES,
        pagesAlreadyThere: pagesWith(carried, ALREADY_THERE),
        pagesFailed: failed,
        pagesSkipped: skipped,
      },
    };
  }

  private envelope(sequence: number, createdUnixMs: number) {
    return { schemaVersion: 1, hostId: this.hostId, bootId: BOOT_ID, sequence, createdUnixMs };
  }
}

export function bytesOf(plan: Plan__Output): number {
  return plan.spaces.reduce((sum, moves) => sum + pagesIn(moves.ranges), 0) * PAGE_BYTES;
}

function tally(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + BLOCK_BYTES / PAGE_BYTES;
}
