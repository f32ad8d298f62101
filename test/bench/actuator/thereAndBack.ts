import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../../services/contract/ranges.js';
import type { Kernel } from '../../../services/kernel/port.js';
import { tally } from '../../lab/kernel.watched.js';
import type { GuestActuator } from './guestActuator.js';
import { type HeldMemory, holdMemory, type Kind } from './heldMemory.js';
import type { MovedWay } from './movedShare.js';

/** Who moves, and held.c, compiled. */
export interface Mine {
  readonly actuator: GuestActuator;
  readonly kernel: Kernel;
  readonly program: string;
}

/** Moves `mib` of one kind from node 0 to node 1 and back through an actuator process. Runs in the guest, as root. */
export async function thereAndBack({ actuator, kernel, program }: Mine, kind: Kind, mib: number): Promise<MovedWay[]> {
  const held = await holdMemory(kind, mib, program, kernel);
  const before = await held.checksum();
  const begun = tally(held.nodes());
  const migrated = () => kernel.host.vmCounters().get('pgmigrate_success') ?? 0;
  const ways: MovedWay[] = [];
  for (const [from, to] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const count = migrated();
    const { totals, spaces } = await actuator.carryOut([moves(held, from, to)]);
    ways.push({
      kind,
      from,
      to,
      pages: held.pages,
      begun,
      after: tally(held.nodes()),
      pagesMoved: Number(totals?.pagesMoved),
      migrated: migrated() - count,
      failed: totals?.pagesFailed ?? {},
      skipped: totals?.pagesSkipped ?? {},
      seconds: spaces.reduce((sum, { seconds }) => sum + seconds, 0),
      sameContent: (await held.checksum()) === before,
    });
  }
  await held.end();
  return ways;
}

function moves(held: HeldMemory, fromNode: number, toNode: number): SpaceMoves {
  return {
    space: held.space,
    direction: toNode < fromNode ? 'DIRECTION_PROMOTION' : 'DIRECTION_DEMOTION',
    fromNode,
    toNode,
    ranges: encodeRanges({ startPage: [held.startPage], pages: [held.pages] }),
  };
}
