import { Verdict } from './verdict.js';

/** Verdicts of neighbouring pages that are alike, by index: into the group's pages, or into a batch's where that is said. */
export interface VerdictRun {
  readonly first: number;
  readonly count: number;
  readonly verdict: number;
  readonly detail: number;
}

/** Runs of like verdicts in two columns; `none` is left out. */
export function runsOfColumns(verdicts: Uint8Array, details: Int32Array): VerdictRun[] {
  const runs: VerdictRun[] = [];
  for (let first = 0; first < verdicts.length; ) {
    const verdict = verdicts[first] as number;
    const detail = details[first] as number;
    let end = first + 1;
    while (end < verdicts.length && verdicts[end] === verdict && details[end] === detail) end++;
    if (verdict !== Verdict.none) runs.push({ first, count: end - first, verdict, detail });
    first = end;
  }
  return runs;
}

/** Of all pages of a batch the same. */
export function alike(count: number, verdict: number, detail: number): VerdictRun[] {
  return count > 0 ? [{ first: 0, count, verdict, detail }] : [];
}

/**
 * Runs by index into pages that are these stretches of a group, one behind the other, as runs by index into the group. Both
 * ascend, and runs that touch and are alike join.
 */
export function withinGroup(
  stretches: { readonly first: Float64Array; readonly pages: Float64Array },
  runs: readonly VerdictRun[],
): VerdictRun[] {
  const found: { first: number; count: number; verdict: number; detail: number }[] = [];
  let stretch = 0;
  /** Pages in the stretches before this one. */
  let before = 0;
  for (const { first, count, verdict, detail } of runs) {
    for (let at = first; at < first + count; ) {
      while (before + (stretches.pages[stretch] as number) <= at) before += stretches.pages[stretch++] as number;
      const length = Math.min(first + count, before + (stretches.pages[stretch] as number)) - at;
      const index = (stretches.first[stretch] as number) + (at - before);
      const last = found.at(-1);
      if (last && last.first + last.count === index && last.verdict === verdict && last.detail === detail) {
        last.count += length;
      } else found.push({ first: index, count: length, verdict, detail });
      at += length;
    }
  }
  return found;
}

/** Pages of these stretches of a group, as runs of which nobody knows yet what becomes of them. */
export function unknownRuns(stretches: { readonly first: Float64Array; readonly pages: Float64Array }): VerdictRun[] {
  let count = 0;
  for (const pages of stretches.pages) count += pages;
  return withinGroup(stretches, alike(count, Verdict.unknown, 0));
}
