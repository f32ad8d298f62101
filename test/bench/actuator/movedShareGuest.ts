/**
 * Runs inside a lab guest of two nodes, as root: node movedShareGuest.js HELD MIB KIND... Moves MIB of each kind from node 0
 * to node 1 and back through an actuator process, and prints what became of each way, a JSON object a line.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpaceMoves } from '../../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../../services/contract/ranges.js';
import { openKernel } from '../../../services/kernel/real.js';
import { tally } from '../../lab/kernel.watched.js';
import { GuestActuator } from './guestActuator.js';
import { type HeldMemory, holdMemory, type Kind } from './heldMemory.js';
import type { MovedWay } from './movedShare.js';

const [program = '', mib = '', ...kinds] = process.argv.slice(2);
const kernel = openKernel();
const dir = mkdtempSync(join(tmpdir(), 'moved-share-'));
const actuator = await GuestActuator.start(dir);
try {
  for (const kind of kinds as Kind[]) await thereAndBack(kind);
  await actuator.stop();
} catch (error) {
  for (const name of ['actuator', 'nats'])
    process.stderr.write(readFileSync(join(dir, `${name}.log`), 'utf8').slice(-3000));
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
}
// Children that a failure left behind would keep the process, and with it the guest.
process.exit();

async function thereAndBack(kind: Kind): Promise<void> {
  const held = await holdMemory(kind, Number(mib), program, kernel);
  const before = await held.checksum();
  const begun = tally(held.nodes());
  for (const [from, to] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const migrated = () => kernel.host.vmCounters().get('pgmigrate_success') ?? 0;
    const count = migrated();
    const { totals, spaces } = await actuator.carryOut([moves(held, from, to)]);
    const way: MovedWay = {
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
    };
    process.stdout.write(`${JSON.stringify(way)}\n`);
  }
  await held.end();
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
