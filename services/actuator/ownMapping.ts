import type { RangeColumns } from '../contract/ranges.js';
import { errnoName, KernelError } from '../kernel/errno.js';
import type { Kernel } from '../kernel/port.js';
import type { Clock } from './clock.js';
import { MappedPages } from './mappedPages.js';
import { MovedAlong } from './movedAlong.js';
import { endedSurvey, MovePages, type Pause } from './movePages.js';
import type { MoverCalls } from './moverMessages.js';
import type { BatchEnd, BatchReport, MoveBatch, MoverProbe, SurveyReport, SurveyRequest } from './moverPort.js';
import { type FileKey, type MoveSpace, spaceText } from './moveSpace.js';
import { pageCountOf, pagesOf, shifted } from './pageRuns.js';
import { probeOwnMapping } from './probeOwnMapping.js';
import { Errno, skipIndex, Verdict } from './verdict.js';
import { alike, type VerdictRun } from './verdictRuns.js';

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

  survey({ space, ranges }: SurveyRequest): SurveyReport {
    const mapped = this.reach(space, pagesOf(ranges));
    if ('reason' in mapped) return endedSurvey(mapped);
    try {
      const { huge, ...survey } = this.calls.survey({ space: this.own(), ranges: shifted(ranges, mapped.shift) });
      return { ...survey, huge: shifted<RangeColumns>(huge, -mapped.shift) };
    } finally {
      mapped.close();
    }
  }

  async move(batch: MoveBatch): Promise<BatchReport> {
    const pages = pagesOf(batch.runs);
    const mapped = this.reach(batch.space, pages);
    if ('reason' in mapped) return refused(batch, mapped);
    try {
      const around = mapped.others(pages);
      const before = this.where(around.addressPages);
      const report = await this.calls.move({ ...batch, space: this.own(), runs: shifted(batch.runs, mapped.shift) });
      const after = this.where(around.addressPages);
      const also = around.pages.filter((_, i) => before[i] === batch.fromNode && after[i] === batch.toNode);
      return this.withAlong(batch, pages, report, also);
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
  private withAlong(batch: MoveBatch, pages: Float64Array, report: BatchReport, also: Float64Array): BatchReport {
    const key = `${spaceText(batch.space)}>${batch.toNode}`;
    const verdicts = report.verdicts.flatMap((run): VerdictRun[] => {
      if (run.verdict !== Verdict.alreadyThere) return [run];
      const single = Array.from({ length: run.count }, (_, i) => run.first + i);
      return single.map((first) => {
        const verdict = this.along.take(key, pages[first] as number) ? Verdict.moved : Verdict.alreadyThere;
        return { ...run, first, count: 1, verdict };
      });
    });
    this.along.add(key, also);
    return { ...report, verdicts, pagesMoved: report.pagesMoved + also.length };
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
  return {
    verdicts: alike(pageCountOf(batch.runs), Verdict.skipped, skipIndex(end.reason)),
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
