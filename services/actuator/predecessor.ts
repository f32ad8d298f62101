import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessPort } from '../kernel/port.js';
import type { Logger } from '../runtime/logger.js';

/** A mark in a directory that names the process which works there, so that two never work on one state. */
export interface ProcessMark {
  readonly bootId: string;
  readonly pid: number;
  readonly startTicks: number;
}

/** What tells one process from all others, here and now. */
export interface ProcessView {
  readonly bootId: string;
  readonly processes: Pick<ProcessPort, 'identity'>;
}

/** How long a child of a killed predecessor may take to end by itself before it is killed, and before we say that we wait. */
const PATIENCE_MS = 3000;
const LOOK_EVERY_MS = 20;

/** The live process that `name` in `dir` names, undefined when there is none or it is no more. */
export function markedProcess(dir: string, name: string, view: ProcessView): ProcessMark | undefined {
  const mark = readMark(join(dir, name));
  if (mark?.bootId !== view.bootId) return undefined;
  return view.processes.identity(mark.pid)?.startTicks === mark.startTicks ? mark : undefined;
}

/** Writes the mark of a live process; nothing when it is gone already. */
export function markProcess(dir: string, name: string, pid: number, view: ProcessView): void {
  const identity = view.processes.identity(pid);
  if (!identity) return;
  mkdirSync(dir, { recursive: true });
  const path = join(dir, name);
  writeFileSync(`${path}.new`, JSON.stringify({ bootId: view.bootId, pid, startTicks: identity.startTicks }));
  renameSync(`${path}.new`, path);
}

export function unmarkProcess(dir: string, name: string): void {
  rmSync(join(dir, name), { force: true });
}

/**
 * Waits until a marked process has ended, and kills it when it does not: a mover of a killed predecessor may still be in its
 * last call, and what that call moves must be done before anyone asks where the pages are. So it waits however long that takes.
 */
export async function outlive(
  dir: string,
  name: string,
  view: ProcessView,
  logger: Logger,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  let killed = false;
  for (;;) {
    const mark = markedProcess(dir, name, view);
    if (!mark) return;
    if (!killed && performance.now() > deadline) {
      logger.warn({ pid: mark.pid, mark: name }, 'a mover of a predecessor does not end; it is killed, and waited for');
      process.kill(mark.pid, 'SIGKILL');
      killed = true;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function readMark(path: string): ProcessMark | undefined {
  try {
    const mark = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessMark>;
    const { bootId, pid, startTicks } = mark;
    const sound = typeof bootId === 'string' && typeof pid === 'number' && typeof startTicks === 'number';
    return sound ? { bootId, pid, startTicks } : undefined;
  } catch {
    // Absent, or cut off by a crash while it was written: nobody to wait for.
    return undefined;
  }
}
