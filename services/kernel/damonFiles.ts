/**
 * Access to DAMON's sysfs tree. An interface, so that tests can put a tree with the kernel's own rules behind it.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { asKernelError, codeOf, KernelError } from './errno.js';
import { isAbsent, readNames, readText } from './files.js';

export interface DamonFiles {
  /** Text without surrounding blanks; undefined when absent, or when the kernel is busy with another request. */
  read(path: string): string | undefined;
  /** Names in a directory; empty when it is absent. */
  names(path: string): readonly string[];
  /** kernfs numbers every directory anew when it is made, so the number tells a slot from one made again later. */
  inode(path: string): number | undefined;
  /** Errno name of what forbids writing the file; undefined when it can be written. */
  refusal(path: string): string | undefined;
  /** One write, off the event loop: some commands block for an aggregation interval. Throws a KernelError. */
  write(path: string, text: string): Promise<void>;
}

export const sysfsFiles: DamonFiles = {
  read(path) {
    try {
      return readText(path)?.trim();
    } catch (error) {
      // pid_show gives EBUSY while another request holds damon_sysfs_lock (mm/damon/sysfs.c); state_show too, as seen on 6.12.117.
      if (error instanceof KernelError && error.code === 'EBUSY') return undefined;
      throw error;
    }
  },

  names: readNames,

  inode(path) {
    try {
      return statSync(path).ino;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw asKernelError(error, path);
    }
  },

  refusal(path) {
    try {
      accessSync(path, constants.W_OK);
      return undefined;
    } catch (error) {
      return codeOf(error) ?? 'EACCES';
    }
  },

  async write(path, text) {
    try {
      const file = await open(path, 'r+');
      try {
        await file.write(text);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw asKernelError(error, path);
    }
  },
};
