import type { Plan__Output } from '../contract/gen/thermocline/v1/Plan.js';
import type { SpaceMoves__Output } from '../contract/gen/thermocline/v1/SpaceMoves.js';
import { decodeRanges, pagesIn } from '../contract/ranges.js';
import { decodeVarints } from '../contract/varint.js';
import { ThermoclineError } from '../runtime/errors.js';

/** One move, out of its columns. */
export interface Move {
  readonly startPage: number;
  readonly pages: number;
  /** 0..1 when planned. */
  readonly heat: number;
  readonly ageSeconds: number;
  /** Name of the rule, and the numbers it judged by. */
  readonly rule: string;
  readonly reason: string;
}

/** The moves of one space. */
export interface DecodedMoves {
  readonly space: SpaceMoves__Output;
  readonly moves: readonly Move[];
  /** Of all its moves, the ones left out as well. */
  readonly pages: number;
  readonly leftOut: number;
}

/** Takes a plan's columns apart, up to `limit` moves in all: a screen and a JSON reader hold less than a plan may. */
export function decodePlan(plan: Plan__Output, limit: number): DecodedMoves[] {
  let room = limit;
  return plan.spaces.map((space, i) => {
    const moves = decodeMoves(plan, space, i);
    const shown = moves.slice(0, room);
    room -= shown.length;
    return { space, moves: shown, pages: pagesIn(space.ranges), leftOut: moves.length - shown.length };
  });
}

function decodeMoves(plan: Plan__Output, space: SpaceMoves__Output, index: number): Move[] {
  try {
    const { startPage, pages } = decodeRanges(space.ranges);
    const ages = new Float64Array(startPage.length);
    decodeVarints(space.ageSeconds, ages.length, ages, 'age_seconds');
    return Array.from(startPage, (start, i) => {
      const reason = plan.reasons[space.reasons[i] ?? -1];
      return {
        startPage: start,
        pages: pages[i] ?? 0,
        heat: (space.heat[i] ?? 0) / 255,
        ageSeconds: ages[i] ?? 0,
        rule: reason?.rule ?? '',
        reason: reason?.text ?? '',
      };
    });
  } catch (cause) {
    const says = `plan ${plan.planId}, space ${index}: ${(cause as Error).message}; is the server of another version?`;
    throw new ThermoclineError('RPC_FAILED', says, { cause });
  }
}
