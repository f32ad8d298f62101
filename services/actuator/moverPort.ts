import type { RangeColumns } from '../contract/ranges.js';
import type { PageAdvice } from '../kernel/port.js';
import type { MoverName } from './moverName.js';
import type { MoveSpace, SpaceKind } from './moveSpace.js';
import type { PageRuns } from './pageRuns.js';
import type { SkipReason } from './verdict.js';
import type { VerdictRun } from './verdictRuns.js';

/**
 * A mover: one way to get pages from one node to another. It does what it is told, page by page, and says truly what came
 * of it; limits, headroom and expiry are decided before it is asked.
 */
export interface Mover {
  readonly name: MoverName;
  /** Kinds of spaces whose pages it moves. */
  readonly serves: readonly SpaceKind[];
  /** Batches that it moves side by side now: so many may be asked for at once. */
  readonly width: number;
  /** What of it was lost for good, as a sentence for people; undefined where nothing was. */
  readonly loss?: string | undefined;
  /** Told while `width` batches are under way: whether one more could begin now. It may grow wider by that. */
  wantsWider?(wanted: boolean): void;
  /** Whether it works here, found out by doing. Never throws for what the kernel lacks. */
  probe(): Promise<MoverProbe>;
  /** Which pages are parts of huge ones, and where they are if it takes no second look. Rejects with CHILD_FAILED when lost. */
  survey(request: SurveyRequest): Promise<SurveyReport>;
  /** Moves one batch. Rejects with CHILD_FAILED when the mover is lost and cannot be brought back. */
  move(batch: MoveBatch): Promise<BatchReport>;
  close(): Promise<void>;
}

export interface MoverProbe {
  readonly works: boolean;
  /** NO_CAPABILITY, or the errno name that the trial came back with; undefined when it works. */
  readonly code: string | undefined;
  /** One sentence for people. */
  readonly text: string;
}

export interface SurveyRequest {
  readonly space: MoveSpace;
  /** Ranges of pages, ascending and disjoint. */
  readonly ranges: RangeColumns;
  /** Where they are to go; absent where only their places are asked. */
  readonly toNode?: number;
}

export interface SurveyReport {
  /** Where pages are, as ranges with a node or a negative errno each; absent where only the move will look, and when `ended` is set. */
  readonly where?: PlaceRuns | undefined;
  /** Ranges of pages, of these and around them, that are parts of huge pages (2 MiB), which move whole. */
  readonly huge: RangeColumns;
  /** Ranges likewise whose target the application's memory policy or cpuset leaves out; absent where there are none. */
  readonly bound?: RangeColumns | undefined;
  /** Runs of pages in one batch at most, where it is they that take the time. */
  readonly mostRuns?: number | undefined;
  readonly ended: BatchEnd | undefined;
}

export interface PlaceRuns extends RangeColumns {
  readonly status: Int32Array;
}

export interface MoveBatch {
  readonly space: MoveSpace;
  readonly fromNode: number;
  readonly toNode: number;
  /** Huge pages stand here with all their base pages, as the survey said. */
  readonly runs: PageRuns;
  /**
   * The batch was begun before and cut off by a crash: its pages on the target now count as moved by it, also those few that had come
   * there before it began, of which nothing was written down.
   */
  readonly resumed: boolean;
  /** What madvise tells the kernel; no other mover asks. */
  readonly advice?: PageAdvice | undefined;
  /** Pages that several processes map are moved as well; otherwise they answer EACCES. */
  readonly sharedPages: boolean;
  /** How often EBUSY and EAGAIN are tried again, and the first pause, which doubles each time. */
  readonly retries: number;
  readonly backoffMs: number;
  /** The call that moves begins no earlier than this, in milliseconds of CLOCK_MONOTONIC; all that comes before it may. */
  readonly notBeforeMs: number;
}

/** Why nothing more of this space, or of this direction, makes sense. */
export interface BatchEnd {
  readonly reason: Extract<
    SkipReason,
    | 'process-gone'
    | 'identity-changed'
    | 'identity-unproven'
    | 'target-died'
    | 'target-full'
    | 'bad-node'
    | 'bound-by-application'
    | 'no-capability'
    | 'mover-does-not-work'
    | 'space-not-supported'
    | 'file-gone'
    | 'file-changed'
  >;
  readonly text: string;
}

export interface BatchReport {
  /** Of every page, by index into the batch's pages: ascending, without a gap. */
  readonly verdicts: readonly VerdictRun[];
  /**
   * Base pages that this batch made move: more than its verdicts say where pages that it does not name share a folio with them, and
   * where of some nobody knows whether they moved.
   */
  readonly pagesMoved: number;
  /** Time within the calls that moved. */
  readonly seconds: number;
  /** CLOCK_MONOTONIC before the first and after the last call, milliseconds. */
  readonly startedMs: number;
  readonly completedMs: number;
  readonly ended: BatchEnd | undefined;
}
