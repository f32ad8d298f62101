/**
 * Processes and kernel threads told from later ones with the same pid by their start.
 */
import { readText } from './files.js';
import { type ProcessStat, parseStat } from './stat.js';

export interface Life {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat, clock ticks since boot. */
  readonly startTicks: number;
}

export function isSameLife(one: Life, other: Life): boolean {
  return one.pid === other.pid && one.startTicks === other.startTicks;
}

/** Looks at lives through /proc. */
export class Lives {
  readonly #procRoot: string;
  readonly #self: Life | undefined;

  /** `self`: this process; by default as /proc has it. */
  constructor(procRoot: string, self?: Life) {
    this.#procRoot = procRoot;
    this.#self = self;
  }

  bootId(): string {
    return readText(`${this.#procRoot}/sys/kernel/random/boot_id`) ?? '';
  }

  self(): Life {
    return this.#self ?? this.find(process.pid) ?? { pid: process.pid, startTicks: 0 };
  }

  /** undefined when no process has the pid. */
  find(pid: number): Life | undefined {
    const stat = this.#stat(pid);
    return stat === undefined ? undefined : { pid, startTicks: stat.startTicks };
  }

  /** Whether this very life goes on; a zombie's does not. */
  isAlive(life: Life): boolean {
    const now = this.#stat(life.pid);
    return now !== undefined && now.startTicks === life.startTicks && now.state !== 'Z' && now.state !== 'X';
  }

  /** CPU time used, in clock ticks; 0 for a pid that is gone. */
  cpuTicks(pid: number): number {
    return this.#stat(pid)?.cpuTicks ?? 0;
  }

  #stat(pid: number): ProcessStat | undefined {
    const text = readText(`${this.#procRoot}/${pid}/stat`);
    return text === undefined ? undefined : parseStat(text);
  }
}
