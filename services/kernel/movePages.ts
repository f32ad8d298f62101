/**
 * move_pages(2), process_madvise(2) and pidfds: the calls that name a process and touch its pages.
 */
import { closeSync } from 'node:fs';
import { PageAddresses, writeAddresses } from './addresses.js';
import { errnoName, KernelError } from './errno.js';
import { syscall } from './ffi.js';
import {
  MOST_STRETCHES,
  type MovePagesResult,
  type PageAdvice,
  type PageList,
  type PagePort,
  type PageStretch,
  STATUS_UNSET,
} from './port.js';
import { type SyscallNumbers, syscallNumbers } from './syscallNumbers.js';

/** linux/mempolicy.h: only pages that this process alone maps; others come back with EACCES. */
const MPOL_MF_MOVE = 1 << 1;
/** Pages that others map as well; without CAP_SYS_NICE the call comes back with EPERM. */
const MPOL_MF_MOVE_ALL = 1 << 2;
/** linux/mman.h. */
const ADVICE: Readonly<Record<PageAdvice, number>> = { cold: 20, pageout: 21 };

/** The calls of this machine's kernel. Not for worker threads (see ffi.ts). */
export class RealPages implements PagePort {
  readonly #pageSize: number;
  readonly #numbers: SyscallNumbers;
  /** Reused from call to call; grows to the largest batch seen. */
  #addresses = new Uint32Array(0);
  #targets = new Int32Array(0);
  /** What all of `#targets` say. */
  #target = 0;

  constructor(pageSize: number) {
    this.#pageSize = pageSize;
    this.#numbers = syscallNumbers();
  }

  queryNodes(pid: number, pages: PageList, status: Int32Array): void {
    const result = this.#call(pid, pages, undefined, status);
    if (result < 0) throw new KernelError(errnoName(result), `move_pages of process ${pid}`);
  }

  movePages(pid: number, pages: PageList, targetNode: number, status: Int32Array, shared = false): MovePagesResult {
    const result = this.#call(pid, pages, targetNode, status, shared ? MPOL_MF_MOVE_ALL : MPOL_MF_MOVE);
    return result < 0 ? { result: -1, errno: -result } : { result, errno: 0 };
  }

  pidfdOpen(pid: number): number | undefined {
    const fd = syscall(this.#numbers.pidfdOpen, pid, 0);
    if (fd >= 0) return fd;
    const code = errnoName(fd);
    if (code === 'ESRCH') return undefined;
    throw new KernelError(code, `pidfd_open of process ${pid}`);
  }

  pidfdAlive(pidfd: number): boolean {
    const result = syscall(this.#numbers.pidfdSendSignal, pidfd, 0, 0, 0);
    if (result === 0) return true;
    const code = errnoName(result);
    // EPERM is the answer about a process that lives and is not ours to signal.
    if (code === 'EPERM') return true;
    if (code === 'ESRCH') return false;
    throw new KernelError(code, `pidfd_send_signal on descriptor ${pidfd}`);
  }

  pidfdClose(pidfd: number): void {
    closeSync(pidfd);
  }

  advise(pidfd: number, stretches: readonly PageStretch[], advice: PageAdvice): number {
    if (stretches.length > MOST_STRETCHES)
      throw new RangeError(`${stretches.length} stretches; ${MOST_STRETCHES} at most`);
    // struct iovec: address and length, 64 bits each.
    const bounds = Float64Array.from(stretches.flatMap(({ startPage, pages }) => [startPage, pages]));
    const vector = new Uint32Array(2 * bounds.length);
    writeAddresses(bounds, this.#pageSize, vector);
    const bytes = syscall(this.#numbers.processMadvise, pidfd, vector, stretches.length, ADVICE[advice], 0);
    if (bytes < 0) throw new KernelError(errnoName(bytes), `process_madvise on descriptor ${pidfd}`);
    return bytes / this.#pageSize;
  }

  #call(pid: number, pages: PageList, targetNode: number | undefined, status: Int32Array, flags = 0): number {
    const count = pages.length;
    if (status.length < count) throw new RangeError(`${count} pages need as many statuses, not ${status.length}`);
    // move_pages takes pid 0 for the caller itself: never what a page list of another process means.
    if (!Number.isInteger(pid) || pid <= 0) throw new RangeError(`${pid} is no pid`);
    if (this.#targets.length < count) {
      this.#addresses = new Uint32Array(2 * count);
      this.#targets = new Int32Array(count).fill(this.#target);
    }
    const isWritten = pages instanceof PageAddresses;
    if (!isWritten) writeAddresses(pages, this.#pageSize, this.#addresses);
    const addresses = isWritten ? pages.words : this.#addresses;
    // A query that does not fail has written every status (do_pages_stat, mm/migrate.c).
    if (targetNode === undefined) return syscall(this.#numbers.movePages, pid, count, addresses, 0, status, 0);
    status.fill(STATUS_UNSET, 0, count);
    if (this.#target !== targetNode) this.#targets.fill(targetNode);
    this.#target = targetNode;
    return syscall(this.#numbers.movePages, pid, count, addresses, this.#targets, status, flags);
  }
}

/** The calls where there is no live kernel behind the readers: all are refused. */
export class RefusedPages implements PagePort {
  queryNodes(): void {
    throw refusal('move_pages');
  }

  movePages(): MovePagesResult {
    throw refusal('move_pages');
  }

  pidfdOpen(): number | undefined {
    throw refusal('pidfd_open');
  }

  pidfdAlive(): boolean {
    throw refusal('pidfd_send_signal');
  }

  pidfdClose(): void {
    throw refusal('close');
  }

  advise(): number {
    throw refusal('process_madvise');
  }
}

function refusal(call: string): KernelError {
  return new KernelError('ENOSYS', call, 'A recorded machine has no live processes: its files can only be read.');
}
