/**
 * Proactive reclaim: the kernel takes what it finds coldest itself, and demotes it where numa/demotion_enabled is true.
 */
import { constants, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { asKernelError, codeOf, KernelError } from './errno.js';
import type { ReclaimPort } from './reclaimPort.js';

export interface ReclaimRoots {
  readonly sysRoot: string;
  /** Where cgroup v2 is mounted. */
  readonly cgroupRoot: string;
}

export class Reclaim implements ReclaimPort {
  readonly #roots: ReclaimRoots;

  constructor(roots: ReclaimRoots) {
    this.#roots = roots;
  }

  hasNodeFile(node: number): boolean {
    return existsSync(this.#nodeFile(node));
  }

  async node(node: number, bytes: number): Promise<boolean> {
    return await ask(this.#nodeFile(node), bytes);
  }

  async cgroup(path: string, bytes: number): Promise<boolean> {
    // A cgroup outside the tree is none.
    if (path.split('/').includes('..')) throw new KernelError('ENOENT', path);
    return await ask(`${this.#roots.cgroupRoot}/${path}/memory.reclaim`, bytes);
  }

  #nodeFile(node: number): string {
    return `${this.#roots.sysRoot}/devices/system/node/node${node}/reclaim`;
  }
}

/** One write, off the event loop: it lasts as long as the reclaim. EAGAIN says that less was reclaimed (user_proactive_reclaim). */
async function ask(path: string, bytes: number): Promise<boolean> {
  try {
    const file = await open(path, constants.O_WRONLY);
    try {
      await file.write(String(Math.floor(bytes)));
      return true;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return false;
    throw asKernelError(error, path);
  }
}
