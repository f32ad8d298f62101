/**
 * The kernel port: all that Thermocline asks of Linux, and the only form in which the rest of the system sees it.
 *
 * Three implementations stand behind it: `real` (syscalls, /proc and /sys), `fake` (a tiered machine in memory) and
 * `recorded` (the real readers over a directory tree that was saved from a machine). A reader that finds a file absent
 * says so with `undefined`, never with a zero.
 *
 * Page numbers are virtual addresses divided by the base page size (4096 on x86-64). They stay below 2^53, so plain
 * numbers hold them exactly.
 */
import type { PageAddresses } from './addresses.js';

/** One NUMA node that has memory. */
export interface MemoryNode {
  /** Linux node id. */
  readonly id: number;
  /** CPUs on this node; empty for CPU-less memory (CXL, PMEM). */
  readonly cpus: readonly number[];
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** Distance to every online node by node id, as in nodeN/distance; 10 is local. */
  readonly distances: ReadonlyMap<number, number>;
  /** Number N of the memory_tierN that /sys/devices/virtual/memory_tiering lists this node under [6.1]. */
  readonly kernelTier: number | undefined;
  /** HMAT figures of the best initiator (access0): latency in ns, bandwidth in MB/s [5.2]. */
  readonly access0: NodeAccess | undefined;
  /** Sums over the node's zones in /proc/zoneinfo, in bytes. */
  readonly watermarks: { readonly minBytes: number; readonly lowBytes: number; readonly highBytes: number } | undefined;
}

export interface NodeAccess {
  readonly readLatencyNs: number | undefined;
  readonly writeLatencyNs: number | undefined;
  readonly readBandwidthMBps: number | undefined;
  readonly writeBandwidthMBps: number | undefined;
}

/** Nodes of like speed, ranked; rank 0 is the fastest. */
export interface Tier {
  readonly rank: number;
  readonly nodes: readonly number[];
}

export interface Topology {
  readonly nodes: readonly MemoryNode[];
  /** Ranked from fast to slow. Sockets (nodes with CPUs) of one speed are one tier. */
  readonly tiers: readonly Tier[];
  /** Where the ranking comes from: what the operator said, the kernel's tiers, HMAT, distances, or one tier only. */
  readonly source: 'override' | 'kernel' | 'hmat' | 'distance' | 'single';
  /** Plain sentences on what was found odd, e.g. that the kernel has all nodes in one tier though distances differ. */
  readonly notes: readonly string[];
}

/** What proves that a pid is still the process it was: execve keeps pid and start time, so the exec mark is part of it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat, clock ticks since boot. */
  readonly startTicks: number;
  /** Field 28 of /proc/PID/stat, as text: 0 when the reader may not ptrace the process. */
  readonly startStack: string;
  /** Inode number of /proc/PID/exe, 0 when unreadable. */
  readonly exeInode: number;
}

export interface ProcessFacts {
  readonly identity: ProcessIdentity;
  readonly parent: number;
  /** /proc/PID/cmdline with spaces for NULs; empty for kernel threads. */
  readonly command: string;
  /** comm, at most 15 bytes. */
  readonly name: string;
  /** cgroup v2 path, e.g. `/system.slice/x.service`; undefined without cgroup v2. */
  readonly cgroup: string | undefined;
  readonly kernelThread: boolean;
  readonly uid: number;
}

/** One line of /proc/PID/maps. */
export interface Mapping {
  readonly startPage: number;
  readonly pages: number;
  readonly permissions: string;
  /** Where the mapping begins in its file, in pages; 0 for anonymous memory. */
  readonly offsetPages: number;
  /** Device of the file as `major:minor` in hex, as the kernel prints it; `00:00` for anonymous memory. */
  readonly device: string;
  /** 0 for anonymous memory. */
  readonly inode: number;
  /** e.g. `/usr/lib/x.so`, `[heap]`, `/dev/shm/x`; empty for anonymous memory. */
  readonly path: string;
}

export const PageKind = { anon: 1, file: 2, shmem: 3, anonHuge: 4, fileHuge: 5, shmemHuge: 6 } as const;
export type PageKindValue = (typeof PageKind)[keyof typeof PageKind];

/** Resident pages as ascending, disjoint runs in columns of equal length. */
export interface ResidentRuns {
  readonly startPage: Float64Array;
  readonly pages: Uint32Array;
  /** PageKind. */
  readonly kind: Uint8Array;
}

/** What one mapping's pages have seen since the Referenced bits were last cleared. */
export interface ReferencedMapping {
  readonly mapping: Mapping;
  readonly referencedBytes: number;
  /** Resident bytes: what `referencedBytes` is a share of. */
  readonly residentBytes: number;
}

/** What one move_pages call came back with. */
export interface MovePagesResult {
  /** Return value of the call: 0, a positive count of pages not moved, or -1. */
  readonly result: number;
  /** errno of the whole call when result is -1, else 0. */
  readonly errno: number;
}

/** One region of a DAMON snapshot. */
export interface DamonRegions {
  readonly startPage: Float64Array;
  readonly pages: Float64Array;
  /** Samples of the aggregation interval that found the region accessed, 0..maxAccesses. */
  readonly accesses: Uint32Array;
  /** How long the region has looked like this, in aggregation intervals. */
  readonly age: Uint32Array;
  /** Samples an aggregation interval holds: aggregation / sampling interval. */
  readonly maxAccesses: number;
}

/** Pressure stall information of one resource: share of wall time stalled, 0..1, over the last 10 s. */
export interface Pressure {
  readonly someAvg10: number;
  /** undefined where the kernel has no such line: before 5.13 for cpu, and in some containers. */
  readonly fullAvg10: number | undefined;
}

/** Selected counters of /proc/vmstat; those that this kernel lacks are absent from the map. */
export type VmCounters = ReadonlyMap<string, number>;

/** Bytes by node of one cgroup's memory.numa_stat: key such as `anon` or `file`, then node id. */
export type NumaStat = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Others on this host that also move pages. */
export interface OtherControllers {
  /** /proc/sys/kernel/numa_balancing: 0 off, 1 for locality, 2 tiering, 3 both; undefined where absent. */
  readonly numaBalancing: number | undefined;
  /** /sys/kernel/mm/numa/demotion_enabled. */
  readonly demotionEnabled: boolean | undefined;
  /** Pids of running kdamonds that are not ours. */
  readonly foreignKdamonds: readonly number[];
}

/** Reads about the host as a whole. */
export interface HostPort {
  bootId(): string;
  /** /etc/machine-id, undefined where absent. */
  machineId(): string | undefined;
  kernelRelease(): string;
  /** `override`: the operator's tiers, as lists of node ids from fast to slow. */
  topology(override?: readonly (readonly number[])[]): Topology;
  memoryPressure(): Pressure | undefined;
  /** How much tasks wait for a CPU; undefined where the kernel has no PSI. */
  cpuPressure(): Pressure | undefined;
  vmCounters(): VmCounters;
  numaStat(cgroup: string): NumaStat | undefined;
  /**
   * Bytes of memory traffic between the CPUs of a node and memory local to them, by node id, counted since some time: a
   * node that nothing counts for is absent.
   */
  localTraffic(): ReadonlyMap<number, number>;
  otherControllers(): OtherControllers;
  /** Effective capabilities of this process by name, e.g. `CAP_SYS_NICE`. */
  capabilities(): ReadonlySet<string>;
}

/**
 * Reads about processes. All take a pid and answer `undefined` (or false) once it is gone; a KernelError is thrown when
 * the process is there and may not be read.
 */
/** A mapping under a strict memory policy: the only nodes that its memory may be on. */
export interface MemoryBinding {
  readonly startPage: number;
  readonly nodes: ReadonlySet<number>;
}

/** Where an application lets its memory be. */
export interface MemoryBounds {
  /** Nodes that the task's cpuset leaves it; undefined where the kernel does not say. */
  readonly allowedNodes: ReadonlySet<number> | undefined;
  /** Ascending. */
  readonly bindings: readonly MemoryBinding[];
}

export interface ProcessPort {
  pids(): readonly number[];
  facts(pid: number): ProcessFacts | undefined;
  /** undefined too for one that has ended and that its parent does not ask after: its memory is given back. */
  identity(pid: number): ProcessIdentity | undefined;
  /** Its cgroup v2 path alone, cheaper than all facts; undefined without one, too. */
  cgroup(pid: number): string | undefined;
  mappings(pid: number): readonly Mapping[] | undefined;
  /**
   * Resident runs within the mappings (ascending, as maps lists them), by PAGEMAP_SCAN [6.7] where it works, else by
   * pagemap. pagemap can't tell huge pages from base pages, nor the zero page from memory: those runs say base kinds.
   */
  resident(pid: number, mappings: readonly Mapping[]): ResidentRuns | undefined;
  /** Its cpuset and memory policies. Costs a walk over all its page tables (numa_maps). */
  bounds(pid: number): MemoryBounds | undefined;
  /** Clears the Referenced bits of every mapping of the process (clear_refs 1). */
  clearReferenced(pid: number): boolean;
  /** Referenced and resident bytes of each mapping since the last clear (smaps). */
  referenced(pid: number): readonly ReferencedMapping[] | undefined;
}

/** Page numbers, in any order, or addresses written beforehand. */
export type PageList = Float64Array | PageAddresses;

/**
 * Calls that name a process and touch its pages; statuses come back into
 * `status`, one a page: a node id, or a negative errno. A call that moves prefills them with `STATUS_UNSET`.
 */
export interface PagePort {
  /** move_pages with a null node list: where each page is now. Throws a KernelError when the call as a whole fails. */
  queryNodes(pid: number, pages: PageList, status: Int32Array): void;
  /**
   * move_pages with MPOL_MF_MOVE to one target node; with `shared` MPOL_MF_MOVE_ALL, which also moves pages that several
   * processes map and asks for CAP_SYS_NICE. Never throws: the caller reads `result` and `errno`.
   */
  movePages(pid: number, pages: PageList, targetNode: number, status: Int32Array, shared?: boolean): MovePagesResult;
  /** pidfd_open: a descriptor that stays bound to this very process; undefined when the pid is gone. */
  pidfdOpen(pid: number): number | undefined;
  /**
   * Whether the process behind the pidfd still holds its pid (pidfd_send_signal with signal 0 [5.1]). A zombie does:
   * its number can't have gone to another process, which is what callers want proven.
   */
  pidfdAlive(pidfd: number): boolean;
  pidfdClose(pidfd: number): void;
  /**
   * process_madvise(2) [5.10] on ascending stretches of pages of the process behind the pidfd: `cold` makes them the first that
   * reclaim takes [5.4], `pageout` reclaims them now, but for pages that others map, that are locked, or that have nowhere to go.
   * Asks for CAP_SYS_NICE and the right to ptrace. Answers with the pages that were advised, which for `pageout` is no proof that
   * they left; MOST_STRETCHES at most; the call ends early at the first stretch that is not mapped. Throws a KernelError when it fails at the first.
   */
  advise(pidfd: number, stretches: readonly PageStretch[], advice: PageAdvice): number;
}

/** Stretches of one process_madvise: UIO_MAXIOV of linux/uio.h. */
export const MOST_STRETCHES = 1024;

export type PageAdvice = 'cold' | 'pageout';

/** Neighbouring pages of an address space. */
export interface PageStretch {
  readonly startPage: number;
  readonly pages: number;
}

/** A file as stat(2) tells it from all others: st_dev and st_ino, decimal, for both are 64-bit numbers. */
export interface FileIdentity {
  readonly device: string;
  readonly inode: string;
}

/** Pages of a file laid into this process's own address space. */
export interface FileMapping {
  /** Page number, in our own address space, of the first mapped page. */
  readonly addressPage: number;
  /** The first mapped page, as a page of the file. */
  readonly startPage: number;
  readonly pages: number;
}

/** An unnamed file of this process's own with one page in memory, to try calls on. */
export interface TrialFile {
  readonly path: string;
  readonly identity: FileIdentity;
  close(): void;
}

/** Files mapped by this process itself, so that it can move page cache and tmpfs that no other process maps. */
export interface FilePort {
  /**
   * Opens a regular file read-only, without touching its times, and without waiting. `path`: absolute, or a link below
   * /proc/PID/fd or /proc/PID/map_files. Throws a KernelError: ESTALE when another file is there now, EINVAL for what is no
   * regular file, EPERM for a file of another user without CAP_FOWNER, ENOTSUP for hugetlbfs, ENOENT and others as open(2).
   */
  open(path: string, identity: FileIdentity): number;
  close(fd: number): void;
  /** Maps pages read-only and shared; faults none in. They may lie beyond the file's end. Throws a KernelError. */
  map(fd: number, startPage: number, pages: number): FileMapping;
  /**
   * Makes those of a mapping's pages nameable that are in memory, and causes no I/O for the others. `startPage` is a page of
   * the file, within the mapping. Answers with one byte a page: 1 where it is in memory. Throws a KernelError.
   */
  faultIn(mapping: FileMapping, startPage: number, pages: number): Uint8Array;
  unmap(mapping: FileMapping): void;
  /** Throws a KernelError. */
  trial(): TrialFile;
}

/** A status that no kernel gives: the kernel has not written this page's slot. */
export const STATUS_UNSET = -0x7fffffff;

export interface DamonIntervals {
  readonly sampleUs: number;
  readonly aggregationUs: number;
  readonly updateUs: number;
  readonly minRegions: number;
  readonly maxRegions: number;
}

/**
 * Kdamonds of our own, one for each watched process: a kdamond holds one context, and its tried_regions do not say which
 * target a region belongs to, so two processes in one context could not be told apart.
 */
export interface DamonPort {
  /** What stands in the way of our using DAMON here, as one sentence; undefined when it can be used. Only reads. */
  obstacle(): string | undefined;
  /**
   * Makes these pids the watched set: starts a kdamond for each new one, stops those left out, restarts those whose
   * intervals changed, and gives the others new ranges where their mappings have changed: call it again now and then. Answers with the pids that are not watched and why (gone, no free slot). Throws a KernelError when
   * DAMON as a whole can't be used.
   */
  watch(pids: readonly number[], intervals: DamonIntervals): Promise<ReadonlyMap<number, string>>;
  /**
   * The regions of the last aggregation by pid; a process that ended meanwhile is absent. Takes about one aggregation
   * interval for each watched process, for the kernel serves one such request at a time; never blocks the event loop for
   * that long. Regions may include unmapped gaps: clip them by maps.
   */
  snapshot(): Promise<ReadonlyMap<number, DamonRegions>>;
  /** Pids of our running kdamonds by watched pid. */
  kdamonds(): ReadonlyMap<number, number>;
  /** CPU seconds our running kdamonds have used together; undefined when none runs. */
  cpuSeconds(): number | undefined;
  /** Turns our kdamonds off and gives their slots back. Safe to call twice. */
  stop(): Promise<void>;
}

export interface Kernel {
  readonly pageSize: number;
  readonly host: HostPort;
  readonly processes: ProcessPort;
  readonly pages: PagePort;
  readonly files: FilePort;
  readonly damon: DamonPort;
}
