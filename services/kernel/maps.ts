/**
 * /proc/PID/maps: a parser of bytes, for text functions and regular expressions cost more than the kernel's own share of
 * the read (proc(5); show_map_vma in fs/proc/task_mmu.c).
 */
import type { Mapping } from './port.js';

const SPACE = 0x20;
const NEWLINE = 0x0a;

/** Where a parser stands in its bytes. Shared with the parser of smaps, whose headers have the same form. */
export interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

/** Mappings in the order of the file, which is ascending. Lines that have no mapping's form are left out. */
export function parseMaps(bytes: Buffer, pageSize: number): Mapping[] {
  const mappings: Mapping[] = [];
  const cursor: Cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const mapping = takeMapping(cursor, pageSize);
    if (mapping !== undefined) mappings.push(mapping);
  }
  return mappings;
}

/** Reads one header line and leaves the cursor behind its newline; undefined when the line has another form. */
export function takeMapping(cursor: Cursor, pageSize: number): Mapping | undefined {
  const { bytes } = cursor;
  const newline = bytes.indexOf(NEWLINE, cursor.at);
  const end = newline < 0 ? bytes.length : newline;
  const from = cursor.at;
  const start = takeHex(cursor);
  const dash = bytes[cursor.at];
  cursor.at += 1;
  const stop = takeHex(cursor);
  const permissionsAt = cursor.at + 1;
  cursor.at = permissionsAt + 5;
  const offset = takeHex(cursor);
  const deviceAt = cursor.at + 1;
  const deviceEnd = bytes.indexOf(SPACE, deviceAt);
  cursor.at = deviceEnd + 1;
  const inode = takeDecimal(cursor);
  let pathAt = cursor.at;
  while (pathAt < end && bytes[pathAt] === SPACE) pathAt += 1;
  cursor.at = end + 1;
  if (dash !== 0x2d || stop <= start || deviceEnd < 0 || deviceEnd > end || pathAt > end || from === end) {
    return undefined;
  }
  return {
    startPage: start / pageSize,
    pages: (stop - start) / pageSize,
    permissions: permissions(bytes, permissionsAt),
    offsetPages: offset / pageSize,
    device: bytes.toString('latin1', deviceAt, deviceEnd),
    inode,
    path: pathAt === end ? '' : bytes.toString('utf8', pathAt, end),
  };
}

/**
 * A hex number. Addresses up to 2^64 stay exact as floating point: they are multiples of the page size, and the digits
 * before the last three stay below 2^52.
 */
function takeHex(cursor: Cursor): number {
  const { bytes } = cursor;
  let value = 0;
  for (let at = cursor.at; ; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) value = value * 16 + (byte - 0x30);
    else if (byte >= 0x61 && byte <= 0x66) value = value * 16 + (byte - 0x57);
    else {
      cursor.at = at;
      return value;
    }
  }
}

/** A decimal number. */
export function takeDecimal(cursor: Cursor): number {
  const { bytes } = cursor;
  let value = 0;
  for (let at = cursor.at; ; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) {
      cursor.at = at;
      return value;
    }
    value = value * 10 + digit;
  }
}

/** Sixteen combinations at most: sharing the strings saves an allocation a line. */
const PERMISSIONS = new Map<number, string>();

function permissions(bytes: Buffer, at: number): string {
  const key =
    ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
  const known = PERMISSIONS.get(key);
  if (known !== undefined) return known;
  const text = bytes.toString('latin1', at, at + 4);
  PERMISSIONS.set(key, text);
  return text;
}

/** Where shared anonymous memory and tmpfs files are mapped from, as maps names them. */
const SHMEM_PATHS = ['/dev/shm/', '/memfd:', '/dev/zero (deleted)', '/SYSV', '[anon_shmem:'] as const;

/**
 * Whether the file pages of a mapping are shmem. Told by the path, so tmpfs mounted elsewhere than /dev/shm counts as
 * file: the mapping alone does not say its file system, and a stat of the path may reach another mount namespace.
 */
export function isShmem(mapping: Mapping): boolean {
  return SHMEM_PATHS.some((prefix) => mapping.path.startsWith(prefix));
}

/** Mappings that hold no pages of the process's own: shared with the kernel, or without any access right. */
export function holdsPages(mapping: Mapping): boolean {
  return (
    !mapping.permissions.startsWith('---') && !mapping.path.startsWith('[v') // [vdso], [vvar], [vvar_vclock], [vsyscall]
  );
}
