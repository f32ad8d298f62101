/**
 * Sums of several columns over sliding windows of 5 minutes, an hour and a day, in bounded memory: three rings of twelve slots,
 * of 25 s, 5 min and 2 h. A window is summed up from whole slots and the one that is being filled, so it is exact to a slot, a
 * twelfth of the ring. 32-bit floats: a slot's sum is good to four digits after a thousand additions.
 *
 * 144 bytes a column.
 */
export interface SlidingSums {
  readonly columns: number;
  /** Sums at (ring * SLOTS + slot % SLOTS) * columns + column. */
  readonly sums: Float32Array;
  /** By ring, the number of the latest slot: its time over the slot's length. */
  readonly latest: Float64Array;
  /** When the first value came, Unix ms. */
  firstUnixMs: number;
}

const SLOTS = 12;
const SLOT_MS: readonly number[] = [25_000, 300_000, 7_200_000];

/** Windows that can be asked for, seconds. */
export const LEAST_WINDOW_SECONDS = 25;
export const MOST_WINDOW_SECONDS = 86_400;

export function createSlidingSums(columns: number): SlidingSums {
  return {
    columns,
    sums: new Float32Array(SLOT_MS.length * SLOTS * columns),
    latest: new Float64Array(SLOT_MS.length).fill(Number.NEGATIVE_INFINITY),
    firstUnixMs: Number.POSITIVE_INFINITY,
  };
}

/** Adds to one column, at a time that may be a little earlier than the latest; what is older than a ring is left out of it. */
export function addTo(of: SlidingSums, column: number, atUnixMs: number, value: number): void {
  if (atUnixMs < of.firstUnixMs) of.firstUnixMs = atUnixMs;
  for (let ring = 0; ring < SLOT_MS.length; ring++) {
    const slot = Math.floor(atUnixMs / (SLOT_MS[ring] as number));
    advance(of, ring, slot);
    if (slot <= (of.latest[ring] as number) - SLOTS) continue;
    const at = (ring * SLOTS + (slot % SLOTS)) * of.columns + column;
    of.sums[at] = (of.sums[at] as number) + value;
  }
}

/** Sums by column, and the time that they are of. */
export interface WindowSums {
  readonly sums: Float64Array;
  /** From the start of the oldest slot, or from the first value where that came later, until now. */
  readonly seconds: number;
}

/** Sums up the latest `windowSeconds` (LEAST_WINDOW_SECONDS to MOST_WINDOW_SECONDS), rounded up to whole slots. */
export function sumsOver(of: SlidingSums, windowSeconds: number, nowUnixMs: number): WindowSums {
  const sums = new Float64Array(of.columns);
  const ring = SLOT_MS.findIndex((slotMs) => windowSeconds * 1000 <= SLOTS * slotMs);
  const slotMs = SLOT_MS[ring] as number;
  const now = Math.floor(nowUnixMs / slotMs);
  const oldest = now - Math.ceil((windowSeconds * 1000) / slotMs) + 1;
  const latest = of.latest[ring] as number;
  for (let slot = Math.max(oldest, latest - SLOTS + 1); slot <= Math.min(now, latest); slot++) {
    const at = (ring * SLOTS + (slot % SLOTS)) * of.columns;
    for (let column = 0; column < of.columns; column++) {
      sums[column] = (sums[column] as number) + (of.sums[at + column] as number);
    }
  }
  const from = Math.max(oldest * slotMs, of.firstUnixMs);
  return { sums, seconds: Math.max(0, (nowUnixMs - from) / 1000) };
}

function advance(of: SlidingSums, ring: number, slot: number): void {
  const latest = of.latest[ring] as number;
  if (slot <= latest) return;
  for (let next = Math.max(latest + 1, slot - SLOTS + 1); next <= slot; next++) {
    const at = (ring * SLOTS + (next % SLOTS)) * of.columns;
    of.sums.fill(0, at, at + of.columns);
  }
  of.latest[ring] = slot;
}
