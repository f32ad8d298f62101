import type { RangeColumns } from '../core/columns.js';
import type { PlacedTraits } from '../core/steady.js';
import { type Laid, Residency } from './residency.js';

/** A space as a world has it. */
export interface WorldSpace {
  readonly residency: Residency;
  /** By node id: its pages. */
  readonly pagesOn: Float64Array;
  seenUnixMs: number;
  /** Pages moved since its latest look: from a node, to a node, how many, and so on. */
  readonly moved: number[];
  /** The class that it is counted in. */
  className: string;
  /** Its latest look as it was laid; valid until the next move. */
  laid: Laid | undefined;
  /** Borders that the heat of the space is known to have: those of a look. */
  borders: RangeColumns | undefined;
  /** Where the engine has the columns of its heat until the next batch, and whether its huge pages are whole. */
  placed: PlacedTraits | undefined;
}

export function createWorldSpace(): WorldSpace {
  return {
    residency: new Residency(),
    pagesOn: new Float64Array(256),
    seenUnixMs: 0,
    moved: [],
    className: '',
    laid: undefined,
    borders: undefined,
    placed: undefined,
  };
}

/** Brings pages by node up to what was moved. */
export function takeMoved(moved: readonly number[], pagesOn: Float64Array): void {
  for (let i = 0; i < moved.length; i += 3) {
    const [from, to, pages] = [moved[i] as number, moved[i + 1] as number, moved[i + 2] as number];
    pagesOn[from] = (pagesOn[from] as number) - pages;
    pagesOn[to] = (pagesOn[to] as number) + pages;
  }
}
