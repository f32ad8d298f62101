/**
 * A tiered machine in memory behind the kernel port, for tests and the simulator. Deterministic: time comes from the
 * clock it is given, pids count up, and pages are where moves have put them. Tests script it with the methods below the
 * ports; nothing happens by itself.
 */
import { errnoNumber } from './errno.js';
import { FakeDamon } from './fakeDamon.js';
import { type FakeFile, FakeFiles } from './fakeFiles.js';
import { type FakeMemory, FakePages } from './fakePages.js';
import { type FakeMapping, FakeProcess, type FakeSpawn } from './fakeProcess.js';
import type {
  HostPort,
  Kernel,
  MemoryNode,
  NumaStat,
  OtherControllers,
  Pressure,
  ProcessPort,
  ReferencedMapping,
} from './port.js';
import { rankNodes } from './topology.js';

const PAGE_SIZE = 4096;
const FIRST_PID = 1000;
const SELF_PID = 2;
const TICK_MS = 10;

export interface FakeNode {
  readonly id: number;
  /** Default: CPUs for node 0, none for others. */
  readonly cpus?: readonly number[];
  readonly pages: number;
  /** By node id; default 10 to itself, 20 to others. */
  readonly distances?: Readonly<Record<number, number>>;
  readonly kernelTier?: number;
  /** Default 0, 0 and 0. */
  readonly watermarks?: { readonly minBytes: number; readonly lowBytes: number; readonly highBytes: number };
}

export interface FakeOptions {
  /** Default: node 0 with CPUs and node 1 without, of 2^20 pages each. */
  readonly nodes?: readonly FakeNode[];
  /** Milliseconds. Default: a clock that stands still. */
  readonly clock?: () => number;
  readonly bootId?: string;
  readonly machineId?: string;
  /** Processes that DAMON can watch at once. Default 16. */
  readonly maxTargets?: number;
}

export class FakeMachine implements Kernel {
  readonly pageSize = PAGE_SIZE;
  readonly host: HostPort;
  readonly processes: ProcessPort;
  readonly pages: FakePages;
  readonly files: FakeFiles;
  readonly damon: FakeDamon;

  /** Facts that tests may set. */
  bootId: string;
  pressure: Pressure | undefined = { someAvg10: 0, fullAvg10: 0 };
  cpuPressure: Pressure | undefined = { someAvg10: 0, fullAvg10: 0 };
  localTraffic: ReadonlyMap<number, number> = new Map();
  others: OtherControllers = { numaBalancing: 0, demotionEnabled: false, foreignKdamonds: [] };
  capabilities = new Set(['CAP_SYS_NICE', 'CAP_SYS_PTRACE', 'CAP_SYS_ADMIN']);

  readonly #clock: () => number;
  readonly #nodes = new Map<number, FakeNode>();
  /** Pages that no process of ours holds, by node. */
  readonly #filled = new Map<number, number>();
  readonly #processes = new Map<number, FakeProcess>();
  /** Pages in use by living processes, by node. */
  readonly #used = new Map<number, number>();
  readonly #counters = new Map<string, number>([['pgmigrate_success', 0]]);
  #lastPid = FIRST_PID;
  #execs = 0;

  constructor(options: FakeOptions = {}) {
    this.#clock = options.clock ?? (() => 0);
    this.bootId = options.bootId ?? '00000000-0000-4000-8000-000000000001';
    for (const node of options.nodes ?? [
      { id: 0, pages: 2 ** 20 },
      { id: 1, pages: 2 ** 20 },
    ])
      this.addNode(node);
    const memory: FakeMemory = {
      find: (pid) => this.#living(pid),
      hasNode: (node) => this.#nodes.has(node),
      freePages: (node) => this.freePages(node),
      migrated: (_, from, to, pages) => this.#migrated(from, to, pages),
      freed: (_, from, pages) => this.#used.set(from, (this.#used.get(from) ?? 0) - pages),
    };
    this.pages = new FakePages(memory);
    this.damon = new FakeDamon((pid) => this.#living(pid), options.maxTargets ?? 16);
    this.files = new FakeFiles(() => this.#need(this.self));
    this.host = this.#hostPort(options.machineId ?? 'fake-machine');
    this.processes = this.#processPort();
  }

  addNode(node: FakeNode): void {
    this.#nodes.set(node.id, node);
  }

  /** The process that maps files by itself, as a mover's child does; there from its first use on. */
  get self(): number {
    if (this.#living(SELF_PID) === undefined) this.spawn({ pid: SELF_PID, name: 'mover' });
    return SELF_PID;
  }

  /** Puts a file into memory; its pages are where `spec` says. */
  addFile(spec: FakeFile): void {
    for (const node of this.files.add(spec)) if (node >= 0) this.#used.set(node, (this.#used.get(node) ?? 0) + 1);
  }

  /** Starts a process and answers with its pid. A pid of one that has exited may be given again. */
  spawn(spec: FakeSpawn = {}): number {
    const pid = spec.pid ?? this.#lastPid + 1;
    if (this.#living(pid) !== undefined) throw new RangeError(`process ${pid} lives`);
    this.#lastPid = Math.max(this.#lastPid, pid);
    this.#execs += 1;
    const process = new FakeProcess(
      {
        identity: {
          pid,
          startTicks: Math.floor(this.#clock() / TICK_MS),
          startStack: String(2 ** 47 - 4096 * this.#execs),
          exeInode: 5000 + this.#execs,
        },
        parent: spec.parent ?? 1,
        command: spec.command ?? spec.name ?? 'fake',
        name: spec.name ?? 'fake',
        cgroup: spec.cgroup ?? '/',
        kernelThread: spec.kernelThread ?? false,
        uid: spec.uid ?? 0,
      },
      spec.mappings ?? [],
    );
    this.#processes.set(pid, process);
    this.#account(process, 1);
    return pid;
  }

  /** Writes the process into another cgroup's cgroup.procs. */
  moveToCgroup(pid: number, cgroup: string): void {
    const process = this.#need(pid);
    process.facts = { ...process.facts, cgroup };
  }

  /** What the process's cpuset leaves it. */
  setAllowedNodes(pid: number, nodes: readonly number[]): void {
    const process = this.#living(pid);
    if (process) process.allowedNodes = new Set(nodes);
  }

  /** execve: the pid and the start time stay, the exec mark and the address space change. */
  exec(pid: number, mappings: readonly FakeMapping[] = [], command?: string): void {
    const process = this.#need(pid);
    this.#account(process, -1);
    process.map(mappings);
    this.#account(process, 1);
    this.#execs += 1;
    const mark = { startStack: String(2 ** 47 - 4096 * this.#execs), exeInode: 5000 + this.#execs };
    process.facts = {
      ...process.facts,
      command: command ?? process.facts.command,
      identity: { ...process.facts.identity, ...mark },
    };
  }

  exit(pid: number): void {
    const process = this.#need(pid);
    this.#account(process, -1);
    process.alive = false;
    this.#processes.delete(pid);
  }

  /** Accesses: sets Referenced bits, and shows in the next DAMON snapshot as this share of its samples. */
  touch(pid: number, startPage: number, pages: number, share = 1): void {
    const process = this.#need(pid);
    process.touches.push({ startPage, pages, share });
    process.eachPage(startPage, pages, (area, index) => {
      area.referenced[index] = 1;
    });
  }

  /** Lets the next `times` moves of each page answer EBUSY. */
  makeBusy(pid: number, startPage: number, pages: number, times: number): void {
    this.#need(pid).eachPage(startPage, pages, (area, index) => {
      area.busy[index] = times;
    });
  }

  /** Lets every move of these pages answer an errno, by name; none any more without a name. */
  refuse(pid: number, startPage: number, pages: number, code?: string): void {
    this.#need(pid).eachPage(startPage, pages, (area, index) => {
      area.refusal[index] = code === undefined ? 0 : errnoNumber(code);
    });
  }

  /** Adds to a counter of vmstat. */
  count(name: string, more: number): void {
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + more);
  }

  /** Takes a node's free pages away but for these. */
  fill(node: number, leavePages = 0): void {
    const free = this.freePages(node) + (this.#filled.get(node) ?? 0);
    this.#filled.set(node, Math.max(0, free - leavePages));
  }

  freePages(node: number): number {
    const total = this.#nodes.get(node)?.pages ?? 0;
    return Math.max(0, total - (this.#used.get(node) ?? 0) - (this.#filled.get(node) ?? 0));
  }

  /** Node of a page; undefined when it is not resident. */
  nodeOf(pid: number, page: number): number | undefined {
    const at = this.#living(pid)?.locate(page);
    const node = at?.area.node[at.index];
    return node === undefined || node < 0 ? undefined : node;
  }

  /** Resident pages of a process on a node. */
  pagesOn(pid: number, node: number): number {
    return this.#need(pid).pagesOn(node);
  }

  /** Pages moved since the machine was made. */
  migrations(): number {
    return this.#counters.get('pgmigrate_success') ?? 0;
  }

  /** Sets a counter of /proc/vmstat. */
  setCounter(name: string, value: number): void {
    this.#counters.set(name, value);
  }

  #living(pid: number): FakeProcess | undefined {
    return this.#processes.get(pid);
  }

  #need(pid: number): FakeProcess {
    const process = this.#living(pid);
    if (process === undefined) throw new RangeError(`there is no process ${pid}`);
    return process;
  }

  #migrated(from: number, to: number, pages: number): void {
    this.#used.set(from, (this.#used.get(from) ?? 0) - pages);
    this.#used.set(to, (this.#used.get(to) ?? 0) + pages);
    this.#counters.set('pgmigrate_success', this.migrations() + pages);
  }

  #account(process: FakeProcess, sign: 1 | -1): void {
    for (const node of this.#nodes.keys()) {
      this.#used.set(node, (this.#used.get(node) ?? 0) + sign * process.pagesOn(node));
    }
  }

  #memoryNodes(): readonly MemoryNode[] {
    return [...this.#nodes.values()].map((node) => ({
      id: node.id,
      cpus: node.cpus ?? (node.id === 0 ? [0, 1] : []),
      totalBytes: node.pages * PAGE_SIZE,
      freeBytes: this.freePages(node.id) * PAGE_SIZE,
      distances: new Map(
        [...this.#nodes.keys()].map((other) => [other, node.distances?.[other] ?? (other === node.id ? 10 : 20)]),
      ),
      kernelTier: node.kernelTier,
      access0: undefined,
      watermarks: node.watermarks ?? { minBytes: 0, lowBytes: 0, highBytes: 0 },
    }));
  }

  #hostPort(machineId: string): HostPort {
    return {
      bootId: () => this.bootId,
      machineId: () => machineId,
      kernelRelease: () => '0.0.0-fake',
      topology: (override) => rankNodes(this.#memoryNodes(), override),
      memoryPressure: () => this.pressure,
      cpuPressure: () => this.cpuPressure,
      vmCounters: () => new Map(this.#counters),
      numaStat: (cgroup) => this.#numaStat(cgroup),
      localTraffic: () => this.localTraffic,
      otherControllers: () => this.others,
      capabilities: () => this.capabilities,
    };
  }

  /** All pages of the processes in the cgroup, and in those below it, count as anon. */
  #numaStat(cgroup: string): NumaStat | undefined {
    const members = [...this.#processes.values()].filter(({ facts }) => isWithin(facts.cgroup, cgroup));
    if (members.length === 0) return undefined;
    const bytes = [...this.#nodes.keys()].map((node): [number, number] => [
      node,
      members.reduce((sum, process) => sum + process.pagesOn(node), 0) * PAGE_SIZE,
    ]);
    return new Map([['anon', new Map(bytes)]]);
  }

  #processPort(): ProcessPort {
    return {
      pids: () => [...this.#processes.keys()].sort((a, b) => a - b),
      facts: (pid) => this.#living(pid)?.facts,
      identity: (pid) => this.#living(pid)?.facts.identity,
      cgroup: (pid) => this.#living(pid)?.facts.cgroup,
      mappings: (pid) => this.#living(pid)?.areas.map((area) => area.mapping),
      resident: (pid, mappings) => this.#living(pid)?.resident(mappings),
      bounds: (pid) => this.#living(pid)?.bounds(),
      clearReferenced: (pid) => {
        const process = this.#living(pid);
        for (const area of process?.areas ?? []) area.referenced.fill(0);
        return process !== undefined;
      },
      referenced: (pid) => this.#living(pid)?.areas.map(referencedOf),
    };
  }
}

function isWithin(path: string | undefined, cgroup: string): boolean {
  return path === cgroup || path?.startsWith(cgroup === '/' ? '/' : `${cgroup}/`) === true;
}

function referencedOf(area: FakeProcess['areas'][number]): ReferencedMapping {
  let residentPages = 0;
  let referencedPages = 0;
  for (let i = 0; i < area.node.length; i += 1) {
    if ((area.node[i] ?? -1) < 0) continue;
    residentPages += 1;
    referencedPages += area.referenced[i] ?? 0;
  }
  return {
    mapping: area.mapping,
    referencedBytes: referencedPages * PAGE_SIZE,
    residentBytes: residentPages * PAGE_SIZE,
  };
}
