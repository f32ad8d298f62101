/**
 * Files mapped by this process itself: the way to page cache and tmpfs that no process maps. Only open(2), mmap(2),
 * mincore(2) and madvise(2) on our own memory; what is in the file is never read.
 */
import { closeSync, constants, fstatSync, openSync, statfsSync, writeSync } from 'node:fs';
import { asKernelError, errnoName, KernelError } from './errno.js';
import { syscall } from './ffi.js';
import type { FileIdentity, FileMapping, FilePort, TrialFile } from './port.js';
import { syscallNumbers } from './syscallNumbers.js';

/** include/uapi/asm-generic: fcntl.h, mman-common.h, mman.h; the same on x86-64 and arm64. */
const O_PATH = 0o10000000;
const PROT_NONE = 0;
const PROT_READ = 1;
const MAP_SHARED = 1;
const MAP_PRIVATE = 2;
const MAP_FIXED = 0x10;
const MAP_ANONYMOUS = 0x20;
const MAP_NORESERVE = 0x4000;
const MADV_RANDOM = 1;
/** [5.14] */
const MADV_POPULATE_READ = 22;
const MFD_CLOEXEC = 1;
/** include/uapi/linux/magic.h; its pages are of another size and not for us. */
const HUGETLBFS_MAGIC = 0x958458f6;
/** Base pages of a huge page: 2 MiB of 4 KiB. */
const HUGE_PAGES = 512;

interface RealMapping extends FileMapping {
  /** Address and bytes of all that is to be unmapped. */
  readonly reserved: number;
  readonly reservedBytes: number;
}

export class RealFiles implements FilePort {
  readonly #procRoot: string;
  readonly #pageSize: number;
  readonly #numbers = syscallNumbers();

  constructor(procRoot: string, pageSize: number) {
    this.#procRoot = procRoot;
    this.#pageSize = pageSize;
  }

  /**
   * First O_PATH, which opens nothing, so that no device or pipe is touched before it is known what stands there. O_NOATIME
   * asks for the file's owner or CAP_FOWNER, and so does mincore(2) for the truth: to others it says that all is resident.
   */
  open(path: string, identity: FileIdentity): number {
    const shown = path.startsWith('/proc/') ? `${this.#procRoot}${path.slice('/proc'.length)}` : path;
    let named: number | undefined;
    try {
      named = openSync(shown, O_PATH);
      requireFile(named, path, identity);
      const link = `${this.#procRoot}/self/fd/${named}`;
      if (statfsSync(link).type === HUGETLBFS_MAGIC) {
        throw new KernelError('ENOTSUP', path, 'Files of hugetlbfs have pages of their own size.');
      }
      const fd = openSync(link, constants.O_RDONLY | constants.O_NOATIME | constants.O_NONBLOCK);
      try {
        requireFile(fd, path, identity);
      } catch (error) {
        closeSync(fd);
        throw error;
      }
      return fd;
    } catch (error) {
      throw asKernelError(error, path);
    } finally {
      if (named !== undefined) closeSync(named);
    }
  }

  close(fd: number): void {
    closeSync(fd);
  }

  map(fd: number, startPage: number, pages: number): FileMapping {
    const bytes = pages * this.#pageSize;
    const reservedBytes = bytes + HUGE_PAGES * this.#pageSize;
    const { mmap, madvise } = this.#numbers;
    // Room first, so that the file can be laid where its huge pages are huge pages of the address space as well.
    const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    const reserved = syscall(mmap, 0, reservedBytes, PROT_NONE, flags, -1, 0);
    if (reserved < 0) throw new KernelError(errnoName(reserved), `mmap of ${reservedBytes} bytes`);
    const firstPage = reserved / this.#pageSize;
    const shift = (((startPage - firstPage) % HUGE_PAGES) + HUGE_PAGES) % HUGE_PAGES;
    const addressPage = firstPage + shift;
    const address = addressPage * this.#pageSize;
    const mapping: RealMapping = { addressPage, startPage, pages, reserved, reservedBytes };
    const got = syscall(mmap, address, bytes, PROT_READ, MAP_SHARED | MAP_FIXED, fd, startPage * this.#pageSize);
    if (got < 0) {
      this.unmap(mapping);
      throw new KernelError(errnoName(got), `mmap of descriptor ${fd}`);
    }
    // No readahead from a fault, and none of our faults makes a page look accessed when it is unmapped (VM_RAND_READ in
    // mm/filemap.c and mm/memory.c).
    syscall(madvise, address, bytes, MADV_RANDOM);
    return mapping;
  }

  faultIn(mapping: FileMapping, startPage: number, pages: number): Uint8Array {
    const resident = new Uint8Array(pages);
    const addressPage = mapping.addressPage + (startPage - mapping.startPage);
    const address = addressPage * this.#pageSize;
    const asked = syscall(this.#numbers.mincore, address, pages * this.#pageSize, resident);
    if (asked < 0) throw new KernelError(errnoName(asked), 'mincore');
    for (let i = 0; i < pages; i += 1) resident[i] = (resident[i] as number) & 1;
    for (let from = 0; from < pages; ) {
      let to = from + 1;
      while (to < pages && resident[to] === resident[from]) to += 1;
      if (resident[from] === 1) this.#populate(addressPage, from, to);
      from = to;
    }
    return resident;
  }

  unmap(mapping: FileMapping): void {
    const { reserved, reservedBytes } = mapping as RealMapping;
    syscall(this.#numbers.munmap, reserved, reservedBytes);
  }

  trial(): TrialFile {
    const fd = syscall(this.#numbers.memfdCreate, Buffer.from('thermocline-trial\0'), MFD_CLOEXEC);
    if (fd < 0) throw new KernelError(errnoName(fd), 'memfd_create');
    writeSync(fd, Buffer.alloc(this.#pageSize));
    const { dev, ino } = fstatSync(fd, { bigint: true });
    const identity = { device: String(dev), inode: String(ino) };
    return { path: `/proc/self/fd/${fd}`, identity, close: () => closeSync(fd) };
  }

  /**
   * A page that went away since mincore is read in again, which is the only I/O that can come of this. A file cut short
   * meanwhile answers EFAULT where a touch would raise SIGBUS; then the pages before the cut are taken one by one.
   */
  #populate(addressPage: number, from: number, to: number): void {
    const populate = (first: number, pages: number): number =>
      syscall(
        this.#numbers.madvise,
        (addressPage + first) * this.#pageSize,
        pages * this.#pageSize,
        MADV_POPULATE_READ,
      );
    const result = populate(from, to - from);
    if (result === 0) return;
    if (errnoName(result) === 'EINVAL') throw new KernelError('EINVAL', 'MADV_POPULATE_READ', 'It needs Linux 5.14.');
    for (let i = from; i < to; i += 1) populate(i, 1);
  }
}

/** Where there is no live kernel behind the readers: all is refused. */
export class RefusedFiles implements FilePort {
  open(): number {
    throw refusal();
  }
  close(): void {
    throw refusal();
  }
  map(): FileMapping {
    throw refusal();
  }
  faultIn(): Uint8Array {
    throw refusal();
  }
  unmap(): void {
    throw refusal();
  }
  trial(): TrialFile {
    throw refusal();
  }
}

function requireFile(fd: number, path: string, identity: FileIdentity): void {
  const found = fstatSync(fd, { bigint: true });
  if (String(found.dev) !== identity.device || String(found.ino) !== identity.inode) {
    const is = `device ${found.dev} inode ${found.ino}`;
    throw new KernelError('ESTALE', path, `It is ${is}, not ${identity.device} and ${identity.inode}.`);
  }
  if (!found.isFile()) throw new KernelError('EINVAL', path, 'It is no regular file.');
}

function refusal(): KernelError {
  return new KernelError('ENOSYS', 'mmap', 'A recorded machine has no files of its own: it can only be read.');
}
