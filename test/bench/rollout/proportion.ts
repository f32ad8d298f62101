/** Normal quantile of 97.5 %. */
const Z = 1.959964;

/** A 95 % interval for a proportion (Wilson, 1927). */
export function wilson(hits: number, trials: number): readonly [number, number] {
  const share = hits / trials;
  const centre = share + Z ** 2 / (2 * trials);
  const half = Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  const scale = 1 + Z ** 2 / trials;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}
