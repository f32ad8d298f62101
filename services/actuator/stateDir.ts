import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ThermoclineError } from '../runtime/errors.js';
import { Journal, type JournalBounds } from './journal.js';
import { markedProcess, markProcess, outlive, type ProcessView, unmarkProcess } from './predecessor.js';

const OWNER = 'actuator.json';
const MOVER = 'mover.json';

/**
 * Takes the state directory for this process: no other actuator may live in it, and the mover of one that was killed must
 * have ended. Throws STATE_UNWRITABLE.
 */
export async function takeStateDir(dir: string, view: ProcessView): Promise<void> {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const owner = markedProcess(dir, OWNER, view);
    if (owner && owner.pid !== process.pid) {
      throw new ThermoclineError(
        'STATE_UNWRITABLE',
        `${dir} is in use by process ${owner.pid}; end it, or choose another stateDir`,
      );
    }
    await outlive(dir, MOVER, view);
    markProcess(dir, OWNER, process.pid, view);
  } catch (cause) {
    if (cause instanceof ThermoclineError) throw cause;
    throw new ThermoclineError('STATE_UNWRITABLE', `stateDir ${dir}: ${(cause as Error).message}`, { cause });
  }
}

export function leaveStateDir(dir: string): void {
  unmarkProcess(dir, OWNER);
}

/** Leaves word of the mover's child process, for a successor to wait for. */
export function markMover(dir: string, pid: number, view: ProcessView): void {
  markProcess(dir, MOVER, pid, view);
}

/** Throws STATE_UNWRITABLE. */
export function openJournal(dir: string, bounds: JournalBounds): Journal {
  try {
    return new Journal(join(dir, 'journal.log'), bounds);
  } catch (cause) {
    throw new ThermoclineError('STATE_UNWRITABLE', `${join(dir, 'journal.log')}: ${(cause as Error).message}`, {
      cause,
    });
  }
}
