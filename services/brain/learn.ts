import type { Outcome__Output } from '../contract/gen/thermocline/v1/Outcome.js';
import type { SpaceOutcome__Output } from '../contract/gen/thermocline/v1/SpaceOutcome.js';
import { decodeRanges, type RangeColumns } from '../contract/ranges.js';
import { spaceKeyText } from '../contract/spaceKey.js';
import { decodeVarints } from '../contract/varint.js';
import { recordFailed, recordFound, recordMoved } from '../core/moved.js';
import type { FleetHost } from './fleet.js';

/** SubRunResult as on the wire. */
const MOVED = 1;
const ALREADY_THERE = 2;
const SKIPPED = 4;

/** What failed is not planned again for this long: most of it (shared, pinned, bound pages) will fail in the same way. */
const FAILED_HOLD_MS = 60_000;

/** What the actuator itself lets stay after a move is free again as soon as that is over: worth another try before long. */
const RESIDENCE_HOLD_MS = 5_000;

/** Skips that say something of the pages; all others (expired, stopped, no room …) were the plan's bad luck, not theirs. */
const HOLDING_SKIPS: ReadonlySet<string> = new Set(['partial-huge-page', 'space-not-supported', 'bad-node']);

/**
 * Takes an outcome into the heat of its host: what moved is where it went, what was there already is there, and what
 * failed is left alone for a while. Spaces that ended meanwhile are passed over. Throws MalformedColumn.
 */
export function learn(host: FleetHost, outcome: Outcome__Output): void {
  const finishedUnixMs = Number(outcome.finishedUnixMs);
  for (const each of outcome.spaces) {
    const key = spaceKeyText(each.space);
    const space = key === undefined ? undefined : host.model.spaces.get(key);
    if (!space) continue;
    const byResult = rangesByResult(each);
    const { model } = host;
    const moved = byResult(MOVED);
    model.pingPongPages += recordMoved(space.heat, moved, each.toNode, finishedUnixMs, model.pingPongWindowMs);
    recordFound(space.heat, byResult(ALREADY_THERE), each.toNode, finishedUnixMs);
    const rest = byResult((result, detail) => {
      if (result === SKIPPED) return HOLDING_SKIPS.has(each.skipReasons[detail] ?? '');
      return result !== MOVED && result !== ALREADY_THERE;
    });
    recordFailed(space.heat, rest, finishedUnixMs + FAILED_HOLD_MS);
    const resident = byResult((result, detail) => result === SKIPPED && each.skipReasons[detail] === 'residence');
    recordFailed(space.heat, resident, finishedUnixMs + RESIDENCE_HOLD_MS);
  }
  host.pagesMoved += Number(outcome.totals?.pagesMoved ?? 0);
}

type Wanted = number | ((result: number, detail: number) => boolean);

function rangesByResult(outcome: SpaceOutcome__Output): (wanted: Wanted) => RangeColumns {
  const { startPage, pages } = decodeRanges(outcome.subRuns);
  const details = new Float64Array(startPage.length);
  decodeVarints(outcome.details, details.length, details, 'details');
  return (wanted) => {
    const matches = typeof wanted === 'number' ? (result: number) => result === wanted : wanted;
    const chosen = [...startPage.keys()].filter((i) => matches(outcome.results[i] ?? 0, details[i] as number));
    return {
      startPage: Float64Array.from(chosen, (i) => startPage[i] as number),
      pages: Float64Array.from(chosen, (i) => pages[i] as number),
    };
  };
}
