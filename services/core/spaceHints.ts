import { pagesOf } from './columns.js';
import type { Hint } from './hint.js';
import type { HostModel, HostSpace } from './host.js';
import { compileSelector, type Matcher } from './selector.js';

/** What hints say of a page, as bits. */
export const HINT_KEEP = 1;
export const HINT_PROMOTE = 2;

/** A hint with its selector compiled. */
export interface LiveHint {
  readonly hint: Hint;
  readonly matches: (space: HostSpace, className: string) => boolean;
}

/** Hints are few and live for long, and a selector's regular expressions are dear to compile. */
const matchers = new WeakMap<Hint, Matcher>();

/** Those that have not expired. A selector that can't be compiled matches nothing. */
export function liveHints(host: HostModel, hints: readonly Hint[], nowUnixMs: number): LiveHint[] {
  const hostLabels = host.facts.labels;
  return hints
    .filter((hint) => hint.expiresUnixMs > nowUnixMs)
    .map((hint) => {
      const matcher = matchers.get(hint) ?? compileSelector(hint.selector, 'selector', []);
      matchers.set(hint, matcher);
      const matches = (space: HostSpace, className: string): boolean =>
        (hint.spaceKey === undefined || hint.spaceKey === space.key) &&
        (hint.className === undefined || hint.className === className) &&
        matcher({ ...space, hostLabels });
      return { hint, matches };
    });
}

/** What hints say of one space. */
export interface SpaceHints {
  /** Pages at which what is said changes, ascending; empty where it is the same for all pages. */
  readonly borders: Float64Array;
  /** Bits before the first border, then from each border on. */
  readonly bits: Uint8Array;
}

/** Time enough to promote so many bytes with a demotion for each, and for two plans to be made. */
export interface HintPace {
  readonly bytesPerSecond: number;
  readonly planSeconds: number;
  readonly pageSize: number;
}

/**
 * Undefined where no hint bears on the space. A promote-before holds its pages fast from when it has to begin, so that it is
 * done by its time, until it expires.
 */
export function spaceHintsOf(
  space: HostSpace,
  className: string,
  hints: readonly LiveHint[],
  nowUnixMs: number,
  pace: HintPace,
): SpaceHints | undefined {
  const said: { readonly start: number; readonly end: number; readonly bits: number }[] = [];
  for (const { hint, matches } of hints) {
    if (!matches(space, className)) continue;
    const start = hint.startPage ?? 0;
    const end = hint.pages === undefined ? Infinity : start + hint.pages;
    if (hint.kind === 'never-demote') said.push({ start, end, bits: HINT_KEEP });
    else if (hasBegun(hint, space, end - start, nowUnixMs, pace)) {
      said.push({ start, end, bits: HINT_KEEP | HINT_PROMOTE });
    }
  }
  if (said.length === 0) return undefined;
  const all = said.flatMap(({ start, end }) => [start, end]).filter((page) => page > 0 && page < Infinity);
  const borders = Float64Array.from([...new Set(all)].sort((a, b) => a - b));
  const bitsAt = (page: number): number =>
    said.reduce((bits, each) => (each.start <= page && page < each.end ? bits | each.bits : bits), 0);
  return { borders, bits: Uint8Array.from([0, ...borders], bitsAt) };
}

/** What hints say of any page from `start` to before `end`. */
export function hintBits(hints: SpaceHints, start: number, end: number): number {
  const { borders, bits } = hints;
  let low = 0;
  for (let high = borders.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((borders[middle] as number) <= start) low = middle + 1;
    else high = middle;
  }
  let said = bits[low] as number;
  for (; low < borders.length && (borders[low] as number) < end; low++) said |= bits[low + 1] as number;
  return said;
}

function hasBegun(hint: Hint, space: HostSpace, pages: number, nowUnixMs: number, pace: HintPace): boolean {
  if (hint.beforeUnixMs === undefined) return true;
  const { runs } = space.heat;
  let resident = 0;
  if (pages === Infinity) for (let i = 0; i < runs.count; i++) resident += pagesOf(runs, i);
  const bytes = 2 * Math.min(pages, resident || pages) * pace.pageSize;
  const seconds = bytes / pace.bytesPerSecond + 2 * pace.planSeconds;
  return nowUnixMs >= hint.beforeUnixMs - seconds * 1000;
}
