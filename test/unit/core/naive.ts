import { pagesOf as pagesAt, type RangeColumns, startOf } from '../../../services/core/columns.js';
import type { Look, LookRuns } from '../../../services/core/look.js';
import type { SpaceHeat } from '../../../services/core/space.js';

/** What is known of one page, kept as plainly as can be: the model that the columns are measured against. */
export interface NaivePage {
  heat: number;
  age: number;
  node: number;
  kind: number;
  /** Of its last eight looks those that saw it accessed, the latest as bit 0. */
  seen: number;
  nodeAt: number;
  movedAt: number;
  heldUntil: number;
  lastLookUnixMs: number;
}

export type NaiveSpace = Map<number, NaivePage>;

export function pagesOf(ranges: RangeColumns): Set<number> {
  const pages = new Set<number>();
  ranges.startPage.forEach((start, i) => {
    for (let page = start; page < start + (ranges.pages[i] as number); page++) pages.add(page);
  });
  return pages;
}

/** A look whose runs are plain columns. */
export type PlainLook = Look & { readonly runs: LookRuns };

/** Page by page, by the words of the specification. Windows are of whole seconds, looks page-granular. */
export function naiveMerge(space: NaiveSpace, look: PlainLook, halfLifeSeconds: number): void {
  const keep = 2 ** (-look.windowSeconds / halfLifeSeconds);
  const resident = new Map<number, number>();
  look.runs.startPage.forEach((start, i) => {
    for (let page = start; page < start + (look.runs.pages[i] as number); page++) resident.set(page, i);
  });
  for (const page of pagesOf(look.coverage)) {
    const run = resident.get(page);
    if (run === undefined) {
      space.delete(page);
      continue;
    }
    const evidence = look.runs.evidence[run] as number;
    const share = evidence * 257;
    const read = look.residencyUnixMs > 0 ? (look.nodes[look.runs.node[run] as number] ?? 255) : 255;
    const kind = look.residencyUnixMs > 0 ? (look.runs.kind[run] as number) : undefined;
    const old = space.get(page);
    if (!old) {
      const age = evidence > 0 ? 0 : look.windowSeconds;
      const never = { nodeAt: 0, movedAt: 0, heldUntil: 0 };
      space.set(page, {
        heat: share,
        age,
        node: read,
        kind: kind ?? 0,
        seen: Math.sign(evidence),
        ...never,
        lastLookUnixMs: look.endUnixMs,
      });
      continue;
    }
    old.heat = share + Math.trunc((old.heat - share) * keep);
    old.seen = (old.seen * 2 + Math.sign(evidence)) % 256;
    old.age = evidence > 0 ? 0 : Math.min(65_535, old.age + look.windowSeconds);
    if (read !== 255 && look.residencyUnixMs > old.nodeAt) old.node = read;
    old.kind = kind ?? old.kind;
    old.lastLookUnixMs = look.endUnixMs;
  }
}

/** The runs of a space, page by page, in the naive form; lastLookUnixMs is left to the caller. */
export function spread(space: SpaceHeat): Map<number, Omit<NaivePage, 'lastLookUnixMs'> & { stale: number }> {
  const pages = new Map<number, Omit<NaivePage, 'lastLookUnixMs'> & { stale: number }>();
  const { runs, marks } = space;
  for (let i = 0; i < runs.count; i++) {
    const start = startOf(runs, i);
    const mark = runs.mark[i] as number;
    for (let page = start; page < start + pagesAt(runs, i); page++) {
      pages.set(page, {
        heat: runs.heat[i] as number,
        age: runs.age[i] as number,
        node: runs.node[i] as number,
        kind: runs.kind[i] as number,
        seen: runs.seen[i] as number,
        nodeAt: marks.nodeAtUnixMs[mark] as number,
        movedAt: marks.movedAtUnixMs[mark] as number,
        heldUntil: marks.heldUntilUnixMs[mark] as number,
        stale: runs.stale[i] as number,
      });
    }
  }
  return pages;
}
