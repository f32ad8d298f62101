/**
 * Accesses a page and second by evidence (0 never .. 255 in every look), as access bits let one estimate them: a look finds the
 * bit set with probability 1 - exp(-rate * time of a look) where accesses come at random times, so rate = -ln(1 - share) / time.
 * A page seen in every look had at least the rate of half a look missed; how much more, bits cannot tell.
 *
 * @param looks taken in the window, at least 1
 */
export function accessRates(looks: number, windowSeconds: number): Float64Array {
  const count = Math.max(1, looks);
  const lookSeconds = windowSeconds > 0 ? windowSeconds / count : 1;
  const most = 1 - 1 / (2 * count);
  return Float64Array.from(
    { length: 256 },
    (_, evidence) => -Math.log1p(-Math.min(most, evidence / 255)) / lookSeconds,
  );
}
