/** Time between two readings below which their difference tells little of a rate. */
const SHORTEST_SECONDS = 0.5;
/** MB/s, as HMAT has bandwidths. */
const MEGABYTE = 1e6;

/** What nodes deliver, from counters that only ever grow: the mean since the reading before. */
export class Bandwidth {
  private last: { readonly traffic: ReadonlyMap<number, number>; readonly atSeconds: number } | undefined;
  private rates: ReadonlyMap<number, number> = new Map();

  /** MB/s by node id; nothing of a node before its second reading, or whose counter began anew. `atSeconds`: monotonic. */
  read(traffic: ReadonlyMap<number, number>, atSeconds: number): ReadonlyMap<number, number> {
    const { last } = this;
    const seconds = atSeconds - (last?.atSeconds ?? Number.NEGATIVE_INFINITY);
    if (seconds < SHORTEST_SECONDS) return this.rates;
    const rates = new Map<number, number>();
    for (const [node, bytes] of traffic) {
      const before = last?.traffic.get(node);
      if (before !== undefined && bytes >= before) rates.set(node, (bytes - before) / seconds / MEGABYTE);
    }
    this.last = { traffic, atSeconds };
    this.rates = rates;
    return rates;
  }
}
