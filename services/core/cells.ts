/**
 * Selection by threshold out of many histograms at once: pages are taken from the highest bins downwards, wherever they are,
 * and each cell remembers by a cursor how far it was taken. No run is sorted, and none is looked at here.
 */
import type { Cut, Histogram } from './histogram.js';

/** Pages of one domain on one node that one thing is wished for, by bin, the highest to be taken first. */
export interface Cell {
  /** Among all cells of a selection. */
  readonly index: number;
  readonly histogram: Histogram;
  /** Of the domain that its pages are of. */
  readonly domain: number;
  /** Node that its pages leave. */
  readonly node: number;
  /** Cells of a lower order are taken first. */
  readonly order: number;
  /** Heat (as kept) from which its pages are hot. */
  readonly hotHeat: number;
  /** All above this bin is taken, and of this one `used`. */
  bin: number;
  used: number;
  taken: number;
}

export function createCell(
  histogram: Histogram,
  of: Pick<Cell, 'index' | 'domain' | 'node' | 'order' | 'hotHeat'>,
): Cell {
  const { index, domain, node, order, hotHeat } = of;
  return { index, histogram, domain, node, order, hotHeat, bin: histogram.pages.length - 1, used: 0, taken: 0 };
}

/** Pages that were not taken. */
export function leftIn(cell: Cell): number {
  return cell.histogram.total - cell.taken;
}

/** Pages from this bin on that were not taken. */
export function leftFrom(cell: Cell, floorBin: number): number {
  const { pages, lowest, highest } = cell.histogram;
  if (floorBin <= lowest) return leftIn(cell);
  let left = 0;
  for (let bin = Math.min(cell.bin, highest); bin >= floorBin; bin--) left += pages[bin] as number;
  return cell.bin >= floorBin ? left - cell.used : 0;
}

/** What a cell was taken, as the cut that lets through just that. */
export function cutOf(cell: Cell): Cut {
  if (leftIn(cell) === 0) return { bin: -1, pagesLeftInBin: 0 };
  return { bin: cell.bin, pagesLeftInBin: cell.used };
}

/** Bounds that a taking keeps to; `spend` is told of each part. */
export interface Bounds {
  /** Pages that may still be taken of this cell. */
  readonly limit: (cell: Cell) => number;
  readonly spend: (cell: Cell, pages: number) => void;
}

/** Lowers the cursor to the highest bin that has pages left, `floorBin` at least; returns the pages there, 0 for none. */
function settle(cell: Cell, floorBin: number): number {
  const { pages, highest } = cell.histogram;
  if (cell.bin > highest) cell.bin = highest;
  while (cell.bin >= floorBin) {
    const left = (pages[cell.bin] as number) - cell.used;
    if (left > 0) return left;
    if (cell.bin === 0) return 0;
    cell.bin--;
    cell.used = 0;
  }
  return 0;
}

/** The cell of the highest bin with pages left and allowed, and how many; the first one among equals. */
export function highest(
  cells: readonly Cell[],
  bounds: Bounds,
  floorBin: (cell: Cell) => number,
): { readonly cell: Cell; readonly pages: number } | undefined {
  let best: Cell | undefined;
  let bestPages = 0;
  for (const cell of cells) {
    if (leftIn(cell) === 0 || (best && cell.bin <= best.bin)) continue;
    const within = settle(cell, floorBin(cell));
    if (within === 0 || (best && cell.bin <= best.bin)) continue;
    const pages = Math.min(within, bounds.limit(cell));
    if (pages <= 0) continue;
    best = cell;
    bestPages = pages;
  }
  return best && { cell: best, pages: bestPages };
}

export function takeOf(cell: Cell, pages: number, bounds: Bounds): void {
  cell.used += pages;
  cell.taken += pages;
  bounds.spend(cell, pages);
}

/** Takes `most` pages from the highest bins of all cells, order by order; returns how many there were. */
export function take(
  cells: readonly Cell[],
  most: number,
  bounds: Bounds,
  floorBin: (cell: Cell) => number = () => 0,
): number {
  let taken = 0;
  for (const group of byOrder(cells)) {
    while (taken < most) {
      const next = highest(group, bounds, floorBin);
      if (!next) break;
      const pages = Math.min(next.pages, most - taken);
      takeOf(next.cell, pages, bounds);
      taken += pages;
    }
  }
  return taken;
}

/** Cells of like order together, the lowest order first. */
export function byOrder(cells: readonly Cell[]): Cell[][] {
  const groups = new Map<number, Cell[]>();
  for (const cell of cells) {
    if (cell.histogram.total === 0) continue;
    const group = groups.get(cell.order);
    if (group) group.push(cell);
    else groups.set(cell.order, [cell]);
  }
  return [...groups].sort((a, b) => a[0] - b[0]).map(([, group]) => group);
}
