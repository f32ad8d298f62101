import { closeSync, createWriteStream, openSync, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { describe } from '../runtime/errors.js';
import type { Logger } from '../runtime/logger.js';
import type { MoveDirection } from './plan.js';

/** One finished batch that moved something, for whoever checks the limits from outside. */
export interface MoveLine {
  readonly completedUnixMs: number;
  /** CLOCK_MONOTONIC after the last call of the batch. */
  readonly completedMonotonicMs: number;
  readonly bytes: number;
  readonly pages: number;
  readonly direction: MoveDirection;
  /** The space, as in `process:PID:START`, `file:DEVICE:INODE`, `physical:NODE`. */
  readonly space: string;
  /** Of a process. */
  readonly pid?: number;
}

/**
 * A file of MoveLines in JSON, one a line; nothing is written without a path. Moves do not wait for it, and when it cannot be
 * written, that is said once and they go on.
 */
export class MoveLog {
  private stream: WriteStream | undefined;

  /** Throws what node:fs throws when the file cannot be opened. */
  constructor(path: string | undefined, logger: Logger) {
    if (path === undefined) return;
    closeSync(openSync(path, 'a', 0o640));
    this.stream = createWriteStream(path, { flags: 'a' });
    this.stream.on('error', (error) => {
      this.stream = undefined;
      logger.warn({ path, error: describe(error) }, 'the log of moves cannot be written; it ends here');
    });
  }

  write(line: MoveLine): void {
    this.stream?.write(`${JSON.stringify(line)}\n`);
  }

  /** Resolves once what was written is in the file. */
  async close(): Promise<void> {
    const { stream } = this;
    if (!stream) return;
    stream.end();
    await finished(stream).catch(() => undefined);
  }
}
