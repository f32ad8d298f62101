/**
 * Movers that a plan has to name, or that only page frames have, and the safety net, on a real kernel: page frames go to the slow
 * node and back (damos), pages of the slow node leave memory (madvise), a surge is met by reclaim. Runs in the actuator's guest.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fates } from '../../services/actuator/safetyNet.js';
import type { SpaceMoves } from '../../services/contract/gen/thermocline/v1/SpaceMoves.js';
import { encodeRanges } from '../../services/contract/ranges.js';
import { type HeldMemory, holdMemory } from '../bench/actuator/heldMemory.js';
import type { Scene } from './guardParts.js';
import { tally } from './kernel.watched.js';

const MIB = 4;
const SWAP = '/mnt/swap';
/** Of a node of 500 MiB. */
const SURGE_MIB = 180;
/** Far above what the other parts take up, and below what the surge does. */
const safetyNet = { enabled: true, below: 0.3, until: 0.34, cgroups: ['/surge'], mostBytes: '4MiB' };
/** The actuator's, for these parts. */
export const SETTINGS = { physicalRanges: true, leaveMemory: true, limitBytesPerSecond: '16MiB', safetyNet };

export async function moverParts(scene: Scene): Promise<void> {
  await surge(scene);
  await frames(scene);
  await leaving(scene, 'file', 'file out');
  await leaving(scene, 'anon', 'anon out');
  execFileSync('sh', ['-c', `dd if=/dev/zero of=${SWAP} bs=1M count=32 && mkswap ${SWAP} && swapon ${SWAP}`], {
    stdio: 'ignore',
  });
  await leaving(scene, 'anon', 'anon out to swap');
}

/** Memory fills up that no plan speaks of: in a cgroup, for this kernel has no reclaim file of nodes. */
async function surge({ program, dir, kernel, tell }: Scene): Promise<void> {
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
  const refused = () =>
    readFileSync(join(dir, 'actuator.log'), 'utf8').includes('numa/demotion_enabled is not true: reclaim would');
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
  const dropped = dropClean(kernel, `${root}/surge`);
  child.stdin.end();
  await once(child, 'exit');
  tell('surge', { begun, off, on, dropped });
}

/** Clean page cache of a cgroup leaves memory when that is reclaimed from without demotion: what of it the counters tell, in bytes. */
function dropClean({ host }: Scene['kernel'], cgroup: string): { lost: number; demoted: number; left: number } {
  const file = '/mnt/clean';
  const read = `echo $$ >${cgroup}/cgroup.procs && cat ${file} >/dev/null`;
  execFileSync(
    'sh',
    ['-c', `dd if=/dev/zero of=${file} bs=1M count=8 conv=fsync && echo 1 >/proc/sys/vm/drop_caches`],
    {
      stdio: 'ignore',
    },
  );
  execFileSync('sh', ['-c', read]);
  const current = () => Number(readFileSync(`${cgroup}/memory.current`, 'utf8'));
  const [before, had] = [host.vmCounters(), current()];
  writeFileSync(`${cgroup}/memory.reclaim`, '4M');
  return { lost: had - current(), ...fates(before, host.vmCounters(), 4096) };
}

async function frames(scene: Scene): Promise<void> {
  const { program, kernel } = scene;
  const held = await holdMemory('anon', MIB, program, kernel);
  const before = await held.checksum();
  await down(scene, held);
  await byFrames(scene, held, before, 1, 0);
  await byFrames(scene, held, before, 0, 1);
  await held.end();
}

async function byFrames(
  { actuator, kernel, tell }: Scene,
  held: HeldMemory,
  before: string,
  fromNode: number,
  toNode: number,
): Promise<void> {
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
  const bytes = spaces[0]?.bytesMoved;
  const found = { pages: held.pages, ...totals, after: tally(held.nodes()), migrated: migrated() - count, bytes };
  tell(`frames to ${toNode}`, { ...found, sameContent });
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

async function leaving(scene: Scene, kind: 'file' | 'anon', what: string): Promise<void> {
  const { actuator, program, kernel, tell } = scene;
  const held = await holdMemory(kind, MIB, program, kernel);
  const { pages } = held;
  const before = await held.checksum();
  await down(scene, held);
  const cold = await actuator.carryOut([leave(held, 'ADVICE_COLD')]);
  tell(`${kind} cold`, { pages, ...cold.totals, after: tally(held.nodes()) });
  const out = await actuator.carryOut([leave(held, 'ADVICE_PAGEOUT')]);
  const after = tally(held.nodes());
  tell(what, { pages, ...out.totals, after, sameContent: (await held.checksum()) === before });
  await held.end();
}

async function down({ actuator }: Scene, held: HeldMemory): Promise<void> {
  await actuator.carryOut([{ ...ranges(held), direction: 'DIRECTION_DEMOTION', fromNode: 0, toNode: 1 }]);
}

function leave(held: HeldMemory, advice: 'ADVICE_COLD' | 'ADVICE_PAGEOUT'): SpaceMoves {
  const stays = { direction: 'DIRECTION_DEMOTION', fromNode: 1, toNode: 1 } as const;
  return { ...ranges(held), ...stays, mover: 'MOVER_KIND_MADVISE', advice };
}

function ranges({ space, startPage, pages }: HeldMemory): SpaceMoves {
  return { space, ranges: encodeRanges({ startPage: [startPage], pages: [pages] }) };
}
