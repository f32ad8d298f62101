import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ThermoclineError } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import { Journal, type JournalBounds } from './journal.js';
import { markedProcess, markProcess, outlive, type ProcessView, unmarkProcess } from './predecessor.js';

const OWNER = 'actuator.json';
/** The mark of one mover's child process: it is named after the mover. */
const MOVER_MARK = /^mover\b.*\.json$/;

/**
 * Takes the state directory for this process: no other actuator may live in it, and the movers of one that was killed must
 * have ended. Throws STATE_UNWRITABLE.
 */
export async function takeStateDir(dir: string, view: ProcessView, logger: Logger): Promise<void> {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const owner = markedProcess(dir, OWNER, view);
    if (owner && owner.pid !== process.pid) {
      throw new ThermoclineError(
        'STATE_UNWRITABLE',
        `${dir} is in use by process ${owner.pid}; end it, or choose another stateDir`,
      );
    }
    for (const name of readdirSync(dir)) if (MOVER_MARK.test(name)) await outlive(dir, name, view, logger);
    markProcess(dir, OWNER, process.pid, view);
  } catch (cause) {
    if (cause instanceof ThermoclineError) throw cause;
    throw new ThermoclineError('STATE_UNWRITABLE', `stateDir ${dir}: ${(cause as Error).message}`, { cause });
  }
}

export function leaveStateDir(dir: string): void {
  unmarkProcess(dir, OWNER);
}

/** Leaves word of a mover's child process, for a successor to wait for. */
export function markMover(dir: string, mover: string, pid: number, view: ProcessView): void {
  markProcess(dir, `mover-${mover}.json`, pid, view);
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
