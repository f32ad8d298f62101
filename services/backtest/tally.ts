/** What a replay comes to; sums that add up over hosts. */
export interface Tally {
  /** Accesses as estimated from access bits, times pages. */
  accesses: number;
  slowAccesses: number;
  /** Bytes times seconds that watched memory was resident. */
  byteSeconds: number;
  slowByteSeconds: number;
  promotedBytes: number;
  demotedBytes: number;
  /** Bytes of moves that had their time to prove their worth, and of them those that were of no use. */
  judgedBytes: number;
  wentBackBytes: number;
  stayedColdBytes: number;
}

export function createTally(): Tally {
  return {
    accesses: 0,
    slowAccesses: 0,
    byteSeconds: 0,
    slowByteSeconds: 0,
    promotedBytes: 0,
    demotedBytes: 0,
    judgedBytes: 0,
    wentBackBytes: 0,
    stayedColdBytes: 0,
  };
}

export function addTally(to: Tally, more: Tally): void {
  for (const name of Object.keys(to) as (keyof Tally)[]) to[name] += more[name];
}

/** By class name. */
export type Tallies = Map<string, Tally>;

export function tallyOf(tallies: Tallies, className: string): Tally {
  let tally = tallies.get(className);
  if (!tally) {
    tally = createTally();
    tallies.set(className, tally);
  }
  return tally;
}

export function addTallies(to: Tallies, more: ReadonlyMap<string, Tally>): void {
  for (const [name, tally] of more) addTally(tallyOf(to, name), tally);
}

export function totalOf(tallies: ReadonlyMap<string, Tally>): Tally {
  const total = createTally();
  for (const tally of tallies.values()) addTally(total, tally);
  return total;
}
