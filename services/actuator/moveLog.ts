import { closeSync, openSync, writeSync } from 'node:fs';
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

/** A file of MoveLines in JSON, one a line; nothing is written without a path. */
export class MoveLog {
  private readonly fd: number | undefined;

  constructor(path: string | undefined) {
    this.fd = path === undefined ? undefined : openSync(path, 'a', 0o640);
  }

  write(line: MoveLine): void {
    if (this.fd !== undefined) writeSync(this.fd, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
  }
}
