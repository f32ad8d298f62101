import type { Direction__Output } from './gen/thermocline/v1/Direction.js';
import type { SpaceKey__Output } from './gen/thermocline/v1/SpaceKey.js';
import type { PackedRanges } from './ranges.js';
import { codec } from './schema.js';
import { WireWriter } from './wireWriter.js';

/** A plan as a brain makes it: all of its members are written, whatever they are. */
export interface PlanToEncode {
  readonly envelope: Readonly<Record<'schemaVersion' | 'sequence' | 'createdUnixMs', number>> &
    Readonly<Record<'hostId' | 'bootId', string>>;
  readonly planId: string;
  readonly expiresUnixMs: number;
  readonly policyName: string;
  readonly policyRevision: number;
  readonly fencingToken: number;
  readonly pageSize: number;
  readonly spaces: readonly SpaceMovesToEncode[];
  readonly reasons: readonly ReasonToEncode[];
  readonly shadow: boolean;
  readonly moveCount: number;
  readonly pageCount: number;
  readonly ground: GroundToEncode;
}

export interface SpaceMovesToEncode {
  readonly space: SpaceKey__Output;
  readonly command: string;
  readonly cgroup?: string;
  readonly class: string;
  readonly direction: Direction__Output;
  readonly fromNode: number;
  readonly toNode: number;
  readonly ranges: PackedRanges;
  readonly reasons: Uint8Array;
  readonly heat: Uint8Array;
  readonly ageSeconds: Uint8Array;
}

export interface ReasonToEncode {
  readonly rule: string;
  readonly text: string;
  readonly numbers: Readonly<Record<string, number>>;
}

export interface GroundToEncode {
  readonly bytesPerSecond: number;
  readonly planSeconds: number;
  readonly waitingPages: number;
  readonly budgetPages: number;
  readonly factsUnixMs: number;
  readonly nodes: readonly Readonly<Record<'node' | 'tier' | 'headroomPages' | 'roomBefore' | 'roomAfter', number>>[];
}

const DIRECTIONS: Readonly<Record<Direction__Output, number>> = {
  DIRECTION_UNSPECIFIED: 0,
  DIRECTION_PROMOTION: 1,
  DIRECTION_DEMOTION: 2,
};

/** Encodes plans to the very bytes that the codec makes of them, at a fraction of its cost. */
export class PlanEncoder {
  private readonly writer = new WireWriter();
  private readonly spaceKeys = codec('SpaceKey');

  plan(plan: PlanToEncode): Uint8Array {
    const { writer } = this;
    writer.begin();
    const { envelope } = plan;
    const opened = writer.open(1);
    writer.uint32(1, envelope.schemaVersion);
    writer.string(2, envelope.hostId);
    writer.string(3, envelope.bootId);
    writer.int64(4, envelope.sequence);
    writer.int64(5, envelope.createdUnixMs);
    writer.close(opened);
    writer.string(2, plan.planId);
    writer.int64(3, plan.expiresUnixMs);
    writer.string(4, plan.policyName);
    writer.int64(5, plan.policyRevision);
    writer.int64(6, plan.fencingToken);
    writer.uint32(7, plan.pageSize);
    for (const moves of plan.spaces) this.moves(moves);
    for (const reason of plan.reasons) this.reason(reason);
    writer.bool(11, plan.shadow);
    writer.int64(12, plan.moveCount);
    writer.int64(13, plan.pageCount);
    this.ground(plan.ground);
    return writer.take();
  }

  /** SignedPlan. */
  signed(plan: Uint8Array, keyId: string, signature: Uint8Array): Uint8Array {
    const { writer } = this;
    writer.begin();
    writer.bytes(1, plan);
    writer.string(2, keyId);
    writer.bytes(3, signature);
    return writer.take();
  }

  private moves(moves: SpaceMovesToEncode): void {
    const { writer } = this;
    const opened = writer.open(8);
    this.space(moves.space);
    writer.string(2, moves.command);
    if (moves.cgroup !== undefined) writer.string(3, moves.cgroup);
    writer.string(4, moves.class);
    writer.uint32(5, DIRECTIONS[moves.direction]);
    writer.uint32(6, moves.fromNode);
    writer.uint32(7, moves.toNode);
    const ranges = writer.open(8);
    writer.uint32(1, moves.ranges.count);
    writer.bytes(2, moves.ranges.gaps);
    writer.bytes(3, moves.ranges.lengths);
    writer.close(ranges);
    writer.bytes(9, moves.reasons);
    writer.bytes(10, moves.heat);
    writer.bytes(11, moves.ageSeconds);
    writer.close(opened);
  }

  private space(key: SpaceKey__Output): void {
    const { writer } = this;
    const { process } = key;
    if (!process) {
      writer.bytes(1, this.spaceKeys.encode(key));
      return;
    }
    const opened = writer.open(1);
    const inner = writer.open(1);
    writer.uint32(1, process.pid);
    writer.int64(2, process.startTicks);
    writer.int64(3, process.startStack);
    writer.int64(4, process.exeInode);
    writer.close(inner);
    writer.close(opened);
  }

  private reason({ rule, text, numbers }: ReasonToEncode): void {
    const { writer } = this;
    const opened = writer.open(9);
    writer.string(1, rule);
    writer.string(2, text);
    for (const name of Object.keys(numbers)) {
      const entry = writer.open(3);
      writer.string(1, name);
      writer.double(2, numbers[name] as number);
      writer.close(entry);
    }
    writer.close(opened);
  }

  private ground(ground: GroundToEncode): void {
    const { writer } = this;
    const opened = writer.open(14);
    writer.double(1, ground.bytesPerSecond);
    writer.double(2, ground.planSeconds);
    writer.int64(3, ground.waitingPages);
    writer.int64(4, ground.budgetPages);
    writer.int64(5, ground.factsUnixMs);
    for (const node of ground.nodes) {
      const room = writer.open(6);
      writer.uint32(1, node.node);
      writer.uint32(2, node.tier);
      writer.int64(3, node.headroomPages);
      writer.sint64(4, node.roomBefore);
      writer.sint64(5, node.roomAfter);
      writer.close(room);
    }
    writer.close(opened);
  }
}
