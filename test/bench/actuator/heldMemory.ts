import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { SpaceKey } from '../../../services/contract/gen/thermocline/v1/SpaceKey.js';
import type { Kernel } from '../../../services/kernel/port.js';

/** Kinds of memory that are moved there and back; `cache` and `tmpfs` are mapped by no process. */
export const KINDS = ['anon', 'file', 'shmem', 'thp', 'cache', 'tmpfs', 'tmpfs-huge'] as const;
export type Kind = (typeof KINDS)[number];

/** The guest's scratch disk, an ext4. */
const DISK = '/mnt';

/** What held.c holds, and how to ask the kernel about it without the actuator. */
export interface HeldMemory {
  readonly space: SpaceKey;
  readonly startPage: number;
  readonly pages: number;
  /** Of the content, as the holder reads it now. */
  checksum(): Promise<string>;
  /** Node of each page, or a negative errno. */
  nodes(): Int32Array;
  /** Gives the memory back. */
  end(): Promise<void>;
}

/** Fills memory of one kind. `program`: held.c, compiled. Runs in the guest, as root. */
export async function holdMemory(kind: Kind, mib: number, program: string, kernel: Kernel): Promise<HeldMemory> {
  const unmapped = kind === 'cache' || kind.startsWith('tmpfs');
  const path = unmapped || kind === 'file' ? `${directoryOf(kind)}/held` : undefined;
  const args = [unmapped ? 'unmapped' : kind, String(mib), ...(path === undefined ? [] : [path])];
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const next = async (): Promise<string> => {
    const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => [undefined])]);
    if (typeof line !== 'string') throw new Error(`held ${args.join(' ')} ended`);
    return line;
  };
  const { pid, startPage, pages } = JSON.parse(await next()) as { pid: number; startPage: number; pages: number };
  const checksum = (): Promise<string> => {
    child.stdin.write('\n');
    return next();
  };
  const end = async (): Promise<void> => {
    await ended(child);
    if (path !== undefined) rmSync(path);
  };
  if (unmapped && path !== undefined) {
    const { dev, ino } = statSync(path, { bigint: true });
    const file = { device: String(dev), inode: String(ino) };
    const nodes = () => nodesOfFile(kernel, path, file, pages);
    return { space: { file: { ...file, path } }, startPage: 0, pages, checksum, nodes, end };
  }
  const identity = kernel.processes.identity(pid);
  if (!identity) throw new Error(`the holder of ${kind} is gone`);
  const nodes = () => {
    const status = new Int32Array(pages);
    kernel.pages.queryNodes(pid, pagesFrom(startPage, pages), status);
    return status;
  };
  if (kind === 'thp') requireHuge(kernel, pid, startPage, pages);
  return { space: { process: { ...identity } }, startPage, pages, checksum, nodes, end };
}

function directoryOf(kind: Kind): string {
  if (!kind.startsWith('tmpfs')) return DISK;
  const directory = `/tmp/${kind}`;
  mkdirSync(directory, { recursive: true });
  const options = kind === 'tmpfs-huge' ? 'huge=always,size=90%' : 'size=90%';
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'held', directory]);
  return directory;
}

/** Of a file that nobody maps: mapped here for as long as the question takes. */
function nodesOfFile(kernel: Kernel, path: string, file: { device: string; inode: string }, pages: number): Int32Array {
  const fd = kernel.files.open(path, file);
  const mapping = kernel.files.map(fd, 0, pages);
  try {
    kernel.files.faultIn(mapping, 0, pages);
    const status = new Int32Array(pages);
    kernel.pages.queryNodes(process.pid, pagesFrom(mapping.addressPage, pages), status);
    return status;
  } finally {
    kernel.files.unmap(mapping);
    kernel.files.close(fd);
  }
}

/** A figure of THP that was measured over base pages would be none. */
function requireHuge(kernel: Kernel, pid: number, startPage: number, pages: number): void {
  const mappings = (kernel.processes.mappings(pid) ?? []).filter((each) => each.startPage <= startPage);
  const held = mappings.filter((each) => each.startPage + each.pages >= startPage + pages);
  const runs = kernel.processes.resident(pid, held);
  const huge = runs ? runs.pages.reduce((sum, count, run) => sum + (runs.kind[run] === 4 ? count : 0), 0) : 0;
  if (huge < pages) throw new Error(`${huge} of ${pages} pages are of huge pages`);
}

export function pagesFrom(start: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => start + i);
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.stdin?.end();
  await gone;
}
