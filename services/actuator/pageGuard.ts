import type { Clock } from './clock.js';
import { hotSince } from './hotSince.js';
import type { LastLook } from './lastLook.js';
import type { GroupLedger } from './ledger.js';
import type { SurveyReport } from './moverPort.js';
import type { PlanRun } from './planRun.js';
import type { Residence } from './residence.js';
import type { PageWindow, Stay } from './window.js';

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

  async judge(run: PlanRun, { group }: GroupLedger, window: PageWindow, survey: SurveyReport): Promise<GuardedWindow> {
    const { residence, clock, lastLook } = this.options;
    const stays: Stay[] = [];
    const { bound } = survey;
    if (bound?.includes(1)) stays.push({ reason: 'bound-by-application', holds: (_, index) => bound[index] === 1 });
    // What takes moves back is somebody's word, and goes past both.
    if (run.plan.undoOf) return { stays, lookedMs: undefined };
    const resides = residence.holds(group.space, group.fromNode, clock.monotonicMs());
    if (resides) stays.push({ reason: 'residence', holds: resides });
    const isLooked = lastLook && group.direction === 'demotion' && group.space.kind === 'process';
    if (!isLooked || window.pages.length === 0) return { stays, lookedMs: undefined };
    const response = await lastLook.ask({
      space: group.spaceKey,
      sinceUnixMs: run.plan.groundUnixMs,
      firstPage: window.pages[0] as number,
      lastPage: window.pages.at(-1) as number,
    });
    if (response?.ageSeconds === undefined) return { stays, lookedMs: undefined };
    if (response.accessed.length > 0) stays.push({ reason: 'became-hot', holds: hotSince(group, response) });
    return { stays, lookedMs: clock.monotonicMs() - response.ageSeconds * 1000 };
  }
}
