/**
 * The process port over /proc.
 */
import { statSync } from 'node:fs';
import { parseAllowedNodes, parseNumaMaps } from './bounds.js';
import { asKernelError } from './errno.js';
import { isAbsent, readAtOnce, readBytes, readNames, readText, writeText } from './files.js';
import { parseMaps } from './maps.js';
import type {
  Mapping,
  MemoryBounds,
  ProcessFacts,
  ProcessIdentity,
  ProcessPort,
  ReferencedMapping,
  ResidentRuns,
} from './port.js';
import { type ResidentReader, residentReader } from './resident.js';
import { parseSmaps } from './smaps.js';
import {
  type ProcessStat,
  parseCgroup,
  parseCommand,
  parseStat,
  parseStatMarks,
  parseUid,
  type StatMarks,
} from './stat.js';

/** clear_refs 1: Referenced and Accessed bits of all pages of the process (pagemap.rst). */
const CLEAR_REFERENCED = '1';

export class ProcProcesses implements ProcessPort {
  readonly #procRoot: string;
  readonly #pageSize: number;
  /** Chosen at the first use, so that opening the kernel costs no system call. */
  #resident: ResidentReader | undefined;

  constructor(procRoot: string, pageSize: number) {
    this.#procRoot = procRoot;
    this.#pageSize = pageSize;
  }

  pids(): readonly number[] {
    return readNames(this.#procRoot)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  facts(pid: number): ProcessFacts | undefined {
    const stat = this.#stat(pid);
    const status = readText(this.#path(pid, 'status'));
    const cmdline = readBytes(this.#path(pid, 'cmdline'));
    if (stat === undefined || status === undefined || cmdline === undefined) return undefined;
    const command = parseCommand(cmdline);
    return {
      identity: this.#identityOf(pid, stat),
      parent: stat.parent,
      command,
      name: stat.name,
      cgroup: this.cgroup(pid),
      kernelThread: stat.kernelThread,
      uid: parseUid(status) ?? 0,
    };
  }

  identity(pid: number): ProcessIdentity | undefined {
    const line = readAtOnce(this.#path(pid, 'stat'));
    const marks = line && parseStatMarks(line);
    return marks && !marks.gone ? this.#identityOf(pid, marks) : undefined;
  }

  cgroup(pid: number): string | undefined {
    return parseCgroup(readText(this.#path(pid, 'cgroup')) ?? '');
  }

  mappings(pid: number): readonly Mapping[] | undefined {
    const bytes = readBytes(this.#path(pid, 'maps'));
    return bytes === undefined ? undefined : parseMaps(bytes, this.#pageSize);
  }

  resident(pid: number, mappings: readonly Mapping[]): ResidentRuns | undefined {
    this.#resident ??= residentReader(this.#procRoot, this.#pageSize);
    return this.#resident(this.#path(pid, 'pagemap'), mappings);
  }

  bounds(pid: number): MemoryBounds | undefined {
    const status = readText(this.#path(pid, 'status'));
    if (status === undefined) return undefined;
    const numaMaps = readText(this.#path(pid, 'numa_maps')) ?? '';
    return { allowedNodes: parseAllowedNodes(status), bindings: parseNumaMaps(numaMaps, this.#pageSize) };
  }

  clearReferenced(pid: number): boolean {
    return writeText(this.#path(pid, 'clear_refs'), CLEAR_REFERENCED);
  }

  referenced(pid: number): readonly ReferencedMapping[] | undefined {
    const bytes = readBytes(this.#path(pid, 'smaps'));
    return bytes === undefined ? undefined : parseSmaps(bytes, this.#pageSize);
  }

  #path(pid: number, file: string): string {
    return `${this.#procRoot}/${pid}/${file}`;
  }

  #stat(pid: number): ProcessStat | undefined {
    const text = readText(this.#path(pid, 'stat'));
    return text === undefined ? undefined : parseStat(text);
  }

  #identityOf(pid: number, { startTicks, startStack, kernelThread }: StatMarks): ProcessIdentity {
    return { pid, startTicks, startStack, exeInode: kernelThread ? 0 : this.#exeInode(pid) };
  }

  #exeInode(pid: number): number {
    const path = this.#path(pid, 'exe');
    try {
      return statSync(path).ino;
    } catch (error) {
      const refused = asKernelError(error, path);
      if (isAbsent(error) || ('code' in refused && (refused.code === 'EACCES' || refused.code === 'EPERM'))) return 0;
      throw refused;
    }
  }
}
