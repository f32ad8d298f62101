import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes the names in a directory survive a power failure: fsync(2) of a file says nothing about the entry that names it. */
export function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
