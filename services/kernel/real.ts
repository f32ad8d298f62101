/**
 * The kernel port over a real machine, and over a directory tree that was recorded from one.
 */
import { existsSync } from 'node:fs';
import { SysfsDamon } from './damon.js';
import { sysfsFiles } from './damonFiles.js';
import { MIGRATION_SLOTS } from './damonSlots.js';
import { Damos } from './damos.js';
import { RealFiles, RefusedFiles } from './fileMapping.js';
import { readBytes } from './files.js';
import type { FramePort } from './framePort.js';
import { Frames } from './frames.js';
import { LinuxHost } from './host.js';
import { RealPages, RefusedPages } from './movePages.js';
import type { Kernel } from './port.js';
import { ProcProcesses } from './processes.js';
import { Reclaim } from './reclaim.js';
import type { ReclaimPort } from './reclaimPort.js';

/** include/uapi/linux/auxvec.h: AT_PAGESZ. */
const AT_PAGESZ = 6;
const DEFAULT_PAGE_SIZE = 4096;
const DEFAULT_MAX_TARGETS = 16;

export interface KernelRoots {
  /** Default `/proc`. */
  readonly procRoot?: string;
  /** Default `/sys`. */
  readonly sysRoot?: string;
  /** Where cgroup v2 is mounted; by default `fs/cgroup` under sysRoot, or `unified` in it on hosts that have both. */
  readonly cgroupRoot?: string;
  /** Where the record of our DAMON slots lies, shared by collector and actuator. Default `/run/thermocline`. */
  readonly runDir?: string;
  /** Default `/etc`. */
  readonly etcRoot?: string;
  /** Most processes that DAMON watches at once. Default 16. */
  readonly maxTargets?: number;
}

/** This machine. Costs a few small reads; the FFI is loaded by the first call that needs it. */
export function openKernel(roots: KernelRoots = {}): Kernel {
  const procRoot = roots.procRoot ?? '/proc';
  const pageSize = parseAuxvPageSize(readBytes(`${procRoot}/self/auxv`)) ?? DEFAULT_PAGE_SIZE;
  return wire(roots, procRoot, pageSize, (size) => new RealPages(size), new RealFiles(procRoot, pageSize));
}

/**
 * A recorded machine: the same readers over a fixture tree that holds `proc`, `sys` and `etc`. Its page port refuses
 * every call.
 */
export function openRecorded(directory: string, pageSize: number = DEFAULT_PAGE_SIZE): Kernel {
  const roots = {
    procRoot: `${directory}/proc`,
    sysRoot: `${directory}/sys`,
    etcRoot: `${directory}/etc`,
    runDir: `${directory}/run`,
  };
  return wire(roots, roots.procRoot, pageSize, () => new RefusedPages(), new RefusedFiles());
}

/** Page frames of this machine. `roots.maxTargets`: what the collector of this host watches at once, for they share one table. */
export function openFrames(roots: KernelRoots = {}): FramePort {
  const procRoot = roots.procRoot ?? '/proc';
  const frames = new Frames(procRoot);
  const damos = new Damos({
    procRoot,
    sysRoot: roots.sysRoot ?? '/sys',
    runDir: roots.runDir ?? '/run/thermocline',
    pageSize: parseAuxvPageSize(readBytes(`${procRoot}/self/auxv`)) ?? DEFAULT_PAGE_SIZE,
    slots: (roots.maxTargets ?? DEFAULT_MAX_TARGETS) + MIGRATION_SLOTS,
    files: sysfsFiles,
  });
  return {
    firstOf: (node) => frames.firstOf(node),
    nodes: (wanted) => frames.nodes(wanted),
    listed: (wanted) => frames.listed(wanted),
    rehearse: (wanted) => damos.rehearse(wanted),
    migrate: (wanted) => damos.migrate(wanted),
  };
}

/** Proactive reclaim on this machine. */
export function openReclaim(roots: Pick<KernelRoots, 'sysRoot' | 'cgroupRoot'> = {}): ReclaimPort {
  const sysRoot = roots.sysRoot ?? '/sys';
  return new Reclaim({ sysRoot, cgroupRoot: roots.cgroupRoot ?? findCgroupRoot(sysRoot) });
}

function wire(
  roots: KernelRoots,
  procRoot: string,
  pageSize: number,
  pages: (pageSize: number) => Kernel['pages'],
  files: Kernel['files'],
): Kernel {
  const sysRoot = roots.sysRoot ?? '/sys';
  const processes = new ProcProcesses(procRoot, pageSize);
  const damon = new SysfsDamon({
    procRoot,
    sysRoot,
    runDir: roots.runDir ?? '/run/thermocline',
    pageSize,
    maxTargets: roots.maxTargets ?? DEFAULT_MAX_TARGETS,
    migrationSlots: MIGRATION_SLOTS,
    files: sysfsFiles,
    mappings: (pid) => processes.mappings(pid),
  });
  const hostRoots = {
    procRoot,
    sysRoot,
    etcRoot: roots.etcRoot ?? '/etc',
    cgroupRoot: roots.cgroupRoot ?? findCgroupRoot(sysRoot),
  };
  return {
    pageSize,
    host: new LinuxHost(hostRoots, pageSize, () => damon.foreignKdamonds()),
    processes,
    pages: pages(pageSize),
    files,
    damon,
  };
}

function findCgroupRoot(sysRoot: string): string {
  const root = `${sysRoot}/fs/cgroup`;
  const hybrid = `${root}/unified`;
  return existsSync(`${hybrid}/cgroup.procs`) ? hybrid : root;
}

/** The page size in an auxiliary vector of 64-bit pairs (getauxval(3)); undefined when it holds none. */
export function parseAuxvPageSize(auxv: Buffer | undefined): number | undefined {
  for (let at = 0; auxv !== undefined && at + 16 <= auxv.length; at += 16) {
    if (auxv.readUInt32LE(at) === AT_PAGESZ) return auxv.readUInt32LE(at + 8);
  }
  return undefined;
}
