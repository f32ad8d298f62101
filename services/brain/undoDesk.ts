import type { Plan } from '../contract/gen/thermocline/v1/Plan.js';
import type { PlanSummary } from '../contract/gen/thermocline/v1/PlanSummary.js';
import type { SpaceKey } from '../contract/gen/thermocline/v1/SpaceKey.js';
import type { SpaceMoves } from '../contract/gen/thermocline/v1/SpaceMoves.js';
import { planIdOf } from '../contract/ids.js';
import { encodeRanges, type RangeColumns } from '../contract/ranges.js';
import { codec } from '../contract/schema.js';
import { type SigningKey, signBytes } from '../contract/signature.js';
import { encodeVarints } from '../contract/varint.js';
import { TIER_UNKNOWN, tierTable } from '../core/host.js';
import type { Policy } from '../core/policy.js';
import { stillThere } from '../core/stillThere.js';
import { ThermoclineError } from '../runtime/errors.js';
import type { Fleet, FleetHost } from './fleet.js';
import type { OutgoingPlan } from './messages.js';
import { ownPlanOf } from './ownPlan.js';
import { summaryOf } from './planService.js';
import type { PlanStore } from './planStore.js';
import type { Tenure } from './tenure.js';

/** Pages of one space that are to go back, from where moves took them to where they were. */
export interface BackMoves {
  readonly space: SpaceKey;
  /** Text of the same. */
  readonly spaceKey: string;
  readonly command: string;
  readonly cgroup: string | undefined;
  readonly className: string;
  readonly fromNode: number;
  readonly toNode: number;
  readonly ranges: RangeColumns;
}

/** What is to be taken back on one host. Travels between threads as it is. */
export interface TakeBack {
  readonly hostId: string;
  readonly bootId: string;
  readonly undoOf: string;
  readonly moves: readonly BackMoves[];
  /** When the last of it was moved, by the host's clock. */
  readonly movedUnixMs: number;
  /** Pages that are none of these moves, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly by: string;
  readonly reason: string;
  readonly isDryRun: boolean;
}

/** What came of it. */
export interface TakenBack {
  readonly summaries: readonly PlanSummary[];
  /** Plans, encoded. */
  readonly bodies: readonly Uint8Array[];
  /** Pages that stay, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

export interface UndoPorts {
  readonly fleet: Fleet;
  readonly store: PlanStore;
  readonly tenure: Tenure;
  readonly policy: () => Policy;
  readonly key: SigningKey;
  readonly unixMs: () => number;
  readonly expiryMs: number;
  publish(plan: OutgoingPlan): void;
}

/** Moves in one plan: some 13 bytes each at most, well within the 1 MiB of a message. */
const MOST_MOVES = 30_000;
const UNDO_REASON = 0;

/** Makes the plans that take moves back, from what is known of the host now. They go by no budget: a person asked for them. */
export class UndoDesk {
  private readonly plans = codec('Plan');
  private readonly signed = codec('SignedPlan');

  constructor(private readonly ports: UndoPorts) {}

  /**
   * Throws RPC_NOT_FOUND for a host that is not known in that boot, RPC_UNAVAILABLE where another brain plans for it,
   * UNDO_NOTHING_LEFT where no page is there still.
   */
  takeBack(order: TakeBack): TakenBack {
    const { fleet, tenure } = this.ports;
    const host = fleet.get(order.hostId);
    if (!host) throw new ThermoclineError('RPC_NOT_FOUND', `host ${order.hostId} has sent nothing of late`);
    if (host.bootId !== order.bootId) {
      throw new ThermoclineError('UNDO_NOTHING_LEFT', `host ${order.hostId} booted anew since; its pages are others`);
    }
    const token = tenure.tokenOf(order.hostId);
    if (token === undefined) {
      throw new ThermoclineError('RPC_UNAVAILABLE', `another brain plans for host ${order.hostId}; ask that one`);
    }
    const { moves, leftOut } = this.fit(host, order);
    if (moves.length === 0) {
      const why = Object.entries(leftOut).map(([reason, pages]) => `${reason} ${pages}`);
      throw new ThermoclineError('UNDO_NOTHING_LEFT', `${order.undoOf}: no page to take back (${why.join(', ')})`);
    }
    const summaries: PlanSummary[] = [];
    const bodies: Uint8Array[] = [];
    let sequence = Math.max(this.ports.store.lastSequence(order.hostId) + 1, this.ports.unixMs());
    for (const part of partsOf(moves)) {
      const body = this.plans.encode(this.planOf(host, order, part, token, sequence++));
      summaries.push(this.send(order, body));
      bodies.push(body);
    }
    return { summaries, bodies, leftOut };
  }

  /** Keeps and sends a plan, and says what lists show of it; what is only shown is kept nowhere. */
  private send(order: TakeBack, body: Uint8Array): PlanSummary {
    const { store, unixMs, key, publish } = this.ports;
    const plan = this.plans.decode(body);
    if (order.isDryRun) {
      const shown = { ...ownPlanOf(plan, body), report: undefined, approval: undefined };
      return { ...summaryOf(shown, unixMs()), state: 'PLAN_STATE_UNSPECIFIED' };
    }
    // Kept before it is sent: its outcome may be here before the acknowledgement.
    const stored = store.add(plan, body);
    const signature = signBytes('plan', body, key);
    publish({
      hostId: order.hostId,
      planId: plan.planId,
      bytes: this.signed.encode({ plan: body, keyId: key.keyId, signature }),
      messageId: `${order.hostId}-${plan.planId}`,
      moves: Number(plan.moveCount),
      pages: Number(plan.pageCount),
    });
    return summaryOf(stored, unixMs());
  }

  /** Leaves out what is known to be elsewhere, freed, or of a space that ended. Demotions first: they make room. */
  private fit(host: FleetHost, order: TakeBack) {
    const tiers = tierTable(host.model);
    const leftOut: Record<string, number> = { ...order.leftOut };
    const leave = (reason: string, pages: number): void => {
      if (pages > 0) leftOut[reason] = (leftOut[reason] ?? 0) + pages;
    };
    const moves: DirectedMoves[] = [];
    for (const each of order.moves) {
      const from = tiers[each.fromNode] ?? TIER_UNKNOWN;
      const to = tiers[each.toNode] ?? TIER_UNKNOWN;
      const space = host.model.spaces.get(each.spaceKey);
      if (from === to || from === TIER_UNKNOWN || to === TIER_UNKNOWN) leave('unknown-node', pagesIn(each.ranges));
      else if (!space) leave('space-gone', pagesIn(each.ranges));
      else {
        const found = stillThere(space.heat, each.ranges, each.fromNode, order.movedUnixMs);
        leave('moved-since', found.elsewhere);
        leave('freed', found.freed);
        const isPromotion = to < from;
        if (found.there.pages.length > 0) moves.push({ ...each, ranges: found.there, isPromotion });
      }
    }
    moves.sort((a, b) => Number(a.isPromotion) - Number(b.isPromotion));
    return { moves, leftOut };
  }

  private planOf(
    host: FleetHost,
    order: TakeBack,
    moves: readonly DirectedMoves[],
    fencingToken: number,
    sequence: number,
  ): Plan {
    const now = this.ports.unixMs();
    const policy = this.ports.policy();
    const { hostId, bootId } = host;
    return {
      envelope: { schemaVersion: 1, hostId, bootId, sequence, createdUnixMs: now },
      planId: planIdOf(hostId, sequence),
      expiresUnixMs: now + this.ports.expiryMs,
      policyName: policy.name,
      // Not the revision whose moves these were: that one may have been withdrawn.
      policyRevision: policy.revision,
      fencingToken,
      pageSize: host.model.facts.pageSize,
      spaces: moves.map(spaceMoves),
      reasons: [{ rule: 'undo', text: `takes back what ${order.undoOf} moved`, numbers: {} }],
      undoOf: order.undoOf,
      shadow: false,
      moveCount: moves.reduce((sum, { ranges }) => sum + ranges.pages.length, 0),
      pageCount: moves.reduce((sum, { ranges }) => sum + pagesIn(ranges), 0),
      requested: { by: order.by, reason: order.reason, atUnixMs: now },
    };
  }
}

interface DirectedMoves extends BackMoves {
  readonly isPromotion: boolean;
}

function pagesIn({ pages }: RangeColumns): number {
  return pages.reduce((sum, length) => sum + length, 0);
}

function spaceMoves({
  space,
  command,
  cgroup,
  className,
  isPromotion,
  fromNode,
  toNode,
  ranges,
}: DirectedMoves): SpaceMoves {
  const count = ranges.pages.length;
  return {
    space,
    command,
    ...(cgroup === undefined ? {} : { cgroup }),
    class: className,
    direction: isPromotion ? 'DIRECTION_PROMOTION' : 'DIRECTION_DEMOTION',
    fromNode,
    toNode,
    ranges: encodeRanges(ranges),
    reasons: new Uint8Array(count).fill(UNDO_REASON),
    heat: new Uint8Array(count),
    ageSeconds: encodeVarints(new Float64Array(count)),
  };
}

/** Moves cut into plans that each fit a message. */
function* partsOf(moves: readonly DirectedMoves[]): Generator<DirectedMoves[]> {
  let part: DirectedMoves[] = [];
  let room = MOST_MOVES;
  for (const each of moves) {
    for (let from = 0; from < each.ranges.pages.length; ) {
      const to = Math.min(each.ranges.pages.length, from + room);
      const ranges = { startPage: each.ranges.startPage.slice(from, to), pages: each.ranges.pages.slice(from, to) };
      part.push({ ...each, ranges });
      room -= to - from;
      from = to;
      if (room > 0) continue;
      yield part;
      part = [];
      room = MOST_MOVES;
    }
  }
  if (part.length > 0) yield part;
}
