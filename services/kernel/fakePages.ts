/**
 * move_pages of the fake machine, with the answers that a 6.12 kernel gave: ENOENT for a page that is not there, EFAULT
 * for an address that is not mapped, EACCES for a page that others map too, EBUSY once for a huge page whose base pages
 * are all named, ENODEV and ENOMEM for the call as a whole, with the statuses from there on unwritten.
 */
import { numbersOf } from './addresses.js';
import { errnoName, errnoNumber, KernelError } from './errno.js';
import type { Area, FakeProcess } from './fakeProcess.js';
import {
  type MovePagesResult,
  type PageAdvice,
  PageKind,
  type PageList,
  type PagePort,
  type PageStretch,
  STATUS_UNSET,
} from './port.js';

const ABSENT = -1;

/** What the page port needs of the machine. */
export interface FakeMemory {
  find(pid: number): FakeProcess | undefined;
  /** Whether a node exists. */
  hasNode(node: number): boolean;
  freePages(node: number): number;
  /** Counts pages that went from one node to another. */
  migrated(process: FakeProcess, from: number, to: number, pages: number): void;
  /** Counts pages that left memory. */
  freed(process: FakeProcess, from: number, pages: number): void;
}

export class FakePages implements PagePort {
  /** Called before each move call, e.g. to let the process exit under it. */
  beforeMove: ((pid: number) => void) | undefined;
  /** Move calls so far. */
  calls = 0;
  /** Whether there is swap for anonymous memory. */
  swap = true;
  /** Stretches that were advised, as `advice start+pages`. */
  readonly advised: string[] = [];
  readonly #memory: FakeMemory;
  readonly #pidfds = new Map<number, FakeProcess>();
  #nextFd = 1000;
  #failing: { readonly code: string; times: number } | undefined;

  constructor(memory: FakeMemory) {
    this.#memory = memory;
  }

  /** Lets the next move calls fail as a whole with an errno name. */
  failCalls(code: string, times = 1): void {
    this.#failing = { code, times };
  }

  queryNodes(pid: number, list: PageList, status: Int32Array): void {
    const pages = numbersOf(list);
    status.fill(STATUS_UNSET, 0, pages.length);
    const process = this.#memory.find(pid);
    if (process === undefined) throw new KernelError('ESRCH', `move_pages of process ${pid}`);
    pages.forEach((page, i) => {
      const at = process.locate(page);
      const node = at === undefined ? ABSENT : nodeAt(at.area, at.index);
      status[i] = at === undefined ? -errnoNumber('EFAULT') : node === ABSENT ? -errnoNumber('ENOENT') : node;
    });
  }

  movePages(pid: number, list: PageList, targetNode: number, status: Int32Array, shared = false): MovePagesResult {
    const pages = numbersOf(list);
    status.fill(STATUS_UNSET, 0, pages.length);
    this.calls += 1;
    this.beforeMove?.(pid);
    const failing = this.#failing;
    if (failing !== undefined && failing.times > 0) {
      failing.times -= 1;
      return failed(failing.code);
    }
    const process = this.#memory.find(pid);
    if (process === undefined) return failed('ESRCH');
    if (!this.#memory.hasNode(targetNode)) return failed('ENODEV');
    // Huge pages that this call has moved, by their first page, and whether their one EBUSY has been given.
    const movedWhole = new Map<number, boolean>();
    for (let i = 0; i < pages.length; i += 1) {
      const answer = this.#moveOne(process, pages[i] ?? 0, targetNode, movedWhole, shared);
      if (answer === -errnoNumber('ENOMEM')) return failed('ENOMEM');
      status[i] = answer;
    }
    return { result: 0, errno: 0 };
  }

  pidfdOpen(pid: number): number | undefined {
    const process = this.#memory.find(pid);
    if (process === undefined) return undefined;
    this.#nextFd += 1;
    this.#pidfds.set(this.#nextFd, process);
    return this.#nextFd;
  }

  pidfdAlive(pidfd: number): boolean {
    const process = this.#pidfds.get(pidfd);
    if (process === undefined) throw new KernelError('EBADF', `pidfd_send_signal on descriptor ${pidfd}`);
    return process.alive;
  }

  pidfdClose(pidfd: number): void {
    if (!this.#pidfds.delete(pidfd)) throw new KernelError('EBADF', `close of descriptor ${pidfd}`);
  }

  advise(pidfd: number, stretches: readonly PageStretch[], advice: PageAdvice): number {
    const process = this.#pidfds.get(pidfd);
    if (process === undefined) throw new KernelError('EBADF', `process_madvise on descriptor ${pidfd}`);
    if (!process.alive) throw new KernelError('ESRCH', `process_madvise on descriptor ${pidfd}`);
    const failing = this.#failing;
    if (failing !== undefined && failing.times > 0) {
      failing.times -= 1;
      throw new KernelError(failing.code, `process_madvise on descriptor ${pidfd}`);
    }
    let advised = 0;
    for (const { startPage, pages } of stretches) {
      this.advised.push(`${advice} ${startPage}+${pages}`);
      process.eachPage(startPage, pages, (area, index) => {
        advised += 1;
        if (advice === 'pageout') this.#pageOut(process, area, index);
      });
    }
    return advised;
  }

  #pageOut(process: FakeProcess, area: Area, index: number): void {
    const node = nodeAt(area, index);
    const isFile = area.kind === PageKind.file || area.kind === PageKind.fileHuge;
    if (node === ABSENT || area.shared || (area.refusal[index] ?? 0) !== 0 || !(isFile || this.swap)) return;
    place(area, index, 1, ABSENT);
    this.#memory.freed(process, node, 1);
  }

  /** pidfds that have not been closed. */
  openPidfds(): number {
    return this.#pidfds.size;
  }

  /** Status of one page: the node it is on now, or a negative errno. */
  #moveOne(
    process: FakeProcess,
    page: number,
    target: number,
    movedWhole: Map<number, boolean>,
    shared: boolean,
  ): number {
    const at = process.locate(page);
    if (at === undefined) return -errnoNumber('EFAULT');
    const { area, index } = at;
    const from = nodeAt(area, index);
    if (from === ABSENT) return -errnoNumber('ENOENT');
    const head = Math.max(0, index - (page % area.unit));
    const headPage = area.mapping.startPage + head;
    if (movedWhole.get(headPage) === false) {
      movedWhole.set(headPage, true);
      return -errnoNumber('EBUSY');
    }
    if (area.shared && !shared) return -errnoNumber('EACCES');
    const refusal = area.refusal[index] ?? 0;
    if (refusal !== 0) return -refusal;
    if (from === target) return target;
    if ((area.busy[index] ?? 0) > 0) {
      area.busy[index] = (area.busy[index] ?? 0) - 1;
      return -errnoNumber('EBUSY');
    }
    const pages = area.unit;
    if (this.#memory.freePages(target) < pages) return -errnoNumber('ENOMEM');
    place(area, head, pages, target);
    this.#memory.migrated(process, from, target, pages);
    if (area.unit > 1) movedWhole.set(headPage, false);
    return target;
  }
}

/** Node of a page as its mapping shows it: what was not faulted in is not there for move_pages. */
function nodeAt({ node, present }: Area, index: number): number {
  return present && present[index] !== 1 ? ABSENT : (node[index] ?? ABSENT);
}

function place(area: Area, index: number, pages: number, node: number): void {
  area.node.fill(node, index, index + pages);
}

function failed(code: string): MovePagesResult {
  const errno = errnoNumber(code);
  if (errno === 0) throw new RangeError(`${code} is no errno (${errnoName(0)})`);
  return { result: -1, errno };
}
