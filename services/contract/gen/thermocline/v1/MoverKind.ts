// Original file: proto/thermocline/v1/plan.proto

/**
 * Ways to move pages. Reclaim and madvise take pages out of the tier by having the kernel reclaim them, so they serve
 * demotions alone, and what leaves memory instead of moving is not where the plan says.
 */
export const MoverKind = {
  MOVER_KIND_UNSPECIFIED: 'MOVER_KIND_UNSPECIFIED',
  /**
   * move_pages(2) on the process.
   */
  MOVER_KIND_MOVE_PAGES: 'MOVER_KIND_MOVE_PAGES',
  /**
   * The file mapped by the actuator itself, and move_pages(2) on that mapping.
   */
  MOVER_KIND_OWN_MAPPING: 'MOVER_KIND_OWN_MAPPING',
  /**
   * A DAMOS scheme migrate_hot or migrate_cold over page frames.
   */
  MOVER_KIND_DAMOS: 'MOVER_KIND_DAMOS',
  /**
   * Proactive reclaim of a node or a cgroup.
   */
  MOVER_KIND_RECLAIM: 'MOVER_KIND_RECLAIM',
  /**
   * process_madvise(2), MADV_COLD or MADV_PAGEOUT.
   */
  MOVER_KIND_MADVISE: 'MOVER_KIND_MADVISE',
} as const;

/**
 * Ways to move pages. Reclaim and madvise take pages out of the tier by having the kernel reclaim them, so they serve
 * demotions alone, and what leaves memory instead of moving is not where the plan says.
 */
export type MoverKind =
  | 'MOVER_KIND_UNSPECIFIED'
  | 0
  /**
   * move_pages(2) on the process.
   */
  | 'MOVER_KIND_MOVE_PAGES'
  | 1
  /**
   * The file mapped by the actuator itself, and move_pages(2) on that mapping.
   */
  | 'MOVER_KIND_OWN_MAPPING'
  | 2
  /**
   * A DAMOS scheme migrate_hot or migrate_cold over page frames.
   */
  | 'MOVER_KIND_DAMOS'
  | 3
  /**
   * Proactive reclaim of a node or a cgroup.
   */
  | 'MOVER_KIND_RECLAIM'
  | 4
  /**
   * process_madvise(2), MADV_COLD or MADV_PAGEOUT.
   */
  | 'MOVER_KIND_MADVISE'
  | 5

/**
 * Ways to move pages. Reclaim and madvise take pages out of the tier by having the kernel reclaim them, so they serve
 * demotions alone, and what leaves memory instead of moving is not where the plan says.
 */
export type MoverKind__Output = typeof MoverKind[keyof typeof MoverKind]
