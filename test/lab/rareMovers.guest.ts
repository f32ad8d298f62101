/**
 * Runs inside a lab guest of two nodes, as root: node rareMovers.guest.js HELD. Page frames go to the slow node and back by plans
 * for the mover damos, and pages of the slow node leave memory by plans for madvise, through an actuator process. Prints what
 * became of each as a line of JSON; asserts are the caller's.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpaceMoves } from '../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../services/contract/ranges.js';
import { openKernel } from '../../services/kernel/real.js';
import { GuestActuator } from '../bench/actuator/guestActuator.js';
import { type HeldMemory, holdMemory } from '../bench/actuator/heldMemory.js';
import { tally } from './kernel.watched.js';

const MIB = 8;
const SWAP = '/mnt/swap';

const [program = ''] = process.argv.slice(2);
const kernel = openKernel();
const dir = mkdtempSync(join(tmpdir(), 'rare-movers-'));
const settings = { physicalRanges: true, leaveMemory: true, limitBytesPerSecond: '16MiB' };
const actuator = await GuestActuator.start(dir, settings);
try {
  await frames();
  await leaving('file', false);
  await leaving('anon', false);
  execFileSync('sh', ['-c', `dd if=/dev/zero of=${SWAP} bs=1M count=32 && mkswap ${SWAP} && swapon ${SWAP}`], {
    stdio: 'ignore',
  });
  await leaving('anon', true);
  await actuator.stop();
  const table = readFileSync('/sys/kernel/mm/damon/admin/kdamonds/nr_kdamonds', 'utf8').trim();
  process.stdout.write(`${JSON.stringify({ what: 'end', table })}\n`);
} catch (error) {
  for (const name of ['actuator', 'nats'])
    process.stderr.write(readFileSync(join(dir, `${name}.log`), 'utf8').slice(-3000));
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
}
process.exit();

async function frames(): Promise<void> {
  const held = await holdMemory('anon', MIB, program, kernel);
  const before = await held.checksum();
  await down(held);
  await byFrames(held, before, 1, 0);
  await byFrames(held, before, 0, 1);
  await held.end();
}

async function byFrames(held: HeldMemory, before: string, fromNode: number, toNode: number): Promise<void> {
  const sorted = framesOf(held);
  const migrated = () => kernel.host.vmCounters().get('pgmigrate_success') ?? 0;
  const count = migrated();
  const { totals, spaces } = await actuator.carryOut([
    {
      space: { physical: { node: fromNode } },
      direction: toNode < fromNode ? 'DIRECTION_PROMOTION' : 'DIRECTION_DEMOTION',
      fromNode,
      toNode,
      ranges: encodeRanges({ startPage: [...sorted], pages: [...sorted].map(() => 1) }),
    },
  ]);
  const sameContent = (await held.checksum()) === before;
  tell(held, `frames to ${toNode}`, totals, {
    sameContent,
    migrated: migrated() - count,
    bytes: spaces[0]?.bytesMoved,
  });
}

/** Page frames (Documentation/admin-guide/mm/pagemap.rst: bits 0-54), ascending. */
function framesOf({ space, startPage, pages }: HeldMemory): Float64Array {
  const entries = Buffer.alloc(pages * 8);
  const fd = openSync(`/proc/${space.process?.pid}/pagemap`, 'r');
  readSync(fd, entries, 0, entries.length, startPage * 8);
  closeSync(fd);
  return Float64Array.from({ length: pages }, (_, i) =>
    Number(entries.readBigUInt64LE(i * 8) & ((1n << 55n) - 1n)),
  ).sort();
}

async function leaving(kind: 'file' | 'anon', swap: boolean): Promise<void> {
  const held = await holdMemory(kind, MIB, program, kernel);
  const before = await held.checksum();
  await down(held);
  const cold = await actuator.carryOut([leave(held, 'ADVICE_COLD')]);
  tell(held, `${kind} cold`, cold.totals, {});
  const out = await actuator.carryOut([leave(held, 'ADVICE_PAGEOUT')]);
  const after = tally(held.nodes());
  const sameContent = (await held.checksum()) === before;
  tell(held, `${kind} out${swap ? ' to swap' : ''}`, out.totals, { after, sameContent });
  await held.end();
}

async function down(held: HeldMemory): Promise<void> {
  await actuator.carryOut([{ ...ranges(held), direction: 'DIRECTION_DEMOTION', fromNode: 0, toNode: 1 }]);
}

function leave(held: HeldMemory, advice: 'ADVICE_COLD' | 'ADVICE_PAGEOUT'): SpaceMoves {
  const stays = { direction: 'DIRECTION_DEMOTION', fromNode: 1, toNode: 1 } as const;
  return { ...ranges(held), ...stays, mover: 'MOVER_KIND_MADVISE', advice };
}

function ranges({ space, startPage, pages }: HeldMemory): SpaceMoves {
  return { space, ranges: encodeRanges({ startPage: [startPage], pages: [pages] }) };
}

function tell(held: HeldMemory, what: string, totals: object | null, more: object): void {
  const line = { what, pages: held.pages, ...totals, after: tally(held.nodes()), ...more };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
