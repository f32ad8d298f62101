/**
 * /proc/PID/smaps: the two figures of each mapping that access sampling needs (show_smap in fs/proc/task_mmu.c).
 */
import { type Cursor, takeDecimal, takeMapping } from './maps.js';
import type { ReferencedMapping } from './port.js';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const RSS = Buffer.from('Rss:');
const REFERENCED = Buffer.from('Referenced:');
/** smaps counts in kB, which are KiB. */
const KIB = 1024;

/** Referenced and resident bytes by mapping, in the order of the file. */
export function parseSmaps(bytes: Buffer, pageSize: number): ReferencedMapping[] {
  const found: ReferencedMapping[] = [];
  const cursor: Cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const mapping = takeMapping(cursor, pageSize);
    if (mapping === undefined) continue;
    let residentBytes = 0;
    let referencedBytes = 0;
    // Field names begin with a capital letter, headers with a small hex digit.
    while (isCapital(bytes[cursor.at])) {
      if (startsWith(cursor, RSS)) residentBytes = takeKib(cursor, RSS.length);
      else if (startsWith(cursor, REFERENCED)) referencedBytes = takeKib(cursor, REFERENCED.length);
      const newline = bytes.indexOf(NEWLINE, cursor.at);
      cursor.at = newline < 0 ? bytes.length : newline + 1;
    }
    found.push({ mapping, referencedBytes, residentBytes });
  }
  return found;
}

function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a;
}

function startsWith(cursor: Cursor, name: Buffer): boolean {
  for (let i = 0; i < name.length; i += 1) {
    if (cursor.bytes[cursor.at + i] !== name[i]) return false;
  }
  return true;
}

function takeKib(cursor: Cursor, nameLength: number): number {
  cursor.at += nameLength;
  while (cursor.bytes[cursor.at] === SPACE) cursor.at += 1;
  return takeDecimal(cursor) * KIB;
}
