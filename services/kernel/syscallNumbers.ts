/**
 * System call numbers by architecture: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
 */
import { arch } from 'node:process';
import { KernelError } from './errno.js';

export interface SyscallNumbers {
  readonly ioctl: number;
  readonly mmap: number;
  readonly munmap: number;
  readonly madvise: number;
  readonly mincore: number;
  readonly memfdCreate: number;
  readonly movePages: number;
  readonly pidfdSendSignal: number;
  readonly pidfdOpen: number;
  readonly processMadvise: number;
}

const TABLE: Readonly<Record<string, SyscallNumbers>> = {
  x64: {
    ioctl: 16,
    mmap: 9,
    munmap: 11,
    madvise: 28,
    mincore: 27,
    memfdCreate: 319,
    movePages: 279,
    pidfdSendSignal: 424,
    pidfdOpen: 434,
    processMadvise: 440,
  },
  arm64: {
    ioctl: 29,
    mmap: 222,
    munmap: 215,
    madvise: 233,
    mincore: 232,
    memfdCreate: 279,
    movePages: 239,
    pidfdSendSignal: 424,
    pidfdOpen: 434,
    processMadvise: 440,
  },
};

/** Numbers for this processor. Throws a KernelError (ENOSYS) on one that is not in the table. */
export function syscallNumbers(name: string = arch): SyscallNumbers {
  const numbers = TABLE[name];
  if (numbers === undefined) {
    throw new KernelError('ENOSYS', `syscall on ${name}`, 'Only x86-64 and arm64 are supported.');
  }
  return numbers;
}
