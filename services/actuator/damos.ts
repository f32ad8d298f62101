import { errnoName, KernelError } from '../kernel/errno.js';
import type { FrameMigration, FramePort, FramesMigrated } from '../kernel/framePort.js';
import type { Tier } from '../kernel/port.js';
import type { Clock } from './clock.js';
import type { Pause } from './movePages.js';
import type {
  BatchEnd,
  BatchReport,
  MoveBatch,
  Mover,
  MoverProbe,
  PlaceRuns,
  SurveyReport,
  SurveyRequest,
} from './moverPort.js';
import { NO_RUNS, pagesOf } from './pageRuns.js';
import { Errno, skipIndex, Verdict } from './verdict.js';
import { runsOfColumns } from './verdictRuns.js';

/**
 * Ranges of one scheme: each costs some writes to sysfs, and a region of DAMON's. And runs of a batch: a scheme takes about as long
 * as a batch may, and a stop waits for what is under way.
 */
const MOST_RANGES = 64;

/**
 * Moves page frames by DAMON: a scheme migrate_cold for what goes down, migrate_hot for what goes up. It takes at least an
 * aggregation interval of 200 ms a batch, whatever its size, and all of it is sleep: nothing here blocks.
 *
 * The scheme tells how many bytes it migrated, not which. A frame that was on an LRU list before and is on none after is taken
 * for moved, up to the number that the scheme tells; where it tells more, frames came into use again meanwhile, and as many of
 * those that still hold a page count as moved, for the totals are to be the kernel's. The others are skipped, `kept-by-kernel`.
 * Of a scheme that was cut off once it was on, all frames are unknown.
 */
export class Damos implements Mover {
  readonly name = 'damos';
  readonly serves = ['physical'] as const;
  readonly width = 1;

  constructor(
    private readonly frames: FramePort,
    private readonly clock: Clock,
    private readonly pause: Pause,
    private readonly pageSize: number,
    /** Fast to slow, as on this host now. */
    private readonly tiers: () => readonly Tier[],
  ) {}

  /** Stages a migration that is never switched on; what stands in the way of it is the answer. */
  async probe(): Promise<MoverProbe> {
    const nodes = this.tiers().flatMap((tier) => tier.nodes);
    const [fromNode, toNode] = [nodes[0], nodes.at(-1)];
    const frame = fromNode === undefined ? undefined : this.frames.firstOf(fromNode);
    if (frame === undefined || toNode === undefined || fromNode === toNode) {
      return { works: false, code: 'ENODEV', text: 'page frames of two nodes could not be found (/proc/zoneinfo)' };
    }
    try {
      this.frames.listed(Float64Array.of(frame));
      await this.frames.rehearse({ ranges: [{ start: frame, end: frame + 1 }], toNode, action: 'migrate_cold' });
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      const code = error.errno === Errno.EPERM || error.errno === Errno.EACCES ? 'NO_CAPABILITY' : error.code;
      return { works: false, code, text: error.message };
    }
    return { works: true, code: undefined, text: 'DAMON takes a scheme that migrates page frames' };
  }

  async survey({ ranges }: SurveyRequest): Promise<SurveyReport> {
    const pages = pagesOf(ranges);
    return { where: placesOf(pages, this.whereNow(pages)), huge: NO_RUNS, mostRuns: MOST_RANGES, ended: undefined };
  }

  async move(batch: MoveBatch): Promise<BatchReport> {
    const { fromNode, notBeforeMs } = batch;
    const pages = pagesOf(batch.runs);
    const verdicts = new Uint8Array(pages.length);
    const details = new Int32Array(pages.length);
    const startedMs = this.clock.monotonicMs();
    // Of a batch that a crash cut off: what is in these frames now may be other pages, and is not to be moved for them.
    if (batch.resumed) verdicts.fill(Verdict.unknown);
    else {
      this.whereNow(pages).forEach((now, i) => {
        if (now === fromNode) return;
        verdicts[i] = now < 0 ? Verdict.failed : Verdict.skipped;
        details[i] = now < 0 ? -now : skipIndex('not-where-planned');
      });
    }
    const early = notBeforeMs - startedMs;
    if (early > 0) await this.pause(early);
    const begunMs = this.clock.monotonicMs();
    const { applied, ended } = await this.migrate(batch, pages, verdicts, details);
    const completedMs = this.clock.monotonicMs();
    const seconds = (completedMs - begunMs) / 1000;
    const runs = runsOfColumns(verdicts, details);
    return { verdicts: runs, pagesMoved: applied, seconds, startedMs, completedMs, ended };
  }

  async close(): Promise<void> {}

  /** -EFAULT for what is no frame of memory, -ENOENT for one without a page that could move. */
  private whereNow(frames: Float64Array): Int32Array {
    const nodes = this.frames.nodes(frames);
    const listed = this.frames.listed(frames);
    return nodes.map((node, i) => (node < 0 ? -Errno.EFAULT : listed[i] === 1 ? node : -Errno.ENOENT));
  }

  /** One scheme, or several where frames lost their pages after the survey and cut runs up. Answers with the pages that the schemes tell. */
  private async migrate(
    batch: MoveBatch,
    pages: Float64Array,
    verdicts: Uint8Array,
    details: Int32Array,
  ): Promise<{ applied: number; ended: BatchEnd | undefined }> {
    const waiting = [...verdicts.keys()].filter((i) => verdicts[i] === Verdict.none);
    const action = this.rankOf(batch.toNode) > this.rankOf(batch.fromNode) ? 'migrate_cold' : 'migrate_hot';
    const skipRest = (first: number, error: KernelError): BatchEnd => {
      const ended = whyNot(error);
      for (const i of waiting.slice(first)) settle(verdicts, details, i, Verdict.skipped, skipIndex(ended.reason));
      return ended;
    };
    let sum = 0;
    for (let from = 0; from < waiting.length; ) {
      const { ranges, count } = rangesOf(pages, waiting, from);
      const tried = waiting.slice(from, from + count);
      let migrated: FramesMigrated;
      try {
        migrated = await this.frames.migrate({ ranges, toNode: batch.toNode, action });
      } catch (error) {
        if (!(error instanceof KernelError)) throw error;
        return { applied: sum, ended: skipRest(from, error) };
      }
      if (migrated.cutOff !== undefined) {
        for (const i of tried) settle(verdicts, details, i, Verdict.unknown, 0);
        // Any of them may have moved, so all count: the limits hold whatever did.
        return { applied: sum + count, ended: skipRest(from + count, migrated.cutOff) };
      }
      const applied = migrated.applied / this.pageSize;
      this.tell(pages, tried, applied, verdicts, details);
      sum += applied;
      from += count;
    }
    return { applied: sum, ended: undefined };
  }

  private rankOf(node: number): number {
    return this.tiers().find(({ nodes }) => nodes.includes(node))?.rank ?? 0;
  }

  private tell(pages: Float64Array, tried: number[], applied: number, verdicts: Uint8Array, details: Int32Array): void {
    const listed = this.frames.listed(Float64Array.from(tried, (i) => pages[i] as number));
    const gone = tried.filter((_, k) => listed[k] === 0);
    const stayed = tried.filter((_, k) => listed[k] === 1);
    const moved = [...gone, ...stayed].slice(0, applied);
    for (const i of stayed) settle(verdicts, details, i, Verdict.skipped, skipIndex('kept-by-kernel'));
    // Gone, and not by the scheme: freed.
    for (const i of gone) settle(verdicts, details, i, Verdict.failed, Errno.ENOENT);
    for (const i of moved) settle(verdicts, details, i, Verdict.moved, 0);
  }
}

function settle(verdicts: Uint8Array, details: Int32Array, i: number, verdict: number, detail: number): void {
  verdicts[i] = verdict;
  details[i] = detail;
}

/** Neighbouring pages of one status as runs. */
function placesOf(pages: Float64Array, status: Int32Array): PlaceRuns {
  const heads = [...pages.keys()].filter(
    (i) => i === 0 || pages[i] !== (pages[i - 1] as number) + 1 || status[i] !== status[i - 1],
  );
  return {
    startPage: Float64Array.from(heads, (i) => pages[i] as number),
    pages: Float64Array.from(heads, (i, run) => (heads[run + 1] ?? pages.length) - i),
    status: Int32Array.from(heads, (i) => status[i] as number),
  };
}

/** The next frames as ranges, and how many frames they are. */
function rangesOf(pages: Float64Array, waiting: readonly number[], from: number) {
  const ranges: { start: number; end: number }[] = [];
  let count = 0;
  for (const i of waiting.slice(from)) {
    const frame = pages[i] as number;
    const last = ranges.at(-1);
    if (last?.end === frame) last.end++;
    else if (ranges.length === MOST_RANGES) break;
    else ranges.push({ start: frame, end: frame + 1 });
    count++;
  }
  return { ranges: ranges satisfies FrameMigration['ranges'], count };
}

function whyNot(error: KernelError): BatchEnd {
  const reason = error.errno === Errno.EPERM || error.errno === Errno.EACCES ? 'no-capability' : 'mover-does-not-work';
  return { reason, text: `damos: ${errnoName(error.errno)}: ${error.message}` };
}
