/**
 * Reclaim of the fake machine: anonymous memory of its processes goes from a node to a slower one while that has room, and out
 * of memory otherwise, as with numa/demotion_enabled; both are counted as vmstat counts them.
 */
import { KernelError } from './errno.js';
import type { FakeMachine } from './fake.js';
import type { ReclaimPort } from './reclaimPort.js';

const PAGE = 4096;

export class FakeReclaim implements ReclaimPort {
  readonly asked: string[] = [];
  /** Linux 6.18 has the files of nodes. */
  hasNodeFiles = true;
  /** Errno name that each request ends with. */
  failing: string | undefined;
  /** Pages of a request that leave memory in place of being demoted. */
  swapped = 0;

  constructor(
    private readonly machine: FakeMachine,
    private readonly slower: number,
  ) {}

  hasNodeFile(): boolean {
    return this.hasNodeFiles;
  }

  async node(node: number, bytes: number): Promise<boolean> {
    this.asked.push(`node${node} ${bytes / PAGE}`);
    return this.#take(node, bytes, true);
  }

  async cgroup(path: string, bytes: number): Promise<boolean> {
    this.asked.push(`${path} ${bytes / PAGE}`);
    return this.#take(0, bytes, false);
  }

  /** `ofHost`: reclaim from a cgroup is in no pgsteal_direct of the host. */
  #take(node: number, bytes: number, ofHost: boolean): boolean {
    if (this.failing !== undefined) throw new KernelError(this.failing, 'reclaim');
    let wanted = Math.floor(bytes / PAGE);
    for (const pid of this.machine.processes.pids()) {
      for (const { startPage, pages } of this.machine.processes.mappings(pid) ?? []) {
        const named = Float64Array.from({ length: pages }, (_, i) => startPage + i);
        const status = new Int32Array(pages);
        this.machine.pages.queryNodes(pid, named, status);
        const taken = named.filter((_, i) => status[i] === node).slice(0, wanted);
        this.machine.pages.movePages(pid, taken, this.slower, new Int32Array(taken.length));
        this.machine.count('pgsteal_anon', taken.length);
        if (ofHost) this.machine.count('pgsteal_proactive', taken.length);
        this.machine.count('pgdemote_direct', taken.length - this.swapped);
        wanted -= taken.length;
      }
    }
    return wanted === 0;
  }
}
