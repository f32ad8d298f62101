import type { Outcome__Output } from '../contract/gen/thermocline/v1/Outcome.js';
import type { SpaceOutcome__Output } from '../contract/gen/thermocline/v1/SpaceOutcome.js';
import { decodeRanges, type RangeColumns } from '../contract/ranges.js';
import { spaceKeyText } from '../contract/spaceKey.js';
import { decodeVarints } from '../contract/varint.js';
import { type GrowingHold, recordFailed, recordFailedAgain, recordFound, recordMoved } from '../core/moved.js';
import type { FleetHost } from './fleet.js';

/** SubRunResult as on the wire. */
const MOVED = 1;
const ALREADY_THERE = 2;
const FAILED = 3;
const SKIPPED = 4;

/**
 * What failed is not planned again for a minute, for twice as long each time it fails again, and for an hour at most: most of
 * it (shared, pinned, bound pages) will fail in the same way, and some of it for ever.
 */
const FAILED_HOLD: GrowingHold = { firstMs: 60_000, mostMs: 3_600_000 };

/** What the actuator itself lets stay after a move is free again as soon as that is over: worth another try before long. */
const RESIDENCE_HOLD_MS = 5_000;

/** Skips that say something of the pages; all others (expired, stopped, no room …) were the plan's bad luck, not theirs. */
const HOLDING_SKIPS: ReadonlySet<string> = new Set([
  'partial-huge-page',
  'space-not-supported',
  'mover-does-not-work',
  'bad-node',
]);

/** What an outcome tells of the moves of one space. */
export interface LearnedSpace {
  /** Index into the plan's groups. */
  readonly group: number;
  readonly direction: 'promotion' | 'demotion';
  readonly movedPages: number;
  /** Of them those that a plan had moved the other way within the ping-pong window. */
  readonly movedBackPages: number;
  readonly skippedPages: number;
  readonly failedPages: ReadonlyMap<number, number>;
}

/**
 * Takes an outcome into the heat of its host: what moved is where it went, what was there already is there, and what
 * failed is left alone for a while. Of spaces that ended meanwhile there is nothing to learn but what became of the moves.
 * Throws MalformedColumn.
 */
export function learn(host: FleetHost, outcome: Outcome__Output): LearnedSpace[] {
  const finishedUnixMs = Number(outcome.finishedUnixMs);
  host.pagesMoved += Number(outcome.totals?.pagesMoved ?? 0);
  return outcome.spaces.map((each) => {
    const key = spaceKeyText(each.space);
    const space = key === undefined ? undefined : host.model.spaces.get(key);
    const subRuns = subRunsOf(each);
    const moved = subRuns.ranges(MOVED);
    const { model } = host;
    let movedBackPages = 0;
    if (space) {
      movedBackPages = recordMoved(space.heat, moved, each.toNode, finishedUnixMs, model.pingPongWindowMs);
      model.pingPongPages += movedBackPages;
      recordFound(space.heat, subRuns.ranges(ALREADY_THERE), each.toNode, finishedUnixMs);
      const failed = subRuns.ranges((result, detail) => {
        if (result === SKIPPED) return HOLDING_SKIPS.has(each.skipReasons[detail] ?? '');
        return result !== MOVED && result !== ALREADY_THERE;
      });
      recordFailedAgain(space.heat, failed, finishedUnixMs, FAILED_HOLD);
      const resident = subRuns.ranges((result, detail) => {
        return result === SKIPPED && each.skipReasons[detail] === 'residence';
      });
      recordFailed(space.heat, resident, finishedUnixMs + RESIDENCE_HOLD_MS);
    }
    return {
      group: each.movesIndex,
      direction: each.direction === 'DIRECTION_PROMOTION' ? 'promotion' : 'demotion',
      movedPages: pagesOf(moved),
      movedBackPages,
      skippedPages: pagesOf(subRuns.ranges(SKIPPED)),
      failedPages: subRuns.failedPages(),
    };
  });
}

type Wanted = number | ((result: number, detail: number) => boolean);

interface SubRuns {
  ranges(wanted: Wanted): RangeColumns;
  /** By errno. */
  failedPages(): Map<number, number>;
}

function subRunsOf(outcome: SpaceOutcome__Output): SubRuns {
  const { startPage, pages } = decodeRanges(outcome.subRuns);
  const details = new Float64Array(startPage.length);
  decodeVarints(outcome.details, details.length, details, 'details');
  return {
    ranges: (wanted) => {
      const matches = (i: number): boolean => {
        const result = outcome.results[i] ?? 0;
        return typeof wanted === 'number' ? result === wanted : wanted(result, details[i] as number);
      };
      let count = 0;
      for (let i = 0; i < startPage.length; i++) if (matches(i)) count++;
      // As a rule all moved, and nothing else was to be told.
      if (count === startPage.length) return { startPage, pages };
      const chosen = { startPage: new Float64Array(count), pages: new Float64Array(count) };
      for (let i = 0, to = 0; to < count; i++) {
        if (!matches(i)) continue;
        chosen.startPage[to] = startPage[i] as number;
        chosen.pages[to++] = pages[i] as number;
      }
      return chosen;
    },
    failedPages: () => {
      const byErrno = new Map<number, number>();
      pages.forEach((length, i) => {
        const errno = details[i] as number;
        if (outcome.results[i] === FAILED) byErrno.set(errno, (byErrno.get(errno) ?? 0) + length);
      });
      return byErrno;
    },
  };
}

function pagesOf({ pages }: RangeColumns): number {
  return pages.reduce((sum, length) => sum + length, 0);
}
