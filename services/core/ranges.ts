/** Ascending, disjoint page ranges, so many as `count` says. */
interface Ranges {
  readonly count: number;
  readonly startPage: ArrayLike<number>;
  readonly pages: ArrayLike<number>;
}

/** Index of the range that a page is in; -1 when it is in none. */
export function runOf({ count, startPage, pages }: Ranges, page: number): number {
  for (let i = 0; i < count; i++) {
    const start = startPage[i] as number;
    if (start <= page && page < start + (pages[i] as number)) return i;
  }
  return -1;
}
