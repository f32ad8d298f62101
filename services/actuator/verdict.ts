/**
 * What became of one page, as the mover, the ledger and the outcome all say it: the values of SubRunResult in the contract,
 * and a detail beside it (an errno for `failed`, an index into SKIP_REASONS for `skipped`, else 0).
 */
export const Verdict = { none: 0, moved: 1, alreadyThere: 2, failed: 3, skipped: 4, unknown: 5 } as const;
export type VerdictValue = (typeof Verdict)[keyof typeof Verdict];

/** Why pages were left alone, by name. Journals hold indexes into this list: append only. */
export const SKIP_REASONS = [
  /** On neither the node the plan takes it from nor the one it takes it to. */
  'not-where-planned',
  /** Part of a huge page that the plan does not cover whole; moving one of its pages would move them all. */
  'partial-huge-page',
  /** Moved the other way less than the residence time ago. */
  'residence',
  'process-gone',
  'identity-changed',
  /** The plan carries no exec mark, so an exec could not be told. */
  'identity-unproven',
  'target-died',
  'space-not-supported',
  'target-full',
  'bad-node',
  'headroom',
  'no-capability',
  'mover-failed',
  'expired',
  'withdrawn',
  'stopped',
  'shadow',
  'dry-run',
  'other-boot',
  /** The mover's trial at start failed on this kernel; its status says how. */
  'mover-does-not-work',
  /** The file cannot be opened any more by the way that the plan says. */
  'file-gone',
  /** Another file, or no regular one, is there now. */
  'file-changed',
  /** Planned for demotion, and seen accessed since the plan was made. */
  'became-hot',
  /** Its mapping's memory policy, or its task's cpuset, leaves the target node out. */
  'bound-by-application',
  /** The kernel was asked to take it out and kept it: mapped by others, locked, in use, or no swap for it. */
  'kept-by-kernel',
  /** The kernel was told that it is cold; it stays until memory is short. */
  'advised-cold',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export function skipIndex(reason: SkipReason): number {
  return SKIP_REASONS.indexOf(reason);
}

/** Errno values of Linux that move_pages and its pages give; the numbers are those of every Linux architecture Node runs on. */
export const Errno = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EIO: 5,
  E2BIG: 7,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  ENODEV: 19,
  EINVAL: 22,
  EOVERFLOW: 75,
  ENOTSUP: 95,
  ESTALE: 116,
} as const;
