/**
 * The processes that the checks of the kernel room watch, and ways to look at what comes back about them.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { errnoName } from '../../services/kernel/errno.js';
import { type DamonRegions, type ResidentRuns, STATUS_UNSET } from '../../services/kernel/port.js';

/** All that were started: whoever started them ends them. */
export const children: ChildProcess[] = [];

export interface Workload {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly startPage: number;
  readonly pages: number;
  readonly hotPages: number;
}

export async function workload(mib: number, hotMib: number): Promise<Workload> {
  const script = fileURLToPath(new URL('./kernel.workload.js', import.meta.url));
  const child = spawn(process.execPath, [script, String(mib), String(hotMib)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return { child, ...JSON.parse(line) };
  throw new Error('the workload ended before it was ready');
}

/** The exerciser of test/workload: a hot range that is written all the time and a cold one, in dense mappings. */
export async function exerciser(hotMib: number, coldMib: number): Promise<Workload> {
  const program = process.argv[2];
  assert.ok(program, 'the path of the exerciser is the first argument');
  const args = ['--hot-mib', String(hotMib), '--warm-mib', '1', '--cold-mib', String(coldMib)];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [first] = await once(createInterface({ input: child.stdout }), 'line');
  child.stdout.resume();
  const { pid, hotStartPage, hotPages, coldPages } = JSON.parse(first);
  return { child, pid, startPage: hotStartPage, hotPages, pages: coldPages };
}

/** Whether it comes true within 10 s; how long it takes hangs on the emulated processor. */
export async function soon(isSo: () => Promise<boolean>): Promise<boolean> {
  for (let i = 0; i < 33; i += 1) {
    if (await isSo()) return true;
    await sleep(300);
  }
  return false;
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

export function pagesFrom(start: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => start + i);
}

/** Statuses by name with their counts: `0`, `1` for nodes, errno names. */
export function tally(status: Int32Array): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of status) {
    const name = value === STATUS_UNSET ? 'unset' : value < 0 ? errnoName(value) : String(value);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Bytes-weighted share of the samples within a range of pages that found an access. */
export function heat(regions: DamonRegions, startPage: number, pages: number): number {
  let seen = 0;
  for (let i = 0; i < regions.startPage.length; i += 1) {
    const from = Math.max(startPage, regions.startPage[i] ?? 0);
    const to = Math.min(startPage + pages, (regions.startPage[i] ?? 0) + (regions.pages[i] ?? 0));
    if (from < to) seen += (to - from) * Math.min(1, (regions.accesses[i] ?? 0) / regions.maxAccesses);
  }
  return seen / pages;
}

export function pagesOf(runs: ResidentRuns | undefined): Map<number, number> {
  assert.ok(runs);
  const pages = new Map<number, number>();
  for (let i = 0; i < runs.startPage.length; i += 1) {
    const first = runs.startPage[i] ?? 0;
    for (let page = first; page < first + (runs.pages[i] ?? 0); page += 1) pages.set(page, runs.kind[i] ?? 0);
  }
  return pages;
}
