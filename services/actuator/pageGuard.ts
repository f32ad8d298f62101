import type { Clock } from './clock.js';
import { hotSince } from './hotSince.js';
import type { LastLook } from './lastLook.js';
import type { GroupLedger } from './ledger.js';
import type { SurveyReport } from './moverPort.js';
import type { GroupRuns } from './pageRuns.js';
import type { PlanRun } from './planRun.js';
import type { Residence } from './residence.js';
import type { Stay } from './window.js';

export interface PageGuardOptions {
  readonly residence: Residence;
  /** Undefined where no collector is to be asked. */
  readonly lastLook: LastLook | undefined;
  readonly clock: Clock;
}

/** Why pages of a window stay, and when the collector's look at them was taken, monotonic ms; undefined where there was none. */
export interface GuardedWindow {
  readonly stays: readonly Stay[];
  readonly lookedMs: number | undefined;
}

/** What is asked of every page before it may be part of a batch, once a window: bounds, residence, and whether it became hot. */
export class PageGuard {
  constructor(private readonly options: PageGuardOptions) {}

  async judge(run: PlanRun, { group }: GroupLedger, window: GroupRuns, survey: SurveyReport): Promise<GuardedWindow> {
    const { residence, clock, lastLook } = this.options;
    const stays: Stay[] = [];
    const { bound } = survey;
    if (bound) stays.push({ reason: 'bound-by-application', ranges: bound });
    // What takes moves back is somebody's word, and goes past both.
    if (run.plan.undoOf) return { stays, lookedMs: undefined };
    const resides = residence.recent(group.space, group.fromNode, clock.monotonicMs());
    if (resides) stays.push({ reason: 'residence', ranges: resides });
    const isLooked = lastLook && group.direction === 'demotion' && group.space.kind === 'process';
    if (!isLooked || window.pageCount === 0) return { stays, lookedMs: undefined };
    const response = await lastLook.ask({
      space: group.spaceKey,
      sinceUnixMs: run.plan.groundUnixMs,
      firstPage: window.startPage[0] as number,
      lastPage: (window.startPage.at(-1) as number) + (window.pages.at(-1) as number) - 1,
    });
    if (response?.ageSeconds === undefined) return { stays, lookedMs: undefined };
    if (response.accessed.length > 0) stays.push({ reason: 'became-hot', ranges: hotSince(group, response) });
    return { stays, lookedMs: clock.monotonicMs() - response.ageSeconds * 1000 };
  }
}
