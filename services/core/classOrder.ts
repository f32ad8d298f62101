import type { Policy } from './policy.js';

/**
 * By class: its place in the order that room and budget go by, 0 first; classes alike in priority and latency share one.
 * Promotions go in this order, demotions in the reverse.
 */
export function classLevels(policy: Policy): readonly number[] {
  const keys = policy.classes.map((each) => (each.priority ?? 0) * 2 + (each.latencySensitive ? 1 : 0));
  const distinct = [...new Set(keys)].sort((a, b) => b - a);
  return keys.map((key) => distinct.indexOf(key));
}
