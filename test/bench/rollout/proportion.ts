/** Normal quantile of 97.5 %. */
const Z = 1.959964;

/** A 95 % interval for a proportion (Wilson, 1927). */
export function wilson(hits: number, trials: number): readonly [number, number] {
  const share = hits / trials;
  const centre = share + Z ** 2 / (2 * trials);
  const half = Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  const scale = 1 + Z ** 2 / trials;
  // Exactly 0 and 1 where nothing or everything hit, which rounding would miss.
  return [hits === 0 ? 0 : (centre - half) / scale, hits === trials ? 1 : (centre + half) / scale];
}
