/**
 * How many of `total` things each of the brains has: as even as it can be, the first in order of id have one more. The counts
 * of all add up to the total, so what one gives back there is another to take.
 */
export function fairShare(brainIds: readonly string[], id: string, total: number): number {
  const place = brainIds.toSorted().indexOf(id);
  if (place < 0) return 0;
  return Math.floor(total / brainIds.length) + (place < total % brainIds.length ? 1 : 0);
}
