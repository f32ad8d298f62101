import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ThermoclineError } from '../runtime/errors.js';
import { syncDirectory } from './directory.js';

/** Numbers reserved at once: one write to disk for so many messages, and the most that a crash skips. */
const BLOCK = 256;

/**
 * A rising sequence that survives kill -9: numbers are reserved on disk before they are given out. Where there is no file it
 * begins at the Unix time in ms, which is above all that an earlier file can have given out.
 */
export class Sequence {
  private last: number;
  private reserved: number;

  /** Throws STATE_UNWRITABLE, or STATE_CORRUPT for a file that does not hold a number. */
  constructor(private readonly file: string) {
    this.last = readNumber(file);
    this.reserved = this.last;
  }

  next(): number {
    if (this.last >= this.reserved) this.reserve(this.last + BLOCK);
    return ++this.last;
  }

  private reserve(upTo: number): void {
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      const descriptor = openSync(`${this.file}.new`, 'w', 0o600);
      try {
        writeSync(descriptor, `${upTo}\n`);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(`${this.file}.new`, this.file);
      syncDirectory(dirname(this.file));
    } catch (cause) {
      throw new ThermoclineError('STATE_UNWRITABLE', `${this.file}: ${(cause as Error).message}`, { cause });
    }
    this.reserved = upTo;
  }
}

function readNumber(file: string): number {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return Date.now();
    throw new ThermoclineError('STATE_UNWRITABLE', `${file}: ${(cause as Error).message}`, { cause });
  }
  const number = Number(text);
  if (/^\d+\n$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new ThermoclineError('STATE_CORRUPT', `${file} does not hold a number; move it away, the sequence begins anew`);
}
