/**
 * Reading of /proc, /sys and cgroup files. What is absent comes back as undefined, what is refused as a KernelError.
 */
import { closeSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { asKernelError, codeOf } from './errno.js';

/**
 * ESRCH is what /proc says of a process that ended after its file was opened, ENODEV what sysfs says of a dead device,
 * EOPNOTSUPP what /proc/pressure says when PSI is off.
 */
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ESRCH', 'ENODEV', 'ENOTSUP', 'EOPNOTSUPP']);

/** Shared by all reads of this thread: /proc files report no size, and a fresh buffer a read costs more than the read. */
let scratch = Buffer.allocUnsafeSlow(64 * 1024);
/** A maps or smaps file that outgrows this is refused: 4 GiB of text is no file of a sane process. */
const MAX_SCRATCH_BYTES = 2 ** 30;

/** Whether an error says that the file, or the process it describes, is not there. */
export function isAbsent(error: unknown): boolean {
  return ABSENT.has(codeOf(error) ?? '');
}

/**
 * The whole file, in a buffer that the next read overwrites: parse it at once. undefined when absent; throws a
 * KernelError when it may not be read.
 */
export function readBytes(path: string): Buffer | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    let length = 0;
    for (;;) {
      if (length === scratch.length) grow(path);
      const got = readSync(fd, scratch, length, scratch.length - length, null);
      if (got === 0) return scratch.subarray(0, length);
      length += got;
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw asKernelError(error, path);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/**
 * What one read of a file gives, in the same buffer: the whole of those that the kernel writes at the first read (seq_file's
 * single_open, as stat of a process). Half the system calls of readBytes, which asks for the end.
 */
export function readAtOnce(path: string): Buffer | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    return scratch.subarray(0, readSync(fd, scratch, 0, scratch.length, null));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw asKernelError(error, path);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** The whole file as text without its last newline; undefined when absent. */
export function readText(path: string): string | undefined {
  const bytes = readBytes(path);
  if (bytes === undefined) return undefined;
  const end = bytes[bytes.length - 1] === 0x0a ? bytes.length - 1 : bytes.length;
  return bytes.toString('utf8', 0, end);
}

/** A file that holds one decimal number; undefined when absent or when it holds something else. */
export function readNumber(path: string): number | undefined {
  const text = readText(path)?.trim();
  return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text);
}

/** Names in a directory; empty when it is absent. */
export function readNames(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw asKernelError(error, path);
  }
}

/** Writes text to an existing file in one write, as kernel files want it. false when the file is absent. */
export function writeText(path: string, text: string): boolean {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r+');
    writeSync(fd, text);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw asKernelError(error, path);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function grow(path: string): void {
  if (scratch.length >= MAX_SCRATCH_BYTES) throw new RangeError(`${path} is larger than ${MAX_SCRATCH_BYTES} bytes`);
  const larger = Buffer.allocUnsafeSlow(scratch.length * 2);
  scratch.copy(larger);
  scratch = larger;
}
