import { errnoName, KernelError } from '../kernel/errno.js';
import type { Kernel } from '../kernel/port.js';
import type { Clock } from './clock.js';
import { MappedPages } from './mappedPages.js';
import { MovedAlong } from './movedAlong.js';
import { MovePages, type Pause } from './movePages.js';
import type { MoverCalls } from './moverMessages.js';
import type { BatchEnd, BatchReport, MoveBatch, MoverProbe, SurveyReport, SurveyRequest } from './moverPort.js';
import { type FileKey, type MoveSpace, spaceText } from './moveSpace.js';
import { probeOwnMapping } from './probeOwnMapping.js';
import { Errno, skipIndex, Verdict } from './verdict.js';

/**
 * Moves page cache and tmpfs: maps the file into this very process, faults in what is in memory, and has move_pages(2) move
 * the pages of that mapping. Pages that a process maps too answer EACCES unless shared pages may be moved. Runs in a mover's
 * child process; here it is only a function of the kernel port.
 */
export class OwnMapping implements MoverCalls {
  private readonly kernel: Kernel;
  private readonly self: number;
  private readonly calls: MovePages;
  private readonly along = new MovedAlong();

  /** `self`: the pid of the process that maps. */
  constructor(kernel: Kernel, clock: Clock, pause: Pause, self: number) {
    this.kernel = kernel;
    this.self = self;
    this.calls = new MovePages(kernel, clock, pause);
  }

  probe(): MoverProbe {
    return probeOwnMapping(this.kernel, this.self);
  }

  survey({ space, pages }: SurveyRequest): SurveyReport {
    const mapped = this.reach(space, pages);
    if ('reason' in mapped) return { status: new Int32Array(0), huge: new Uint8Array(0), ended: mapped };
    try {
      return this.calls.survey({ space: this.own(), pages: mapped.addresses(pages) });
    } finally {
      mapped.close();
    }
  }

  async move(batch: MoveBatch): Promise<BatchReport> {
    const mapped = this.reach(batch.space, batch.pages);
    if ('reason' in mapped) return refused(batch, mapped);
    try {
      const around = mapped.others(batch.pages);
      const before = this.where(around.addressPages);
      const report = await this.calls.move({ ...batch, space: this.own(), pages: mapped.addresses(batch.pages) });
      const after = this.where(around.addressPages);
      const also = around.pages.filter((_, i) => before[i] === batch.fromNode && after[i] === batch.toNode);
      return this.withAlong(batch, report, also);
    } finally {
      mapped.close();
    }
  }

  close(): void {
    this.calls.close();
  }

  /**
   * Counts the pages that moved with others of their folio, and calls those of this batch moved that came along with an
   * earlier one: their bytes are counted already.
   */
  private withAlong(batch: MoveBatch, report: BatchReport, also: Float64Array): BatchReport {
    const key = `${spaceText(batch.space)}>${batch.toNode}`;
    for (let i = 0; i < batch.pages.length; i++) {
      if (report.verdicts[i] !== Verdict.alreadyThere) continue;
      if (this.along.take(key, batch.pages[i] as number)) report.verdicts[i] = Verdict.moved;
    }
    this.along.add(key, also);
    return { ...report, pagesMoved: report.pagesMoved + also.length };
  }

  /** Nodes of pages of this process; nothing of them is known when the kernel does not answer. */
  private where(addressPages: Float64Array): Int32Array {
    const status = new Int32Array(addressPages.length);
    if (status.length > 0) this.kernel.pages.queryNodes(this.self, addressPages, status);
    return status;
  }

  private reach(space: MoveSpace, pages: Float64Array): MappedPages | BatchEnd {
    if (space.kind !== 'file') return unsupported(`own-mapping moves no pages of a ${space.kind}`);
    const { path } = space.file;
    if (path === undefined)
      return unsupported('the plan names the file by handle; a path or a link of /proc is needed');
    let fd: number | undefined;
    try {
      fd = this.kernel.files.open(path, space.file);
      return new MappedPages(this.kernel.files, fd, pages);
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      return whyNot(error, space.file);
    } finally {
      // A mapping holds its file by itself.
      if (fd !== undefined) this.kernel.files.close(fd);
    }
  }

  private own(): MoveSpace {
    const identity = this.kernel.processes.identity(this.self);
    if (!identity) throw new KernelError('ESRCH', `process ${this.self}`);
    return { kind: 'process', process: identity };
  }
}

function refused(batch: MoveBatch, end: BatchEnd): BatchReport {
  const count = batch.pages.length;
  return {
    verdicts: new Uint8Array(count).fill(Verdict.skipped),
    details: new Int32Array(count).fill(skipIndex(end.reason)),
    pagesMoved: 0,
    seconds: 0,
    startedMs: batch.notBeforeMs,
    completedMs: batch.notBeforeMs,
    ended: end,
  };
}

function unsupported(text: string): BatchEnd {
  return { reason: 'space-not-supported', text };
}

function whyNot({ errno, message }: KernelError, { device, inode }: FileKey): BatchEnd {
  const text = `file ${device}:${inode}: ${message}`;
  switch (errno) {
    case Errno.ESTALE:
    case Errno.EINVAL:
      return { reason: 'file-changed', text };
    case Errno.EPERM:
    case Errno.EACCES:
      return { reason: 'no-capability', text: `NO_CAPABILITY: ${text} CAP_FOWNER and CAP_DAC_READ_SEARCH are needed` };
    case Errno.ENOTSUP:
    case Errno.ENODEV:
    case Errno.ENOMEM:
    case Errno.EOVERFLOW:
      return { reason: 'space-not-supported', text };
    default:
      return { reason: 'file-gone', text: `${text} (${errnoName(errno)})` };
  }
}
