import type { Plan__Output } from '../contract/gen/thermocline/v1/Plan.js';
import { type TrustedKeys, whyNotSigned } from '../contract/signature.js';
import type { Topology } from '../kernel/port.js';
import type { ControlBook } from './control.js';
import { spaceText } from './moveSpace.js';
import { type MoveGroup, type MovePlan, type PlanHead, readPlan, readPlanHead } from './plan.js';
import { planCodec, signedPlanCodec } from './wire.js';

/** Why a plan is refused whole, by name; the text beside it says the numbers. */
export type RefusalReason =
  | 'too-large'
  | 'malformed'
  | 'forged'
  | 'schema-version'
  | 'other-host'
  | 'other-boot'
  | 'expired'
  | 'page-size'
  | 'stale-fencing-token'
  | 'withdrawn'
  | 'unknown-node'
  | 'single-tier'
  | 'wrong-direction'
  | 'too-many-pages'
  | 'too-many-moves'
  | 'overlapping-runs'
  | 'queue-full';

export interface Refusal {
  readonly reason: RefusalReason;
  readonly text: string;
  /** Who the plan says it is; undefined where nothing in it can be believed. */
  readonly head: PlanHead | undefined;
}

export type Judgement =
  | { readonly verdict: 'accepted'; readonly plan: MovePlan }
  | { readonly verdict: 'repeated'; readonly head: PlanHead }
  | { readonly verdict: 'refused'; readonly refusal: Refusal };

export interface GuardBounds {
  /** Bytes of a signed plan. */
  readonly mostBytes: number;
  readonly mostPages: number;
  readonly mostMoves: number;
}

/** What a plan is judged against; read anew for each plan. */
export interface GuardView {
  readonly hostId: string;
  readonly bootId: string;
  readonly pageSize: number;
  readonly keys: TrustedKeys;
  readonly control: ControlBook;
  readonly topology: Topology;
  readonly nowUnixMs: number;
  /** Whether the journal holds this plan already, by its id or by its host, boot and sequence. */
  readonly seen: (head: PlanHead) => boolean;
  readonly bounds: GuardBounds;
}

export const SCHEMA_VERSION = 1;

/** Whether a plan, as it came, may be carried out here. The signature is verified before anything of the plan is decoded. */
export function judge(bytes: Uint8Array, view: GuardView): Judgement {
  if (bytes.length > view.bounds.mostBytes) {
    return refused('too-large', `${bytes.length} bytes; at most ${view.bounds.mostBytes}`);
  }
  let decoded: Plan__Output;
  let head: PlanHead;
  try {
    const { plan, keyId, signature } = signedPlanCodec.decode(bytes);
    const forged = whyNotSigned('plan', { bytes: plan, keyId, signature }, view.keys);
    if (forged) return refused('forged', forged);
    decoded = planCodec.decode(plan);
    head = readPlanHead(decoded);
  } catch (error) {
    return refused('malformed', messageOf(error));
  }
  if (view.seen(head)) return { verdict: 'repeated', head };
  const refusal = headRefusal(head, view);
  if (refusal) return { verdict: 'refused', refusal };
  try {
    const plan = readPlan(decoded);
    const unfit = movesRefusal(plan, head, view);
    return unfit ? { verdict: 'refused', refusal: unfit } : { verdict: 'accepted', plan };
  } catch (error) {
    return refused('malformed', messageOf(error), head);
  }
}

/** The plan of a journal's record: judged when it came, so only read again. Throws when it cannot be. */
export function readAccepted(bytes: Uint8Array): MovePlan {
  return readPlan(planCodec.decode(signedPlanCodec.decode(bytes).plan));
}

function headRefusal(head: PlanHead, view: GuardView): Refusal | undefined {
  const no = (reason: RefusalReason, text: string): Refusal => ({ reason, text, head });
  if (head.schemaVersion !== SCHEMA_VERSION) {
    return no('schema-version', `version ${head.schemaVersion}; this actuator reads ${SCHEMA_VERSION}`);
  }
  if (head.hostId !== view.hostId) return no('other-host', `for ${head.hostId.slice(0, 64)}; this is ${view.hostId}`);
  if (head.bootId !== view.bootId) return no('other-boot', `for boot ${head.bootId.slice(0, 64)}`);
  if (head.expiresUnixMs <= view.nowUnixMs) {
    return no('expired', `${view.nowUnixMs - head.expiresUnixMs} ms before it came`);
  }
  if (head.pageSize !== view.pageSize) return no('page-size', `${head.pageSize}; pages here have ${view.pageSize}`);
  const highest = view.control.highestFencingToken;
  if (head.fencingToken < highest) return no('stale-fencing-token', `${head.fencingToken} is below ${highest}`);
  if (view.control.withdrawn(head.planId, head.policyName, head.policyRevision)) {
    return no('withdrawn', `the plan, or revision ${head.policyRevision} of ${head.policyName}, was taken back`);
  }
  return undefined;
}

function movesRefusal(plan: MovePlan, head: PlanHead, view: GuardView): Refusal | undefined {
  if (plan.pageCount > view.bounds.mostPages) {
    return { reason: 'too-many-pages', text: `${plan.pageCount}; at most ${view.bounds.mostPages}`, head };
  }
  const moveCount = plan.groups.reduce((sum, { ranges }) => sum + ranges.pages.length, 0);
  if (moveCount > view.bounds.mostMoves) {
    return { reason: 'too-many-moves', text: `${moveCount}; at most ${view.bounds.mostMoves}`, head };
  }
  const twice = overlapIn(plan.groups);
  if (twice !== undefined) return { reason: 'overlapping-runs', text: twice, head };
  if (view.topology.tiers.length < 2) {
    return { reason: 'single-tier', text: 'all memory of this host is of one tier', head };
  }
  const { tiers } = view.topology;
  const ranks = new Map(tiers.flatMap((tier) => tier.nodes.map((node) => [node, tier.rank] as const)));
  for (const group of plan.groups) {
    const unfit = groupRefusal(group, ranks, tiers.length - 1);
    if (unfit) return { ...unfit, head };
  }
  return undefined;
}

/** The first page that two moves of one space both name, in words; ranges of one group are disjoint by their encoding. */
function overlapIn(groups: readonly MoveGroup[]): string | undefined {
  const bySpace = new Map<string, MoveGroup[]>();
  for (const group of groups) {
    const key = spaceText(group.space);
    const known = bySpace.get(key);
    if (known) known.push(group);
    else bySpace.set(key, [group]);
  }
  for (const [key, alike] of bySpace) {
    if (alike.length < 2) continue;
    const runs = alike.flatMap(({ ranges }) =>
      Array.from(ranges.startPage, (start, i) => [start, ranges.pages[i] ?? 0]),
    );
    runs.sort(([a = 0], [b = 0]) => a - b);
    let end = 0;
    for (const [start = 0, pages = 0] of runs) {
      if (start < end) return `page ${start} of ${key} is in two moves`;
      end = start + pages;
    }
  }
  return undefined;
}

function groupRefusal(
  group: MoveGroup,
  ranks: ReadonlyMap<number, number>,
  lastRank: number,
): { reason: RefusalReason; text: string } | undefined {
  const from = ranks.get(group.fromNode);
  const to = ranks.get(group.toNode);
  if (from === undefined || to === undefined) {
    const node = from === undefined ? group.fromNode : group.toNode;
    return { reason: 'unknown-node', text: `spaces[${group.index}]: node ${node} is of no tier of this host` };
  }
  if (group.mover === 'madvise') return adviceRefusal(group, from === lastRank);
  const faster = group.direction === 'promotion' ? to < from : to > from;
  if (faster) return undefined;
  const text = `spaces[${group.index}]: a ${group.direction} from tier ${from} to tier ${to}`;
  return { reason: 'wrong-direction', text };
}

/** What leaves memory goes to no node, and only what no slower node could take may leave. */
function adviceRefusal(group: MoveGroup, isLast: boolean): { reason: RefusalReason; text: string } | undefined {
  if (group.direction === 'demotion' && group.fromNode === group.toNode && isLast) return undefined;
  const { index, direction, fromNode, toNode } = group;
  const text = `spaces[${index}]: madvise takes pages of the last tier out of memory, a demotion from a node to itself`;
  return { reason: 'wrong-direction', text: `${text}; this is a ${direction} from node ${fromNode} to ${toNode}` };
}

function refused(reason: RefusalReason, text: string, head?: PlanHead): Judgement {
  return { verdict: 'refused', refusal: { reason, text, head } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
