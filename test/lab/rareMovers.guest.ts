/**
 * Runs inside a lab guest of two nodes, as root: node rareMovers.guest.js HELD. Page frames go to the slow node and back by plans
 * for the mover damos, pages of the slow node leave memory by plans for madvise, and a surge is met by the safety net, in an
 * actuator process. Prints what became of each as a line of JSON; asserts are the caller's.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SpaceMoves } from '../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../services/contract/ranges.js';
import { openKernel } from '../../services/kernel/real.js';
import { GuestActuator } from '../bench/actuator/guestActuator.js';
import { type HeldMemory, holdMemory } from '../bench/actuator/heldMemory.js';
import { tally } from './kernel.watched.js';

const MIB = 8;
const SWAP = '/mnt/swap';
/** Of a node of 500 MiB. */
const SURGE_MIB = 220;

const [program = ''] = process.argv.slice(2);
const kernel = openKernel();
const dir = mkdtempSync(join(tmpdir(), 'rare-movers-'));
/** Far above what the other parts of this program take up, and below what the surge does. */
const safetyNet = { enabled: true, below: 0.3, until: 0.34, cgroups: ['/surge'], mostBytes: '4MiB' };
const settings = { physicalRanges: true, leaveMemory: true, limitBytesPerSecond: '16MiB', safetyNet };
const actuator = await GuestActuator.start(dir, settings);
try {
  await surge();
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

/** Memory fills up that no plan speaks of: in a cgroup, for this kernel has no reclaim file of nodes. */
async function surge(): Promise<void> {
  const [root, demotion] = ['/sys/fs/cgroup', '/sys/kernel/mm/numa/demotion_enabled'];
  writeFileSync(`${root}/cgroup.subtree_control`, '+memory');
  mkdirSync(`${root}/surge`);
  const shell = `echo $$ >${root}/surge/cgroup.procs && exec ${program} anon ${SURGE_MIB}`;
  const child = spawn('sh', ['-c', shell], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const onSlow = () => kernel.host.numaStat('/surge')?.get('anon')?.get(1) ?? 0;
  const free = () => {
    const node = kernel.host.topology().nodes.find(({ id }) => id === 0);
    return node ? node.freeBytes / node.totalBytes : Number.NaN;
  };
  const begun = { free: free(), onSlow: onSlow() };
  const refused = () => logged('a node is short of memory: numa/demotion_enabled is not true');
  for (let looks = 0; looks < 600 && !refused(); looks++) await sleep(100);
  const off = { free: free(), onSlow: onSlow(), refused: refused() };
  writeFileSync(demotion, '1');
  for (let looks = 0; looks < 300 && free() < safetyNet.until; looks++) await sleep(100);
  await sleep(1500);
  writeFileSync(demotion, '0');
  const metrics = await (await fetch('http://127.0.0.1:7432/metrics')).text();
  const told = (fate: string) =>
    Number(new RegExp(`reclaimed_bytes_total\\{.*fate="${fate}".*\\} (\\d+)`).exec(metrics)?.[1]);
  const on = { free: free(), onSlow: onSlow(), demoted: told('demoted'), left: told('left-memory') };
  child.stdin.end();
  await once(child, 'exit');
  process.stdout.write(`${JSON.stringify({ what: 'surge', begun, off, on })}\n`);
}

function logged(text: string): boolean {
  return readFileSync(join(dir, 'actuator.log'), 'utf8').includes(text);
}

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
