/**
 * The host port over /proc, /sys and the cgroup tree.
 */
import { parseCapabilities } from './capabilities.js';
import { parseNumaStat, parsePressure, parseVmstat } from './counters.js';
import { readNumber, readText } from './files.js';
import { Nodes } from './nodes.js';
import type { HostPort, NumaStat, OtherControllers, Pressure, Topology, VmCounters } from './port.js';
import { readLocalTraffic } from './resctrl.js';
import { rankNodes } from './topology.js';

export interface HostRoots {
  readonly procRoot: string;
  readonly sysRoot: string;
  readonly etcRoot: string;
  readonly cgroupRoot: string;
}

export class LinuxHost implements HostPort {
  readonly #roots: HostRoots;
  readonly #nodes: Nodes;
  readonly #foreignKdamonds: () => readonly number[];

  /** `foreignKdamonds`: pids of running kdamonds that are not ours, as the DAMON port tells them apart. */
  constructor(roots: HostRoots, pageSize: number, foreignKdamonds: () => readonly number[]) {
    this.#roots = roots;
    this.#nodes = new Nodes(roots.procRoot, roots.sysRoot, pageSize);
    this.#foreignKdamonds = foreignKdamonds;
  }

  bootId(): string {
    return readText(`${this.#roots.procRoot}/sys/kernel/random/boot_id`) ?? '';
  }

  machineId(): string | undefined {
    const id = readText(`${this.#roots.etcRoot}/machine-id`)?.trim();
    return id === '' ? undefined : id;
  }

  kernelRelease(): string {
    return readText(`${this.#roots.procRoot}/sys/kernel/osrelease`) ?? '';
  }

  topology(override?: readonly (readonly number[])[]): Topology {
    return rankNodes(this.#nodes.read(), override);
  }

  memoryPressure(): Pressure | undefined {
    return this.#pressure('memory');
  }

  cpuPressure(): Pressure | undefined {
    return this.#pressure('cpu');
  }

  #pressure(resource: 'memory' | 'cpu'): Pressure | undefined {
    const text = readText(`${this.#roots.procRoot}/pressure/${resource}`);
    return text === undefined ? undefined : parsePressure(text);
  }

  vmCounters(): VmCounters {
    return parseVmstat(readText(`${this.#roots.procRoot}/vmstat`) ?? '');
  }

  numaStat(cgroup: string): NumaStat | undefined {
    // A cgroup outside the tree is none: its name came from elsewhere than the kernel.
    if (cgroup.split('/').includes('..')) return undefined;
    const text = readText(`${this.#roots.cgroupRoot}/${cgroup}/memory.numa_stat`);
    return text === undefined ? undefined : parseNumaStat(text);
  }

  localTraffic(): ReadonlyMap<number, number> {
    return readLocalTraffic(this.#roots.sysRoot);
  }

  otherControllers(): OtherControllers {
    const demotion = readText(`${this.#roots.sysRoot}/kernel/mm/numa/demotion_enabled`)?.trim();
    return {
      numaBalancing: readNumber(`${this.#roots.procRoot}/sys/kernel/numa_balancing`),
      demotionEnabled: demotion === undefined ? undefined : demotion === 'true' || demotion === '1',
      foreignKdamonds: this.#foreignKdamonds(),
    };
  }

  capabilities(): ReadonlySet<string> {
    return parseCapabilities(readText(`${this.#roots.procRoot}/self/status`) ?? '');
  }
}
