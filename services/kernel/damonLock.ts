/**
 * The lock that processes of ours share while they change DAMON's table: a file that holds who has it. Node has no
 * flock(2), so a lock whose process is gone is broken by the next one that wants it.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asKernelError, codeOf, KernelError } from './errno.js';
import type { Life } from './lives.js';

const RETRY_MS = 20;
/** Far longer than the table is ever held: starting sixteen kdamonds takes less than a second. */
const WAIT_LIMIT_MS = 15_000;

/**
 * Runs `work` under the lock. `isAlive` tells whether a holder still lives. Throws a KernelError (EBUSY) when a living
 * process keeps the lock for too long.
 */
export async function underLock<T>(
  path: string,
  self: Life,
  isAlive: (life: Life) => boolean,
  work: () => Promise<T>,
  waitLimitMs = WAIT_LIMIT_MS,
): Promise<T> {
  await acquire(path, self, isAlive, waitLimitMs);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function acquire(path: string, self: Life, isAlive: (life: Life) => boolean, waitLimitMs: number): Promise<void> {
  const draft = `${path}.${self.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, JSON.stringify(self));
  } catch (error) {
    throw asKernelError(error, path);
  }
  try {
    for (let waited = 0; ; waited += RETRY_MS) {
      if (linked(draft, path)) return;
      const holder = readHolder(path);
      if (holder === undefined || !isAlive(holder)) breakStale(path, self, isAlive);
      else if (waited >= waitLimitMs) {
        throw new KernelError('EBUSY', path, `Process ${holder.pid} has kept the lock for ${waitLimitMs} ms.`);
      } else await sleep(RETRY_MS);
      // A lock that is broken over and over counts as waiting too.
      if (waited >= 2 * waitLimitMs) throw new KernelError('EBUSY', path, 'The lock changes hands without end.');
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** link(2) makes the lock whole in one step: it never exists without its holder in it. */
function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw asKernelError(error, path);
  }
}

/**
 * Takes a stale lock out of the way. Two processes may do so at once, and the second would take the first one's fresh
 * lock: so it is moved aside, looked at again, and put back if its holder lives.
 */
function breakStale(path: string, self: Life, isAlive: (life: Life) => boolean): void {
  const aside = `${path}.${self.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw asKernelError(error, path);
  }
  const holder = readHolder(aside);
  if (holder !== undefined && isAlive(holder)) linked(aside, path);
  rmSync(aside, { force: true });
}

function readHolder(path: string): Life | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startTicks' in value)) return undefined;
    const { pid, startTicks } = value;
    return typeof pid === 'number' && typeof startTicks === 'number' ? { pid, startTicks } : undefined;
  } catch {
    return undefined;
  }
}
