/**
 * The record of our DAMON slots: <runDir>/damon.json. What stands in it is ours, also after a crash; all else on DAMON's
 * table is someone else's. Always written before the table is changed, so that a crash in between leaves a record of
 * what may not have happened and never a change without a record.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { asKernelError, codeOf } from './errno.js';
import { isSameLife, type Life } from './lives.js';

/** One slot of the table that a process of ours uses. */
export interface SlotUse {
  readonly slot: number;
  /** Inode number of the slot's directory. */
  readonly inode: number;
  /** The process of ours that put it to use. */
  readonly owner: Life;
  /** The watched pid, as it is staged in pid_target. */
  readonly target: number;
  /** The kdamond; null from before the slot is switched on until its pid has been read. */
  readonly kdamond: Life | null;
}

/** Whether both are one putting to use: the kdamond comes to be known later. */
export function isSameUse(one: SlotUse, other: SlotUse): boolean {
  return (
    one.slot === other.slot &&
    one.inode === other.inode &&
    one.target === other.target &&
    isSameLife(one.owner, other.owner)
  );
}

export interface DamonRecord {
  readonly version: 1;
  readonly bootId: string;
  /** nr_kdamonds as we set it. */
  readonly slots: number;
  /** Inode numbers of the slots' directories; empty until the table has been made. */
  readonly inodes: readonly number[];
  readonly uses: readonly SlotUse[];
}

/** undefined when there is none, or when it can't be understood: then nothing is ours. */
export function readRecord(path: string): DamonRecord | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw asKernelError(error, path);
  }
  return parseRecord(text);
}

/** undefined for text that is no record of this version. */
export function parseRecord(text: string): DamonRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRecord(value) ? value : undefined;
}

/** Replaces the record in one step: a reader sees the old one or the new one. */
export function writeRecord(path: string, record: DamonRecord): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { flush: true });
    renameSync(draft, path);
  } catch (error) {
    throw asKernelError(error, path);
  }
}

export function removeRecord(path: string): void {
  rmSync(path, { force: true });
}

function isRecord(value: unknown): value is DamonRecord {
  const record = fields(value);
  return (
    record?.['version'] === 1 &&
    typeof record['bootId'] === 'string' &&
    typeof record['slots'] === 'number' &&
    Array.isArray(record['inodes']) &&
    record['inodes'].every((inode) => typeof inode === 'number') &&
    Array.isArray(record['uses']) &&
    record['uses'].every(isUse)
  );
}

function isUse(value: unknown): value is SlotUse {
  const use = fields(value);
  return (
    typeof use?.['slot'] === 'number' &&
    typeof use['inode'] === 'number' &&
    typeof use['target'] === 'number' &&
    isLife(use['owner']) &&
    (use['kdamond'] === null || isLife(use['kdamond']))
  );
}

function isLife(value: unknown): value is Life {
  const life = fields(value);
  return typeof life?.['pid'] === 'number' && typeof life['startTicks'] === 'number';
}

function fields(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
