import type { Plan__Output } from '../contract/gen/thermocline/v1/Plan.js';
import type { SpaceKey__Output } from '../contract/gen/thermocline/v1/SpaceKey.js';
import type { SpaceMoves__Output } from '../contract/gen/thermocline/v1/SpaceMoves.js';
import { decodeRanges, type RangeColumns } from '../contract/ranges.js';
import { decodeVarints } from '../contract/varint.js';
import type { PageAdvice } from '../kernel/port.js';
import { type MoverName, moverNamed } from './moverName.js';
import { type MoveSpace, readSpace } from './moveSpace.js';

export type MoveDirection = 'promotion' | 'demotion';

/** Moves of one space in one direction between one pair of nodes: one SpaceMoves of a plan, read. */
export interface MoveGroup {
  /** Index into the plan's spaces. */
  readonly index: number;
  /** What the page numbers count in. */
  readonly space: MoveSpace;
  /** The same as it stands in the plan, for the outcome. */
  readonly spaceKey: SpaceKey__Output;
  /** The mover that the plan names; undefined where the space chooses it. */
  readonly mover: MoverName | undefined;
  /** Of madvise's moves alone: they leave memory, so both nodes are the same. */
  readonly advice: PageAdvice | undefined;
  readonly direction: MoveDirection;
  readonly fromNode: number;
  readonly toNode: number;
  /** One move a range; ascending and disjoint. */
  readonly ranges: RangeColumns;
  readonly pageCount: number;
  /** By range, as planned: heat 0..255 for 0..1, and age in seconds; empty where the plan does not say. */
  readonly heat: Uint8Array;
  readonly ageSeconds: Float64Array;
}

/** A plan as the actuator works with it: 64-bit fields as numbers, columns unpacked. */
export interface MovePlan {
  readonly planId: string;
  readonly schemaVersion: number;
  readonly hostId: string;
  readonly bootId: string;
  readonly sequence: number;
  readonly expiresUnixMs: number;
  readonly policyName: string;
  readonly policyRevision: number;
  readonly fencingToken: number;
  readonly pageSize: number;
  readonly groups: readonly MoveGroup[];
  readonly undoOf: string | undefined;
  /** What the plan rests on was so then: by this host's clock where the plan says it, else when the brain made the plan. */
  readonly groundUnixMs: number;
  readonly shadow: boolean;
  readonly pageCount: number;
}

/** A plan that says what cannot be; the message tells which field. */
export class MalformedPlan extends Error {
  constructor(what: string) {
    super(`plan: ${what}`);
    this.name = 'MalformedPlan';
  }
}

/** The fields of a plan that say whose it is. */
export type PlanHead = Omit<MovePlan, 'groups' | 'pageCount'>;

/** `<host>/<boot>/<sequence>`: by this, too, one plan is told from another. */
export function keyOf(head: PlanHead): string {
  return `${head.hostId}/${head.bootId}/${head.sequence}`;
}

/** Reads who the plan is for, before its columns are touched. Throws MalformedPlan. */
export function readPlanHead(plan: Plan__Output): PlanHead {
  const envelope = plan.envelope;
  if (!envelope) throw new MalformedPlan('no envelope');
  if (!plan.planId || plan.planId.length > 128) throw new MalformedPlan('no plan_id, or one above 128 characters');
  return {
    planId: plan.planId,
    schemaVersion: envelope.schemaVersion,
    hostId: envelope.hostId,
    bootId: envelope.bootId,
    sequence: whole(envelope.sequence, 'sequence'),
    expiresUnixMs: whole(plan.expiresUnixMs, 'expires_unix_ms'),
    policyName: plan.policyName,
    policyRevision: whole(plan.policyRevision, 'policy_revision'),
    fencingToken: whole(plan.fencingToken, 'fencing_token'),
    pageSize: plan.pageSize,
    undoOf: plan.undoOf,
    groundUnixMs: whole(plan.ground?.factsUnixMs ?? envelope.createdUnixMs, 'facts_unix_ms'),
    shadow: plan.shadow,
  };
}

/** Reads the moves. Throws MalformedPlan, and MalformedColumn for columns that do not hold what they say. */
export function readPlan(plan: Plan__Output): MovePlan {
  const groups = plan.spaces.map(readGroup);
  return { ...readPlanHead(plan), groups, pageCount: groups.reduce((sum, group) => sum + group.pageCount, 0) };
}

function readGroup(moves: SpaceMoves__Output, index: number): MoveGroup {
  const spaceKey = moves.space;
  const space = spaceKey && readSpace(spaceKey);
  if (!space) throw new MalformedPlan(`spaces[${index}] has no space`);
  if (space.kind === 'physical' && space.node !== moves.fromNode) {
    throw new MalformedPlan(`spaces[${index}] takes frames of node ${space.node} from node ${moves.fromNode}`);
  }
  const ranges = decodeRanges(moves.ranges);
  const mover = moverNamed(moves.mover);
  let pageCount = 0;
  for (const pages of ranges.pages) pageCount += pages;
  return {
    index,
    space,
    spaceKey,
    mover,
    advice: mover === 'madvise' ? adviceOf(moves) : undefined,
    direction: directionOf(moves, index),
    fromNode: moves.fromNode,
    toNode: moves.toNode,
    ranges,
    pageCount,
    heat: moves.heat,
    ageSeconds: agesOf(moves),
  };
}

function agesOf({ ageSeconds, ranges }: SpaceMoves__Output): Float64Array {
  const ages = new Float64Array(ageSeconds.length === 0 ? 0 : (ranges?.count ?? 0));
  decodeVarints(ageSeconds, ages.length, ages, 'age_seconds');
  return ages;
}

function adviceOf({ advice }: SpaceMoves__Output): PageAdvice {
  return advice === 'ADVICE_COLD' ? 'cold' : 'pageout';
}

function directionOf(moves: SpaceMoves__Output, index: number): MoveDirection {
  if (moves.direction === 'DIRECTION_PROMOTION') return 'promotion';
  if (moves.direction === 'DIRECTION_DEMOTION') return 'demotion';
  throw new MalformedPlan(`spaces[${index}] has direction ${moves.direction}`);
}

/** 64-bit fields arrive as text; all that the actuator reckons with stay below 2^53. */
export function whole(text: string, field: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new MalformedPlan(`${field} is ${text}`);
  return value;
}
