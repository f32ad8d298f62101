import type { Checks } from './checks.js';
import type { AmountSpec, ClassSpec, PageKindName } from './policySpec.js';
import { AGE_MAX_SECONDS } from './quantities.js';

/** In the order of the contract's numbers, from 1 on. */
export const PAGE_KINDS: readonly PageKindName[] = ['anon', 'file', 'shmem', 'anon-huge', 'file-huge', 'shmem-huge'];

/** Windows of which a run remembers whether it was seen. */
export const MAX_WINDOWS = 8;

const PRIORITY_LIMIT = 1000;

/** What is wrong with the numbers and names of one class. */
export function checkClass(entry: ClassSpec, path: string, checks: Checks): void {
  checks.name(`${path}.name`, entry.name);
  if (entry.priority !== undefined) {
    checks.whole(`${path}.priority`, entry.priority, -PRIORITY_LIMIT, PRIORITY_LIMIT);
  }
  checks.number(`${path}.coldAgeSeconds`, entry.coldAgeSeconds, 1, AGE_MAX_SECONDS, 'seconds');
  const hot = typeof entry.hotRate === 'number' && entry.hotRate > 0 && entry.hotRate <= 1;
  checks.that(`${path}.hotRate`, entry.hotRate, hot, 'a share above 0, at most 1');
  if (entry.hotWindows) {
    const { seen, of } = entry.hotWindows;
    const sound = [seen, of].every(Number.isInteger) && seen >= 1 && seen <= of && of <= MAX_WINDOWS;
    const expected = `k of n windows, k at least 1 and at most n, n at most ${MAX_WINDOWS}`;
    checks.that(`${path}.hotWindows`, `${seen} of ${of}`, sound, expected);
  }
  if (entry.pageKinds !== undefined) {
    const kinds: readonly unknown[] = Array.isArray(entry.pageKinds) ? entry.pageKinds : [];
    const sound = kinds.length > 0 && kinds.every((kind) => PAGE_KINDS.includes(kind as PageKindName));
    checks.that(`${path}.pageKinds`, entry.pageKinds, sound, `some of ${PAGE_KINDS.join(', ')}`);
  }
  checks.optionalNumber(`${path}.rateShare`, entry.rateShare, 0, 1, 'of the host’s budget');
  checkAmount(entry.fastFloor, `${path}.fastFloor`, checks);
  checkAmount(entry.fastCeiling, `${path}.fastCeiling`, checks);
}

function checkAmount(amount: AmountSpec | undefined, path: string, checks: Checks): void {
  if (amount === undefined) return;
  if ('share' in amount) checks.number(path, amount.share, 0, 1, 'of the fast tier');
  else checks.number(path, amount.bytes, 0, Number.MAX_SAFE_INTEGER, 'bytes');
}
